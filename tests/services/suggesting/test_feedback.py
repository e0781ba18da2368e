"""What the asker thought of a suggestion is kept once, and without private data."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nic_hub.domain.vocabulary import Verdict
from nic_hub.errors import Invalid, NotFound
from nic_hub.models import Feedback, Suggestion
from nic_hub.services.suggesting.feedback import get_suggestion, give_feedback
from tests.services.asking import Desk, ids


def say(desk: Desk, row: Suggestion, idea: str, verdict: Verdict = Verdict.USEFUL, note: str | None = None):
    given = give_feedback(
        desk.session, desk.town.who("teacher"), row, change_idea=idea, verdict=verdict, note=note
    )
    desk.session.flush()
    return given


def test_a_verdict_is_kept_with_who_and_for_which_team(desk: Desk):
    idea = desk.idea()
    row = desk.stored()
    given = say(desk, row, idea.key, Verdict.NO_TOOL, "No card attached")
    assert (given.suggestion_id, given.change_idea_id) == (row.id, idea.id)
    assert (given.member_id, given.team_id) == (desk.town.people["teacher"].id, desk.town.team.id)
    assert (given.verdict, given.note) == (Verdict.NO_TOOL, "No card attached")


def test_a_second_word_replaces_the_first(desk: Desk):
    idea = desk.idea()
    row = desk.stored()
    say(desk, row, idea.id, Verdict.ALREADY_TRIED, "In spring")
    say(desk, row, idea.id, Verdict.USEFUL)
    (kept,) = desk.session.scalars(select(Feedback)).all()
    assert (kept.verdict, kept.note) == (Verdict.USEFUL, None)


def test_a_second_word_brings_the_idea_back(desk: Desk):
    idea = desk.idea()
    row = desk.stored()
    say(desk, row, idea.id, Verdict.ALREADY_TRIED)
    assert desk.ask()["suggestions"] == []
    say(desk, row, idea.id, Verdict.USEFUL)
    assert ids(desk.ask()["suggestions"]) == [idea.id]


def test_each_idea_of_an_answer_has_its_own_verdict(desk: Desk):
    first, second = desk.idea(), desk.idea()
    row = desk.stored()
    say(desk, row, first.id, Verdict.USEFUL)
    say(desk, row, second.id, Verdict.NOT_TESTED)
    kept = {given.change_idea_id: given.verdict for given in desk.session.scalars(select(Feedback))}
    assert kept == {first.id: Verdict.USEFUL, second.id: Verdict.NOT_TESTED}


def test_each_answer_has_its_own_verdict_on_an_idea(desk: Desk):
    idea = desk.idea()
    rows = [desk.stored(), desk.stored()]
    given = {say(desk, row, idea.id).suggestion_id for row in rows}
    assert given == {row.id for row in rows}


def test_a_note_is_stored_without_private_data(desk: Desk):
    idea = desk.idea()
    given = say(desk, desk.stored(), idea.id, note="Write to amy@school.example")
    assert given.note == "Write to [e-mail address removed]"


def test_what_was_not_suggested_gets_no_verdict(desk: Desk):
    desk.idea()
    row = desk.stored()
    later = desk.idea()
    with pytest.raises(Invalid) as refused:
        say(desk, row, later.id)
    assert [problem.pointer for problem in refused.value.problems] == ["/change_idea"]


def test_what_does_not_exist_gets_no_verdict(desk: Desk):
    desk.idea()
    with pytest.raises(Invalid):
        say(desk, desk.stored(), "nowhere")


def test_an_answer_that_nobody_got_is_not_found(desk: Desk):
    with pytest.raises(NotFound):
        get_suggestion(desk.session, desk.town.who("teacher"), "0" * 32)


def test_an_answer_next_door_is_not_found(desk: Desk):
    row = desk.stored()
    with pytest.raises(NotFound):
        get_suggestion(desk.session, desk.town.who("outsider"), row.id)
