"""The benchmark's questions fit the seed: keys exist, askers are members, answers may be shown."""

import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIELDS = {"id", "kind", "query", "as", "network", "driver", "relevant", "abstain", "note"}


def read(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


PARTS = {
    part: read(ROOT / "benchmarks" / "questions" / f"{part}.json") for part in ("learn", "tune", "report")
}
QUESTIONS = [question for part in PARTS.values() for question in part]
#: The questions of the first writer; the second and the third wrote the part that is learned from.
DRAWN = PARTS["tune"] + PARTS["report"]
BUNDLES = [read(path) for path in sorted((ROOT / "seed").glob("*.json"))]
NETWORKS = {network["key"]: network for bundle in BUNDLES for network in bundle["networks"]}


def by_key(question: dict, records: str) -> dict[str, dict]:
    return {record["key"]: record for record in NETWORKS[question["network"]][records]}


def asker(question: dict) -> dict:
    return by_key(question, "members")[question["as"]]


def own_teams(question: dict) -> set[str]:
    return {membership["team"] for membership in asker(question).get("teams", [])}


def expected(question: dict) -> list[dict]:
    ideas = by_key(question, "change_ideas")
    return [ideas[key] for key in question["relevant"]]


def is_for_the_network(record: dict) -> bool:
    published = record.get("status", "published") not in {"draft", "archived", "withdrawn"}
    return published and record.get("visibility", "network") == "network"


def was_tested(question: dict, idea: dict) -> bool:
    """Whether the whole network can read a result: a studied cycle, or an outcome that a paper reports."""
    cycles = [cycle for cycle in NETWORKS[question["network"]]["pdsa_cycles"] if is_for_the_network(cycle)]
    studied = {cycle["change_idea"] for cycle in cycles if cycle.get("status") in {"studied", "closed"}}
    return bool(idea.get("reported_outcome")) or idea["key"] in studied


def offenders(rule) -> list[str]:
    """The ids of the questions that break a rule, so that a failure names them all."""
    return [question["id"] for question in QUESTIONS if not rule(question)]


def test_a_question_has_the_fields_of_a_question():
    assert offenders(lambda question: FIELDS <= set(question) <= FIELDS | {"nearest"}) == []
    assert offenders(lambda question: question["query"].strip() and question["note"].strip()) == []
    assert offenders(lambda question: question["id"].rpartition("-")[0] == question["kind"]) == []


def test_a_question_is_abstained_from_exactly_when_nothing_is_relevant():
    assert offenders(lambda question: question["abstain"] == (not question["relevant"])) == []
    assert offenders(lambda question: question["abstain"] == question["kind"].startswith("abstain-")) == []


def test_grades_are_one_and_two():
    assert offenders(lambda question: set(question["relevant"].values()) <= {1, 2}) == []


def test_the_asker_is_a_member_who_has_not_left():
    assert offenders(lambda question: question["as"] in by_key(question, "members")) == []
    assert offenders(lambda question: not asker(question).get("left_on")) == []


def test_every_idea_that_is_named_exists():
    def holds(question: dict) -> bool:
        named = {*question["relevant"], *question.get("nearest", [])}
        return named <= set(by_key(question, "change_ideas"))

    assert offenders(holds) == []


def test_what_is_expected_belongs_to_another_team():
    assert (
        offenders(lambda question: own_teams(question).isdisjoint(i["team"] for i in expected(question)))
        == []
    )


def test_what_is_expected_may_be_seen_and_was_tested():
    assert offenders(lambda question: all(map(is_for_the_network, expected(question)))) == []
    assert offenders(lambda question: all(was_tested(question, idea) for idea in expected(question))) == []


def test_what_is_only_nearest_was_not_tested():
    def holds(question: dict) -> bool:
        ideas = by_key(question, "change_ideas")
        return not any(was_tested(question, ideas[key]) for key in question.get("nearest", []))

    assert offenders(holds) == []


def test_what_is_expected_stands_on_the_driver_that_was_stated():
    def holds(question: dict) -> bool:
        drivers = [{idea["driver"], *(idea.get("other_drivers") or [])} for idea in expected(question)]
        return question["driver"] is None or all(question["driver"] in each for each in drivers)

    assert offenders(holds) == []


def test_a_stated_driver_is_a_secondary_driver_of_the_network():
    def holds(question: dict) -> bool:
        driver = question["driver"]
        return driver is None or by_key(question, "drivers")[driver]["level"] == "secondary"

    assert offenders(holds) == []


def test_no_question_comes_twice():
    ids = Counter(question["id"] for question in QUESTIONS)
    texts = Counter("".join(filter(str.isalnum, question["query"].lower())) for question in QUESTIONS)
    assert [key for key, count in (*ids.items(), *texts.items()) if count > 1] == []


@pytest.mark.parametrize(
    ("questions", "to_answer", "to_abstain"),
    [(DRAWN, 160, 75), (PARTS["report"], 100, 50), (PARTS["learn"], 250, 120)],
)
def test_there_are_enough_questions(questions, to_answer, to_abstain):
    abstained = sum(question["abstain"] for question in questions)
    assert abstained >= to_abstain
    assert len(questions) - abstained >= to_answer


def test_the_parts_are_drawn_by_the_hash_of_the_id_within_each_kind():
    kinds = defaultdict(list)
    for question in DRAWN:
        kinds[question["kind"]].append(question["id"])
    drawn = set()
    for ids in kinds.values():
        ids.sort(key=lambda key: hashlib.sha256(key.encode()).hexdigest())
        drawn.update(ids[: round(0.4 * len(ids))])
    assert {question["id"] for question in PARTS["tune"]} == drawn


def test_the_driver_without_ideas_is_asked_about():
    assert "d7-assessment" not in {idea["driver"] for idea in NETWORKS["core"]["change_ideas"]}
    assert sum(question["driver"] == "d7-assessment" for question in PARTS["report"]) >= 3


def test_every_network_asks():
    assert {question["network"] for question in QUESTIONS} == set(NETWORKS)


def test_every_role_asks():
    roles = {asker(question)["role_group"] for question in QUESTIONS}
    assert roles >= {"teacher", "principal", "district", "coach", "hub", "planner"}


def test_every_district_of_the_first_network_asks():
    asking = {asker(question).get("district") for question in QUESTIONS if question["network"] == "core"}
    assert {district["key"] for district in NETWORKS["core"]["districts"]} <= asking
