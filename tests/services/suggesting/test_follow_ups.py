"""Follow-up questions: few words change the question before."""

from datetime import date

import pytest

from nic_hub.domain.vocabulary import Only
from nic_hub.errors import Invalid
from nic_hub.services.suggesting.follow_ups import follow
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from tests.factories import make_cycle, make_idea

BEFORE = SuggestionRequest(query="My 5th graders won't ask when they're lost.", driver="D5", limit=3)


def after(words, **more):
    return follow(BEFORE, SuggestionRequest(query=words, follow_up_of="x", **more))


@pytest.mark.parametrize("words", ["", "tell me more", "Anything else?", "And others?", "any that failed?"])
def test_words_that_name_nothing_keep_the_question(words):
    assert after(words).query == BEFORE.query


def test_a_grade_named_now_replaces_the_one_before():
    changed = after("what about middle school?")
    assert changed.query == BEFORE.query
    assert changed.context == {"grade_bands": ["6_8"], "school_level": "middle"}


def test_a_grade_says_which_school_is_meant():
    assert after("and in 7th grade?").context == {"grade_bands": ["6_8"], "school_level": "middle"}


def test_what_was_given_before_stays_unless_it_is_named_anew():
    before = SuggestionRequest(query="q", context={"subject": "mathematics", "school_level": "elementary"})
    changed = follow(before, SuggestionRequest(query="what about high school?"))
    assert changed.context["subject"] == "mathematics"
    assert changed.context["school_level"] == "high"


def test_what_is_named_anew_is_asked_together_with_the_question():
    assert after("what about exit tickets?").query == f"{BEFORE.query}\nwhat about exit tickets?"


@pytest.mark.parametrize(
    "words", ["any that failed?", "Which didn't work?", "what did not work", "who abandoned it?", "failures?"]
)
def test_failures_can_be_asked_for(words):
    assert after(words).only == Only.FAILED


def test_who_asked_for_failures_goes_on_asking_for_them():
    before = SuggestionRequest(query="q", only=Only.FAILED)
    assert follow(before, SuggestionRequest(query="and in high school?")).only == Only.FAILED


@pytest.mark.parametrize(
    ("words", "repeats"),
    [("tell me more", True), ("what about high school?", False), ("what about exit tickets?", False)],
)
def test_words_that_change_nothing_are_known_for_it(words, repeats):
    assert after(words).repeats is repeats


def test_who_asks_for_failures_a_second_time_repeats_it():
    assert follow(after("any that failed?"), SuggestionRequest(query="any that failed?")).repeats


def test_the_driver_stays_until_another_is_named():
    assert after("more").driver == "D5"
    assert after("more", driver="D2").driver == "D2"


def test_what_looks_private_is_taken_out_of_a_follow_up():
    asked = after("tell amy.lee@school.example about exit tickets").query
    assert asked == f"{BEFORE.query}\ntell [e-mail address removed] about exit tickets"


@pytest.fixture
def tested(session, town):
    """Two tested ideas of another team: one worked, one failed."""
    made = {}
    for name, told in {
        "worked": {},
        "failed": {"prediction_met": "not", "decision": "abandon", "direction": "no_change"},
    }.items():
        idea = make_idea(
            session,
            team=town.far,
            driver_id=town.driver.id,
            title=f"Sentence starters that {name}",
            description="Sentence starters for shy speakers.",
        )
        make_cycle(session, idea=idea, team=town.far, student_count=40, **told)
        made[name] = idea.id
    return made


def ids(shown):
    return {item["change_idea"]["id"] for item in shown["suggestions"]}


def test_only_failures_are_shown_to_who_asks_for_them(desk, tested):
    first = desk.stored()
    assert {result["change_idea_id"] for result in first.results} == set(tested.values())
    assert ids(desk.ask(query="any that failed?", follow_up_of=first.id)) == {tested["failed"]}
    assert ids(desk.ask(only=Only.FAILED)) == {tested["failed"]}
    assert ids(desk.ask(query="What failed with sentence starters for shy speakers?")) == {tested["failed"]}


@pytest.mark.parametrize(
    "told", [{"prediction_met": "not"}, {"decision": "abandon"}, {"direction": "worse"}], ids=str
)
def test_a_test_fails_in_each_of_these_ways(desk, session, town, told):
    idea = make_idea(session, team=town.far, driver_id=town.driver.id, title="Sentence starters")
    make_cycle(session, idea=idea, team=town.far, student_count=40, **told)
    answer = desk.ask(only=Only.FAILED)
    assert [item["change_idea"]["id"] for item in answer["suggestions"] + answer["nearest"]] == [idea.id]


@pytest.mark.parametrize(("only", "shown"), [(None, "The newer one."), (Only.FAILED, "The one that failed.")])
def test_whoever_asks_for_failures_is_told_of_the_test_that_failed(desk, session, town, only, shown):
    idea = make_idea(
        session, team=town.far, driver_id=town.driver.id, title="Sentence starters for shy speakers"
    )
    told = {"idea": idea, "team": town.far, "student_count": 40}
    make_cycle(
        session, **told, closed_on=date(2026, 9, 1), result="The one that failed.", prediction_met="not"
    )
    make_cycle(session, **told, closed_on=date(2026, 10, 1), result="The newer one.", prediction_met="met")
    answer = desk.ask(query="sentence starters for shy speakers", only=only)
    assert answer["suggestions"][0]["latest_cycle"]["found"] == shown
    assert ("last test of each that failed" in answer["message"]) is (only is not None)


@pytest.mark.parametrize(("query", "is_told"), [("Jayden Miller won't speak", True), ("shy speakers", False)])
def test_somebody_who_writes_a_name_is_told_that_it_was_left_out(desk, query, is_told):
    assert ("left out" in desk.ask(query=query)["message"]) is is_told


def test_where_nothing_failed_it_says_so(desk, session, town):
    idea = make_idea(session, team=town.far, driver_id=town.driver.id, title="Sentence starters")
    make_cycle(session, idea=idea, team=town.far)
    answer = desk.ask(only=Only.FAILED)
    assert answer["suggestions"] == []
    assert "no test of this that failed" in answer["message"]


@pytest.mark.parametrize(("students", "is_told"), [(4, False), (40, True)])
def test_whether_few_students_met_a_prediction_is_not_told_by_a_filter(
    desk, session, town, students, is_told
):
    idea = make_idea(session, team=town.far, driver_id=town.driver.id, title="Sentence starters for speakers")
    make_cycle(session, idea=idea, team=town.far, student_count=students, prediction_met="not")
    assert ids(desk.ask(only=Only.FAILED)) == ({idea.id} if is_told else set())


def test_a_follow_up_of_somebody_elses_answer_is_refused(desk, tested):
    first = desk.stored("teacher")
    with pytest.raises(Invalid, match="no such answer of yours"):
        desk.ask("neighbour", query="more", follow_up_of=first.id)


def test_a_question_without_words_is_asked_for_them(desk):
    with pytest.raises(Invalid) as raised:
        desk.ask(query="")
    assert raised.value.problems[0].pointer == "/query"


def test_a_follow_up_of_a_follow_up_keeps_all_of_it(desk, tested):
    first = desk.stored()
    second = desk.stored(query="any that failed?", follow_up_of=first.id)
    assert second.follow_up_of_id == first.id
    third = desk.answer(query="what about high school?", follow_up_of=second.id)
    assert third.query == first.query
    assert third.asked["only"] == Only.FAILED
    assert third.asked["context"]["school_level"] == "high"


def test_the_answer_to_words_that_change_nothing_says_so(desk):
    desk.idea()
    first = desk.stored()
    assert "changed nothing" in desk.ask(query="tell me more", follow_up_of=first.id)["message"]
    assert "changed nothing" not in desk.ask()["message"]


def test_a_remark_is_on_the_words_that_were_said_last(desk):
    desk.idea()
    first = desk.stored()
    told = desk.ask(query="any that worked?", follow_up_of=first.id)["message"]
    assert "only what worked" in told
    assert "changed nothing" not in told
