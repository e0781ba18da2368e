"""What another process changes counts in the very next suggestion, even when it is changed by plain SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from nic_hub.database import Database
from nic_hub.domain.vocabulary import PredictionMet, Verdict
from nic_hub.models import ChangeIdea, ChangeIdeaTool
from nic_hub.models.search import FACT_TABLES
from nic_hub.search.fact_index import FactIndex
from nic_hub.search.fact_reading import SOURCES, read_facts
from nic_hub.search.facts import Facts
from nic_hub.services.suggesting.feedback import give_feedback
from nic_hub.settings import Settings
from tests.factories import make_adoption, make_cycle, make_measure, make_storyboard, make_tool
from tests.services.asking import Desk, ids

Change = Callable[..., None]


@pytest.fixture
def elsewhere(settings: Settings, desk: Desk) -> Iterator[Change]:
    """Return what runs plain SQL in another process's connection, and commits."""
    other = Database.open(settings)

    def change(statement: str, **values: Any) -> None:
        desk.session.commit()
        with other.writing() as session:
            session.execute(text(statement), values)

    yield change
    other.dispose()


def asked(desk: Desk, idea: ChangeIdea, **wishes: Any) -> dict[str, Any]:
    """Ask, and return how the idea is suggested."""
    (found,) = [item for item in desk.ask(**wishes)["suggestions"] if item["change_idea"]["id"] == idea.id]
    return found


GONE = {
    "archived": "UPDATE change_idea SET archived_at = updated_at",
    "withdrawn": "UPDATE change_idea SET withdrawn_at = updated_at",
    "hidden": "UPDATE change_idea SET hidden_at = updated_at",
    "a draft again": "UPDATE change_idea SET published_at = NULL",
    "narrowed to its team": "UPDATE change_idea SET visibility = 'team'",
    "narrowed to its district": "UPDATE change_idea SET visibility = 'district'",
    "its driver retired": "UPDATE driver SET status = 'retired'",
}


@pytest.mark.parametrize("statement", GONE.values(), ids=GONE.keys())
def test_what_may_not_be_suggested_any_more_is_gone_at_once(desk: Desk, elsewhere: Change, statement: str):
    idea = desk.idea()
    assert ids(desk.ask()["suggestions"]) == [idea.id]
    elsewhere(statement)
    shown = desk.ask()
    assert [*shown["suggestions"], *shown["nearest"]] == []


def test_what_may_be_suggested_again_is_back_at_once(desk: Desk, elsewhere: Change):
    idea = desk.idea(visibility="team")
    assert desk.ask()["suggestions"] == []
    elsewhere("UPDATE change_idea SET visibility = 'network'")
    # The document is what search reads; the hub itself changes both in one transaction.
    elsewhere("UPDATE search_document SET visibility = 'network'")
    assert ids(desk.ask()["suggestions"]) == [idea.id]


def test_a_new_cycle_counts_at_once(desk: Desk):
    idea = desk.idea()
    before = asked(desk, idea)["evidence"]
    make_cycle(desk.session, idea=idea, team=desk.town.neighbours)
    after = asked(desk, idea)["evidence"]
    assert (before["cycles"], before["strength"]) == (1, 2)
    assert (after["cycles"], after["strength"]) == (2, 4)


UNCOUNTED = {
    "deleted": "DELETE FROM pdsa_cycle",
    "withdrawn": "UPDATE pdsa_cycle SET withdrawn_at = updated_at",
    "archived": "UPDATE pdsa_cycle SET archived_at = updated_at",
    "hidden": "UPDATE pdsa_cycle SET hidden_at = updated_at",
    "narrowed": "UPDATE pdsa_cycle SET visibility = 'team'",
}


@pytest.mark.parametrize("statement", UNCOUNTED.values(), ids=UNCOUNTED.keys())
def test_a_cycle_that_is_gone_does_not_count_at_once(desk: Desk, elsewhere: Change, statement: str):
    idea = desk.idea()
    assert asked(desk, idea)["evidence"]["cycles"] == 1
    elsewhere(statement)
    found = asked(desk, idea, include_untested=True)
    assert found["evidence"]["cycles"] == 0
    assert found["latest_test"] is None


def test_a_decision_that_is_corrected_counts_at_once(desk: Desk, elsewhere: Change):
    idea = desk.idea()
    assert asked(desk, idea)["evidence"]["decisions"]["adapt"] == 1
    elsewhere("UPDATE pdsa_cycle SET decision = 'adopt'")
    found = asked(desk, idea)["evidence"]["decisions"]
    assert (found["adopt"], found["adapt"]) == (1, 0)


def test_a_higher_limit_of_small_cells_hides_at_once(desk: Desk, elsewhere: Change):
    idea = desk.idea(tested=0)
    make_cycle(
        desk.session,
        idea=idea,
        team=desk.town.far,
        student_count=12,
        prediction_met=PredictionMet.MET,
    )
    assert asked(desk, idea)["evidence"]["predictions"]["met"] == 1
    elsewhere("UPDATE network SET min_n = 20")
    found = asked(desk, idea)
    assert found["evidence"]["predictions"]["met"] == 0
    assert "Four questions" not in found["latest_test"]


def test_a_measure_that_is_narrowed_does_not_count_at_once(desk: Desk, elsewhere: Change):
    idea = desk.idea(tested=0)
    measure = make_measure(desk.session, team=desk.town.far)
    make_cycle(desk.session, idea=idea, team=desk.town.far, measure_id=measure.id)
    assert "no measure recorded" not in asked(desk, idea)["evidence"]["missing"]
    elsewhere("UPDATE measure SET visibility = 'team'")
    assert "no measure recorded" in asked(desk, idea)["evidence"]["missing"]


def test_a_team_that_moves_counts_for_its_new_district_at_once(desk: Desk, elsewhere: Change):
    idea = desk.idea()
    elsewhere(
        "UPDATE team SET district_id = :here WHERE id = :team", here=desk.town.here.id, team=idea.team_id
    )
    assert asked(desk, idea)["team"]["district"]["id"] == desk.town.here.id


def test_a_tool_that_is_withdrawn_is_not_shown_at_once(desk: Desk, elsewhere: Change):
    idea = desk.idea()
    tool = make_tool(desk.session, team=desk.town.far)
    link = {"network_id": idea.network_id, "change_idea_id": idea.id, "tool_id": tool.id}
    desk.session.add(ChangeIdeaTool(**link))
    assert [one["id"] for one in asked(desk, idea)["tools"]] == [tool.id]
    elsewhere("UPDATE tool SET withdrawn_at = updated_at")
    assert asked(desk, idea)["tools"] == []


def test_an_adaptation_that_gave_up_the_core_stops_counting_at_once(desk: Desk, elsewhere: Change):
    idea = desk.idea()
    child = desk.idea(parent_id=idea.id, title="Something else", team=desk.town.neighbours)
    assert asked(desk, idea)["evidence"]["cycles"] == 2
    elsewhere("UPDATE change_idea SET keeps_core = 'no' WHERE id = :child", child=child.id)
    assert asked(desk, idea)["evidence"]["cycles"] == 1


def test_what_the_team_rejected_is_not_suggested_again_at_once(desk: Desk):
    idea = desk.idea()
    row = desk.stored()
    verdict = {"change_idea": idea.id, "verdict": Verdict.ALREADY_TRIED, "note": None}
    give_feedback(desk.session, desk.town.who("teacher"), row, **verdict)
    assert desk.ask()["suggestions"] == []


def test_who_has_left_a_team_sees_at_once_what_others_see(desk: Desk, elsewhere: Change):
    idea = desk.idea(team=desk.town.team, visibility="team")
    assert ids(desk.ask()["your_history"]) == [idea.id]
    elsewhere("UPDATE membership SET ended_on = started_on")
    assert desk.ask()["your_history"] == []


def test_what_was_rolled_back_never_counts(desk: Desk, settings: Settings):
    idea = desk.idea()
    asked(desk, idea)
    desk.session.commit()
    other = Database.open(settings)
    with pytest.raises(RuntimeError, match="no"), other.writing() as session:
        session.execute(text("UPDATE pdsa_cycle SET decision = 'adopt'"))
        raise RuntimeError("no")
    other.dispose()
    assert asked(desk, idea)["evidence"]["decisions"]["adopt"] == 0


# The facts behind it.


def told(facts: Facts) -> dict[str, Any]:
    """Return all facts, whatever the order in which they came."""
    return {
        source.name: (
            getattr(facts, source.name).rows,
            {
                column: {value: set(rows) for value, rows in group.items() if rows}
                for column, group in getattr(facts, source.name).groups.items()
            },
        )
        for source in SOURCES.values()
    }


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A desk with a record of every table that is followed."""
    idea = desk.idea(parent_id=desk.idea().id)
    make_adoption(desk.session, team=desk.town.team, change_idea_id=idea.id)
    make_storyboard(desk.session, team=desk.town.far)
    make_tool(desk.session, team=desk.town.far)
    make_measure(desk.session, team=desk.town.far)
    desk.settle()
    return desk


def test_every_table_whose_facts_are_read_is_followed():
    assert set(SOURCES) == set(FACT_TABLES)


def test_nothing_is_read_again_when_nothing_changed(full: Desk):
    index = FactIndex()
    first = index.catch_up(full.session)
    assert index.catch_up(full.session) is first


CHANGES = {
    "network": "UPDATE network SET min_n = 12",
    "district": "UPDATE district SET name = 'Elsewhere'",
    "team": "UPDATE team SET status = 'closed', context = '{\"minutes\": 5}'",
    "driver": "UPDATE driver SET parent_id = NULL",
    "idea": "UPDATE change_idea SET parent_id = NULL, reported_outcome = 'Better'",
    "cycle": "UPDATE pdsa_cycle SET student_count = 3, surprises = 'Rain'",
    "no cycle": "DELETE FROM pdsa_cycle",
    "measure": "UPDATE measure SET hidden_at = updated_at",
    "tool": "UPDATE tool SET body = NULL",
    "adoption": "UPDATE adoption SET state = 'dropped'",
    "no adoption": "DELETE FROM adoption",
    "storyboard": "UPDATE storyboard SET published_at = NULL",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_facts_that_were_followed_are_as_if_read_anew(full: Desk, elsewhere: Change, statement: str):
    index = FactIndex()
    before = told(index.catch_up(full.session))
    elsewhere(statement)
    after = told(index.catch_up(full.session))
    assert after == told(read_facts(full.session))
    assert after != before
