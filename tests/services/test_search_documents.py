"""Search documents follow their records in the same transaction."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.vocabulary import CycleStatus, Visibility
from nic_hub.models import ChangeIdea, Driver, PdsaCycle, Record, SearchDocument
from nic_hub.services.search_documents import expected_values, hash_text, refresh_document, written_documents
from tests.factories import (
    NOW,
    make_adoption,
    make_cycle,
    make_help_wanted,
    make_idea,
    make_measure,
    make_problem,
    make_storyboard,
    make_tool,
)
from tests.services.conftest import Town

MAKERS = {
    "change_idea": make_idea,
    "tool": make_tool,
    "problem": make_problem,
    "storyboard": make_storyboard,
    "help_wanted": make_help_wanted,
}


def document_of(session: Session, record: Record) -> SearchDocument:
    """Return the one document of a record, as the database has it."""
    session.flush()
    query = select(SearchDocument).where(SearchDocument.record_id == record.id)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def documents(session: Session) -> list[SearchDocument]:
    session.flush()
    return list(session.scalars(select(SearchDocument)))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_new_record_has_a_document(town: Town, kind: str):
    record = MAKERS[kind](town.session, team=town.team)
    document = document_of(town.session, record)
    assert (document.kind, document.team_id) == (kind, town.team.id)
    assert (document.network_id, document.district_id) == (town.network.id, town.here.id)


def test_a_cycle_carries_its_ideas_id_and_driver(town: Town):
    idea = make_idea(town.session, team=town.far, driver_id=town.driver.id)
    document = document_of(town.session, make_cycle(town.session, idea=idea, team=town.team))
    assert (document.kind, document.idea_id) == ("pdsa_cycle", idea.id)
    assert (document.driver_id, document.team_id) == (town.driver.id, town.team.id)


def test_an_idea_is_its_own_idea(town: Town):
    idea = make_idea(town.session, team=town.team)
    assert document_of(town.session, idea).idea_id == idea.id


def test_a_tool_belongs_to_no_idea(town: Town):
    assert document_of(town.session, make_tool(town.session, team=town.team)).idea_id is None


@pytest.mark.parametrize("make", [make_measure, make_adoption])
def test_what_is_not_searched_has_no_document(town: Town, make: Any):
    make(town.session, team=town.team)
    assert documents(town.session) == []


def test_an_idea_and_its_cycle_may_be_written_in_one_go(town: Town):
    told = {"network_id": town.network.id, "team_id": town.team.id}
    idea = ChangeIdea(title="Cards", description="On desks", driver_id=town.driver.id, **told)
    cycle = PdsaCycle(change_idea_id=idea.id, question="Do they ask?", **told)
    town.session.add_all([cycle, idea])
    document = document_of(town.session, cycle)
    assert (document.idea_id, document.driver_id) == (idea.id, town.driver.id)


def test_changing_a_text_changes_the_document_and_its_hash(town: Town):
    idea = make_idea(town.session, team=town.team)
    before = document_of(town.session, idea).text_hash
    idea.description = "Cards with pictures."
    document = document_of(town.session, idea)
    assert document.text.endswith("Cards with pictures.")
    assert document.text_hash == hash_text(document.text) != before


def test_a_change_of_what_is_not_searched_keeps_the_hash(town: Town):
    idea = make_idea(town.session, team=town.team)
    before = document_of(town.session, idea).text_hash
    idea.visibility = Visibility.DISTRICT
    assert document_of(town.session, idea).text_hash == before


STATES = [
    ("published_at", None, "is_draft", True),
    ("published_at", NOW, "is_draft", False),
    ("hidden_at", NOW, "is_hidden", True),
    ("archived_at", NOW, "is_archived", True),
    ("withdrawn_at", NOW, "is_withdrawn", True),
    ("visibility", Visibility.TEAM, "visibility", Visibility.TEAM),
]


@pytest.mark.parametrize(("column", "value", "facet", "expected"), STATES)
def test_the_facets_follow_the_record(town: Town, column: str, value: Any, facet: str, expected: Any):
    idea = make_idea(town.session, team=town.team, published=column != "published_at" or value is None)
    setattr(idea, column, value)
    assert getattr(document_of(town.session, idea), facet) == expected


def test_a_facet_goes_back_when_the_record_does(town: Town):
    idea = make_idea(town.session, team=town.team, archived_at=NOW)
    idea.archived_at = None
    assert not document_of(town.session, idea).is_archived


@pytest.mark.parametrize(
    ("status", "tested"),
    [
        (CycleStatus.PLANNED, False),
        (CycleStatus.RUNNING, True),
        (CycleStatus.STUDIED, True),
        (CycleStatus.CLOSED, True),
        (CycleStatus.CANCELLED, False),
    ],
)
def test_a_cycle_that_was_started_counts_as_tested(town: Town, status: CycleStatus, tested: bool):
    idea = make_idea(town.session, team=town.team)
    cycle = make_cycle(town.session, idea=idea, team=town.team, status=status)
    assert document_of(town.session, cycle).tested == tested


def test_a_retagged_idea_takes_its_cycles_with_it(town: Town):
    idea = make_idea(town.session, team=town.team, driver_id=town.driver.id)
    cycle = make_cycle(town.session, idea=idea, team=town.far)
    idea.driver_id = town.other_driver.id
    assert document_of(town.session, idea).driver_id == town.other_driver.id
    assert document_of(town.session, cycle).driver_id == town.other_driver.id


def test_an_idea_is_found_by_the_name_of_its_driver(town: Town):
    idea = make_idea(town.session, team=town.team, driver_id=town.driver.id)
    assert document_of(town.session, idea).text.endswith(f"\n{town.driver.name}")
    idea.driver_id = town.other_driver.id
    assert document_of(town.session, idea).text.endswith(f"\n{town.other_driver.name}")


def test_a_renamed_driver_takes_its_ideas_with_it(town: Town):
    ideas = [make_idea(town.session, team=team, driver_id=town.driver.id) for team in (town.team, town.far)]
    other = make_idea(town.session, team=town.team, driver_id=town.other_driver.id)
    before = {idea.id: document_of(town.session, idea).text_hash for idea in [*ideas, other]}
    town.driver.name = "Courage to ask"
    for idea in ideas:
        document = document_of(town.session, idea)
        assert document.text.endswith("\nCourage to ask")
        assert document.text_hash == hash_text(document.text) != before[idea.id]
        assert document.id in written_documents(town.session)
    assert document_of(town.session, other).text_hash == before[other.id]


def test_a_driver_that_is_told_otherwise_but_called_the_same_changes_no_text(town: Town):
    idea = make_idea(town.session, team=town.team, driver_id=town.driver.id)
    before = document_of(town.session, idea).text_hash
    town.driver.definition, town.driver.position = "Another lever.", 7
    assert document_of(town.session, idea).text_hash == before


def test_an_idea_and_its_driver_may_be_written_in_one_go(town: Town):
    told = {"network_id": town.network.id, "aim_id": town.primary.aim_id, "level": town.primary.level}
    driver = Driver(name="Courage", definition="A lever", **told)
    idea = ChangeIdea(
        title="Cards",
        description="On desks",
        driver_id=driver.id,
        network_id=town.network.id,
        team_id=town.team.id,
    )
    town.session.add_all([idea, driver])
    assert document_of(town.session, idea).text == "Cards\nOn desks\nCourage"


def test_a_draft_that_names_no_driver_is_searched_by_its_own_words(town: Town):
    idea = make_idea(town.session, team=town.team, published=False, driver_id=None, title="Cards")
    assert document_of(town.session, idea).text.startswith("Cards")


def test_a_retagged_storyboard_has_its_new_driver(town: Town):
    board = make_storyboard(town.session, team=town.team, driver_id=town.driver.id)
    board.driver_id = town.other_driver.id
    assert document_of(town.session, board).driver_id == town.other_driver.id


def test_a_team_that_moves_takes_every_record_with_it(town: Town):
    records = [make(town.session, team=town.team) for make in MAKERS.values()]
    records.append(make_cycle(town.session, idea=records[0], team=town.team))
    stays = make_idea(town.session, team=town.neighbours)
    town.team.district_id = town.there.id
    assert {document_of(town.session, record).district_id for record in records} == {town.there.id}
    assert document_of(town.session, stays).district_id == town.here.id


def test_a_raised_limit_takes_findings_out_of_the_text(town: Town):
    idea = make_idea(town.session, team=town.team)
    cycle = make_cycle(town.session, idea=idea, team=town.team, student_count=12, result="Nine rulers.")
    assert "rulers" in document_of(town.session, cycle).text
    town.network.min_n = 15
    assert "rulers" not in document_of(town.session, cycle).text


def test_a_lowered_limit_brings_findings_back(town: Town):
    idea = make_idea(town.session, team=town.team)
    cycle = make_cycle(town.session, idea=idea, team=town.team, student_count=8, result="Nine rulers.")
    town.network.min_n = 5
    assert "rulers" in document_of(town.session, cycle).text


def test_a_smaller_number_of_students_takes_findings_out(town: Town):
    idea = make_idea(town.session, team=town.team)
    cycle = make_cycle(town.session, idea=idea, team=town.team, student_count=20, result="Nine rulers.")
    cycle.student_count = 4
    assert "rulers" not in document_of(town.session, cycle).text


def test_the_title_of_a_test_with_few_students_is_kept_without_their_number(town: Town):
    idea = make_idea(town.session, team=town.team)
    asks = {"question": "Will three students ask?"}
    few, many = (
        make_cycle(town.session, idea=idea, team=town.team, student_count=count, **asks) for count in (3, 30)
    )
    assert document_of(town.session, few).title == "Will … students ask?"
    assert document_of(town.session, many).title == "Will three students ask?"


def test_a_record_has_one_document_however_often_it_changes(town: Town):
    idea = make_idea(town.session, team=town.team)
    for number in range(3):
        idea.title = f"Cards {number}"
        town.session.flush()
    assert [document.title for document in documents(town.session)] == ["Cards 2"]


@pytest.mark.parametrize("column", ["archived_at", "withdrawn_at", "hidden_at"])
def test_a_document_is_never_deleted(town: Town, column: str):
    idea = make_idea(town.session, team=town.team)
    setattr(idea, column, NOW)
    assert len(documents(town.session)) == 1


def test_a_change_that_is_rolled_back_leaves_the_document_as_it_was(town: Town):
    idea = make_idea(town.session, team=town.team, title="Cards")
    town.session.commit()
    idea.title = "Quilts"
    town.session.flush()
    town.session.rollback()
    assert document_of(town.session, idea).title == "Cards"


def test_a_document_that_went_wrong_is_mended(town: Town):
    idea = make_idea(town.session, team=town.team)
    document = document_of(town.session, idea)
    document.text, document.district_id = "wrong", None
    refresh_document(town.session, idea)
    told = expected_values(town.session, idea)
    assert {name: getattr(document, name) for name in told} == told


def test_a_document_that_got_lost_is_made_again(town: Town):
    idea = make_idea(town.session, team=town.team)
    town.session.delete(document_of(town.session, idea))
    town.session.flush()
    refresh_document(town.session, idea)
    assert document_of(town.session, idea).record_id == idea.id


def test_a_hash_is_that_of_the_text():
    assert len(hash_text("a")) == 32
    assert hash_text("a") == hash_text("a") != hash_text("b")
