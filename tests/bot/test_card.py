"""One idea of an answer: whose test is told, what was left out of it, and what is known without one."""

import pytest

from bot.blocks.card import show_card
from bot.blocks.digest import show_digest
from tests.bot.examples import DIGEST, SUGGESTION

CYCLE = SUGGESTION["latest_cycle"]
OTHERS = {"id": "0" * 32, "key": "f3", "name": "School F3 team"}
FEW = {"numbers_kept_in_team": True, "predicted": None, "found": None, "prediction_met": None}
BY_OTHERS = [{"code": "tested_by_others", "text": "tested in an adapted form by School B1 team"}]


def lines(**changes):
    """The lines of a card; ``cycle`` changes the latest test, ``evidence`` the figures."""
    cycle, evidence = changes.pop("cycle", {}), changes.pop("evidence", {})
    told = {"latest_cycle": CYCLE | cycle, "evidence": SUGGESTION["evidence"] | evidence, **changes}
    return show_card(SUGGESTION | told, 0)["text"]["text"].splitlines()


def beginning(found, *words):
    return [line for line in found if line.startswith(tuple(f"*{word}:*" for word in words))]


def test_a_test_of_another_team_than_the_ideas_names_that_team():
    assert "*Tested by:* School F3 team" in lines(cycle={"team": OTHERS})


def test_a_test_of_the_ideas_own_team_names_it_once():
    assert beginning(lines(), "Tested by") == []


@pytest.mark.parametrize(
    ("decision", "reason", "told"),
    [
        ("abandon", "Two upset children.", ["*Decided:* they gave it up: Two upset children."]),
        ("abandon", None, ["*Decided:* they gave it up"]),
        (None, None, []),
    ],
)
def test_why_it_was_decided_so_stands_beside_the_decision(decision, reason, told):
    assert beginning(lines(cycle={"decision": decision, "reason": reason}), "Decided") == told


@pytest.mark.parametrize(
    ("direction", "told"),
    [
        ("improved", "it improved"),
        ("mixed", "results were mixed"),
        ("no_change", "nothing changed"),
        ("worse", "it got worse"),
        ("cant_tell", "which way it went can't be told"),
        (None, "which way it went can't be told"),
    ],
)
def test_of_few_students_the_direction_is_told_where_the_result_would_stand(direction, told):
    found = beginning(lines(cycle=FEW | {"direction": direction}), "Found")
    assert found == [f"*Found:* {told}; the numbers stay with the team: so few students"]


def test_where_numbers_were_left_out_the_line_says_so():
    few = FEW | {"learning": "They came back … times.", "reason": "… upset children."}
    assert beginning(lines(cycle=few), "Learned", "Decided") == [
        "*Learned:* They came back … times. (numbers left out)",
        "*Decided:* they changed it: … upset children. (numbers left out)",
    ]


@pytest.mark.parametrize("cycle", [FEW | {"learning": "It was loud."}, {"learning": "Loud … and short."}])
def test_where_none_was_left_out_nothing_is_said_of_it(cycle):
    assert not any("left out" in line for line in lines(cycle=cycle))


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (BY_OTHERS, "in an adapted form by School B1 team; it got worse"),
        ([], "in an adapted form; it got worse"),
    ],
)
def test_an_idea_tested_through_what_was_made_of_it_says_so(reasons, told):
    found = lines(latest_cycle=None, reasons=reasons, evidence={"cycles": 1, "direction": "worse"})
    assert beginning(found, "Tested", "What happened") == [f"*Tested:* {told}"]


def test_to_who_may_not_know_the_team_a_tested_idea_is_not_untested():
    found = lines(latest_cycle=None, team=None, evidence={"direction": "improved"})
    assert beginning(found, "Tested", "What happened") == ["*Tested:* by whom is not told here; it improved"]


def test_what_was_reported_stands_beside_the_tests_of_others():
    idea = SUGGESTION["change_idea"] | {"reported_outcome": "Students liked it."}
    found = lines(latest_cycle=None, change_idea=idea, reasons=BY_OTHERS, evidence={"direction": "improved"})
    assert beginning(found, "Tested", "What happened") == [
        "*What happened:* Students liked it.",
        "*Tested:* in an adapted form by School B1 team; it improved",
    ]


def test_only_what_nobody_tested_has_no_result():
    found = lines(latest_cycle=None, evidence={"cycles": 0})
    assert beginning(found, "Tested", "What happened") == ["*What happened:* no result is recorded"]


def test_a_digest_tells_of_few_students_in_the_same_words():
    result = DIGEST["results"][1] | {"learning": "… of them asked."}
    told = str(show_digest(DIGEST | {"results": [result]}).blocks)
    assert "*Found:* it improved; the numbers stay with the team: so few students" in told
    assert "*Learned:* … of them asked. (numbers left out)" in told
