"""Questions for a part of what is known (failures, who tests now, a tool), by a name, and several at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nic_hub.domain.vocabulary import CycleStatus, Only
from nic_hub.models import ChangeIdea, ChangeIdeaTool
from tests.factories import make_cycle, make_term, make_tool
from tests.services.asking import QUERY, Desk, ids

READS = "Three reads of a word problem"
BELL = "Ring the bell"


def failed(desk: Desk, idea: ChangeIdea) -> ChangeIdea:
    make_cycle(desk.session, idea=idea, team=desk.town.far, decision="abandon", student_count=40)
    return idea


def told(desk: Desk, query: str) -> str:
    message: str = desk.ask(query=query)["message"]
    return message


# Failures.


@pytest.mark.parametrize("query", ["who dropped the bell", "did the bell fail anywhere?"])
def test_who_asks_whether_something_failed_is_shown_the_test_that_did(desk: Desk, query: str):
    idea = failed(desk, desk.idea(title=BELL))
    answer = desk.answer(query=query)
    assert ids(answer.shown["suggestions"]) == [idea.id]
    assert "last test of each that failed" in answer.shown["message"]
    assert (answer.asked["only"], answer.query.strip("?").removeprefix("the ")) == (Only.FAILED, "bell")


def test_an_idea_that_was_asked_for_by_name_and_never_failed_is_said_to_be_so(desk: Desk):
    idea, _ = desk.idea(title=BELL), failed(desk, desk.idea(title="Rings and bells of all kinds"))
    shown = desk.ask(query="did ring the bell fail anywhere")
    assert shown["message"].startswith(f"I know of no test of “{BELL}” that failed")
    assert ids(shown["nearest"])[0] == idea.id
    assert shown["nearest"][0]["why_not_the_same"] == "I know of no test of it that failed."


def test_what_is_surely_meant_by_other_words_and_never_failed_is_said_to_be_so(desk: Desk):
    desk.idea(title=BELL, description="Kids hear because.")
    assert told(desk, "any failures with kids hear because").startswith(f"I know of no test of “{BELL}” that")


def test_that_words_are_kept_apart_is_told_beside_failures_too(desk: Desk):
    make_term(
        desk.session,
        network=desk.town.network,
        local_term="exit tickets",
        shared_term="exit slips",
        relation="not-same",
    )
    assert "keeps exit slips apart from exit tickets" in told(desk, "did exit tickets fail anywhere")


# Who is testing now.


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(CycleStatus.RUNNING, f"Under way now: “{BELL}”."), (None, "I know of nobody who is testing this now.")],
)
def test_who_asks_who_is_testing_now_is_told(desk: Desk, status: CycleStatus | None, sentence: str):
    idea = desk.idea(title=BELL)
    if status:
        make_cycle(desk.session, idea=idea, team=desk.town.far, status=status, started_on=date(2026, 9, 21))
    assert told(desk, "who is testing ring the bell now").startswith(sentence)


# Something to use.


@pytest.mark.parametrize(("has_tool", "sentence"), [(True, "comes with “Bell card”."), (False, "No tool is")])
def test_who_asks_for_something_to_use_is_told_what_there_is(desk: Desk, has_tool: bool, sentence: str):
    idea = desk.idea()
    if has_tool:
        tool = make_tool(desk.session, team=desk.town.far, title="Bell card")
        network_id = idea.network_id
        desk.session.add(ChangeIdeaTool(network_id=network_id, change_idea_id=idea.id, tool_id=tool.id))
    assert sentence in told(desk, f"got a handout for {QUERY}?")


# By name.


def named_and_others(desk: Desk) -> tuple[ChangeIdea, ChangeIdea]:
    named = desk.idea(title=READS, description="Each with a purpose.", tested=0)
    return named, desk.idea(title="Three reads for anyone with a word problem", description="")


@pytest.mark.parametrize("query", ["three reads results?", "three reads?? how did it go in grade 5"])
def test_an_idea_whose_results_are_asked_for_is_told_first(desk: Desk, query: str):
    named, _ = named_and_others(desk)
    shown = desk.ask(query=query)
    assert shown["message"].startswith(f"“{READS}” was presented, but no result is recorded.")
    assert ids(shown["nearest"])[0] == named.id


def test_what_else_was_asked_is_still_answered(desk: Desk):
    _, other = named_and_others(desk)
    assert ids(desk.ask(query="three reads, anyone with a word problem?")["suggestions"]) == [other.id]


# Kept apart.


@pytest.mark.parametrize(
    ("query", "is_told"), [("penguins and exit tickets", True), ("ring the bell with exit tickets", False)]
)
def test_what_is_kept_apart_is_told_where_nothing_sure_was_found(desk: Desk, query: str, is_told: bool):
    desk.idea(title=f"{BELL} with exit tickets")
    make_term(
        desk.session,
        network=desk.town.network,
        local_term="exit tickets",
        shared_term="exit slips",
        relation="not-same",
    )
    assert ("keeps exit slips apart from exit tickets" in told(desk, query)) is is_told


# Several questions.


def test_the_question_that_is_answered_best_is_answered_and_the_other_named(desk: Desk):
    idea = desk.idea(title=BELL)
    answer = desk.answer(query="my penguins moult in winter; and anyone ring the bell")
    assert ids(answer.shown["suggestions"]) == [idea.id]
    assert answer.shown["message"].startswith("You asked 2 things. I answer “anyone ring the bell”.")
    assert "I found no test of “my penguins moult in winter”." in answer.shown["message"]


def test_a_follow_up_goes_on_from_the_question_that_was_answered(desk: Desk):
    desk.idea(title=BELL)
    first = desk.stored(query="my penguins moult in winter; and anyone ring the bell")
    assert first.query == "anyone ring the bell"
    followed = desk.answer(query="what about middle school?", follow_up_of=first.id)
    assert followed.query == first.query
    assert "You asked" not in followed.shown["message"]


def test_where_neither_is_answered_the_whole_is(desk: Desk):
    query = "my penguins moult in winter; and how do polar bears fish"
    answer = desk.answer(query=query)
    assert answer.query == query
    assert "You asked" not in answer.shown["message"]


def test_a_message_with_a_name_in_it_is_not_taken_apart(desk: Desk):
    desk.idea(title=BELL)
    shown: dict[str, Any] = desk.ask(query="Jayden Miller moults in winter; and anyone ring the bell")
    assert "You asked" not in shown["message"]
    assert "Jayden" not in shown["message"]
