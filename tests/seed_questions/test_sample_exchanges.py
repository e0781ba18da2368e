"""The five sample exchanges of the domain guide, section 5, over the seed data."""

from __future__ import annotations

from typing import Any

import pytest

from tests.seed_questions.conftest import SeededHub


def keys(found: list[dict[str, Any]]) -> list[str]:
    return [item["change_idea"]["key"] for item in found]


def by_key(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["change_idea"]["key"]: item for item in found}


@pytest.fixture(scope="session")
def lost(seeded_hub: SeededHub) -> dict[str, Any]:
    query = "My 5th graders won't ask when they're lost. Anyone tested something?"
    return seeded_hub.ask("core", "teacher-f1", query, context={"coach_present": False})


def test_students_who_do_not_ask_are_about_attitudes_in_grade_five(lost: dict[str, Any]):
    read = lost["understood_as"]
    assert read["driver"]["name"] == "Attitudes, Behaviors, and Beliefs About Math"
    assert [str(band) for band in read["context"]["grade_bands"]] == ["3_5"]


def test_district_b_tested_question_prompts(lost: dict[str, Any]):
    prompts = by_key(lost["suggestions"])["idea-question-prompts"]
    assert prompts["team"]["district"]["name"] == "District B"
    assert (prompts["evidence"]["strength"], prompts["evidence"]["direction"]) == (3, "mixed")


def test_the_latest_test_of_the_prompts_was_partly_met_and_adapted(lost: dict[str, Any]):
    latest = by_key(lost["suggestions"])["idea-question-prompts"]["latest_test"]
    assert "prediction partly met; decided to adapt" in latest


def test_the_prompts_fit_the_grade_and_had_a_coach(lost: dict[str, Any]):
    context = by_key(lost["suggestions"])["idea-question-prompts"]["context"]
    assert "grade band" in context["same"]
    assert any("they had a coach" in difference for difference in context["different"])


def test_the_prompts_come_with_their_tool_and_say_what_is_synthetic(lost: dict[str, Any]):
    prompts = by_key(lost["suggestions"])["idea-question-prompts"]
    assert prompts["tools"]
    assert any("invented examples" in caution for caution in prompts["cautions"])


def test_an_untested_idea_asked_for_by_name_is_nearest(seeded_hub: SeededHub):
    shown = seeded_hub.ask("core", "teacher-f1", "Anything like the three reads for word problems?")
    assert "idea-three-reads" not in keys(shown["suggestions"])
    near = by_key(shown["nearest"])["idea-three-reads"]
    assert near["why_not_the_same"] == "No result is recorded for it."
    assert near["evidence"]["strength"] == 0


def test_a_mapped_routine_has_what_it_is_related_to_as_nearest(seeded_hub: SeededHub):
    shown = seeded_hub.ask("core", "teacher-f1", "Anything like our CUBES routine for word problems?")
    told = "Your coach mapped CUBES as related to three reads; not the same."
    assert shown["message"].startswith(
        f"{told} CUBES marks keywords, three reads gives each reading a purpose."
    )
    assert "“Three reads of a word problem” was presented, but no result is recorded." in shown["message"]
    near = by_key(shown["nearest"])["idea-three-reads"]
    assert near["why_not_the_same"] == (
        "Found by “three reads”, which is related to CUBES, but not the same. No result is recorded for it."
    )


@pytest.mark.parametrize(
    ("query", "barred"),
    [
        ("Does a grade reflection calm students down?", "idea-think-it-out"),
        ("Did Think It Out help students set goals?", "idea-grade-reflection-valley"),
    ],
)
def test_reflections_that_are_kept_apart_do_not_answer_for_each_other(
    seeded_hub: SeededHub, query: str, barred: str
):
    shown = seeded_hub.ask("soar", "teacher-forest-glen", query)
    assert barred not in keys(shown["suggestions"])


def test_a_bare_name_that_nobody_tested_brings_nothing_else(seeded_hub: SeededHub):
    shown = seeded_hub.ask("core", "teacher-f1", "CUBES?")
    assert (keys(shown["suggestions"]), keys(shown["nearest"])) == ([], ["idea-three-reads"])


def test_a_hallway_name_finds_the_form(seeded_hub: SeededHub):
    shown = seeded_hub.ask("soar", "teacher-valley", "Do students like TIO?")
    assert "idea-think-it-out" in keys(shown["suggestions"])
    assert shown["message"].startswith("Your coach mapped TIO as the same as Think It Out.")


@pytest.fixture(scope="session")
def grades(seeded_hub: SeededHub) -> dict[str, Any]:
    shown = seeded_hub.ask("soar", "teacher-forest-glen", "Did grade reflection forms raise grades?")
    return by_key(shown["suggestions"])


def test_both_schools_grade_reflections_are_shown(grades: dict[str, Any]):
    assert grades.keys() == {"idea-grade-reflection-valley", "idea-grade-reflection-desert-grove"}


@pytest.mark.parametrize("school", ["valley", "desert-grove"])
def test_what_a_paper_reported_says_so_and_is_mixed(grades: dict[str, Any], school: str):
    told = grades[f"idea-grade-reflection-{school}"]
    assert (told["evidence"]["strength"], told["evidence"]["direction"]) == (1, "mixed")
    assert "As reported in the paper; no cycles are recorded here." in told["cautions"]
    assert told["latest_test"] is None


def test_the_outcomes_of_the_two_schools_are_told(grades: dict[str, Any]):
    valley = grades["idea-grade-reflection-valley"]["change_idea"]["reported_outcome"]
    grove = grades["idea-grade-reflection-desert-grove"]["change_idea"]["reported_outcome"]
    assert "did not change" in valley
    assert "Honor roll is not the passing rate" in valley
    assert "training" in grove
    assert "longer homeroom" in grove


def test_professional_development_in_small_groups_is_what_valley_told(seeded_hub: SeededHub):
    query = "Growth-mindset PD: whole staff or small groups?"
    first = seeded_hub.ask("soar", "teacher-forest-glen", query)["suggestions"][0]
    assert first["change_idea"]["key"] == "idea-mindset-staff-pd"
    assert "Valley" in first["team"]["name"]
    assert first["evidence"]["strength"] == 1
    assert "small" in first["change_idea"]["reported_outcome"]


TUTORS = "Who tried AI tutors, and which of Ms. R's students improved?"


def test_nobody_tested_artificial_tutors(seeded_hub: SeededHub):
    shown = seeded_hub.ask("core", "teacher-f1", TUTORS)
    assert shown["suggestions"] == []
    assert shown["message"].startswith("I found no test of this by another team.")
    assert "help wanted" in shown["message"]


def test_the_nearest_to_artificial_tutors_says_why_it_is_not_the_same(seeded_hub: SeededHub):
    nearest = seeded_hub.ask("core", "teacher-f1", TUTORS)["nearest"]
    assert nearest
    assert all(near["why_not_the_same"] for near in nearest)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("como hacer que los estudiantes hagan preguntas", "please ask in English"),
        ("getting qestions from them", "I read “qestions” as “questions”."),
        ("what do you do about tardies", "No record that I may show has the word “tardies”."),
    ],
)
def test_words_of_no_record_and_no_language_of_the_model_are_named(
    seeded_hub: SeededHub, query: str, words: str
):
    assert words in seeded_hub.ask("core", "teacher-f1", query)["message"]


@pytest.mark.parametrize("query", ["benchmark", "growth mindset"])
def test_a_word_made_of_two_known_ones_is_no_mistake(seeded_hub: SeededHub, query: str):
    assert "has the word" not in seeded_hub.ask("core", "teacher-f1", query)["message"]


@pytest.mark.parametrize("query", ["hello", "suspensions", "?"])
def test_no_driver_is_read_into_a_question_about_none(seeded_hub: SeededHub, query: str):
    assert seeded_hub.ask("core", "teacher-f1", query)["understood_as"]["driver"] is None


def test_an_untested_idea_that_is_named_is_told_by_its_name(seeded_hub: SeededHub):
    shown = seeded_hub.ask("core", "teacher-f1", "three reads")
    assert keys(shown["nearest"])[0] == "idea-three-reads"
    assert shown["message"].startswith("“Three reads of a word problem” was presented, but no result")


@pytest.mark.parametrize("query", ["CUBES", "RULER"])
def test_a_lone_name_that_no_idea_has_is_not_answered_as_sure(seeded_hub: SeededHub, query: str):
    shown = seeded_hub.ask("core", "teacher-f1", query)
    assert not shown["suggestions"] or "I am not sure" in shown["message"]


def test_a_lone_word_of_a_title_is_answered_as_sure(seeded_hub: SeededHub):
    shown = seeded_hub.ask("core", "teacher-f1", "talk moves")
    assert keys(shown["suggestions"])[0] == "idea-talk-moves-ring"
    assert "I am not sure" not in shown["message"]
