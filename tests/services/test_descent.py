"""Nothing comes from itself, whichever column says what it comes from."""

import pytest
from sqlalchemy import update

from nic_hub.domain.lineage.lineage import LINEAGES
from nic_hub.domain.pdsa.pdsa import Action
from nic_hub.domain.vocabulary import CycleStatus
from nic_hub.errors import Invalid
from nic_hub.models import Aim, ChangeIdea
from nic_hub.services.cycles import take_step
from nic_hub.services.descent import read_ancestors
from nic_hub.services.ideas import change_idea
from nic_hub.services.records import change_record
from tests.factories import make_adoption, make_aim, make_cycle, make_idea, make_team
from tests.services.conftest import TODAY

#: Columns that no plain change sets: a driver's parent has a rule of its own, and the others their own calls.
SET_ELSEWHERE = {("driver", "parent_id"), ("driver", "merged_into_id"), ("tool_version", "parent_id")}


def two_aims(session, town):
    return town.who("coach"), [make_aim(session, network=town.network) for _ in range(2)]


def two_teams(session, town):
    return town.who("admin"), [make_team(session, network=town.network) for _ in range(2)]


def two_ideas(session, town):
    return town.who("teacher"), [make_idea(session, team=town.team) for _ in range(2)]


def two_cycles(session, town):
    idea = make_idea(session, team=town.team)
    planned = {"idea": idea, "team": town.team, "status": CycleStatus.PLANNED}
    return town.who("teacher"), [make_cycle(session, **planned) for _ in range(2)]


MAKERS = {
    ("aim", "previous_id"): two_aims,
    ("team", "successor_id"): two_teams,
    ("change_idea", "parent_id"): two_ideas,
    ("pdsa_cycle", "previous_cycle_id"): two_cycles,
}


def test_every_column_that_says_what_a_record_comes_from_is_tried_here():
    assert set(MAKERS) | SET_ELSEWHERE == set(LINEAGES)


@pytest.mark.parametrize("lineage", MAKERS, ids=".".join)
def test_no_record_comes_from_itself_or_from_what_came_from_it(session, town, lineage):
    _, column = lineage
    principal, (first, second) = MAKERS[lineage](session, town)
    session.flush()
    change_record(session, principal, second, {column: first.id}, expected_version=second.version)
    session.flush()
    for wrong in (first.id, second.id):
        with pytest.raises(Invalid) as refused:
            change_record(session, principal, first, {column: wrong}, expected_version=first.version)
        assert [problem.pointer for problem in refused.value.problems] == [f"/{column}"]


def test_a_cycle_does_not_start_as_the_one_that_follows_itself(session, town):
    principal, (cycle, _) = two_cycles(session, town)
    session.flush()
    values = {"previous_cycle_id": cycle.id}
    with pytest.raises(Invalid):
        take_step(session, principal, cycle, Action.START, values, expected_version=1, today=TODAY)


def test_an_idea_does_not_come_from_what_was_made_of_it_even_where_only_an_adoption_says_so(session, town):
    source = make_idea(session, team=town.team)
    child = make_idea(session, team=town.team, parent_id=source.id)
    made = make_idea(session, team=town.far)
    make_adoption(session, team=town.far, change_idea_id=child.id, resulting_idea_id=made.id)
    session.flush()
    with pytest.raises(Invalid, match="was made of this idea"):
        change_idea(session, town.who("teacher"), source, {"parent_id": made.id}, expected_version=1)


def test_an_idea_may_come_from_what_was_made_of_another_one(session, town):
    source, other = (make_idea(session, team=town.team) for _ in range(2))
    made = make_idea(session, team=town.far)
    make_adoption(session, team=town.far, change_idea_id=source.id, resulting_idea_id=made.id)
    session.flush()
    change_idea(session, town.who("teacher"), other, {"parent_id": made.id}, expected_version=1)
    assert other.parent_id == made.id


def test_ancestors_are_read_in_one_statement_and_end_on_damaged_data(session, town, count_queries):
    _, (first, second) = two_ideas(session, town)
    third = make_idea(session, team=town.team, parent_id=second.id)
    second.parent_id = first.id
    session.flush()
    session.execute(update(ChangeIdea).where(ChangeIdea.id == first.id).values(parent_id=third.id))
    with count_queries() as statements:
        found = read_ancestors(session, ChangeIdea, "parent_id", third.id)
    assert found == {first.id: third.id, second.id: first.id, third.id: second.id}
    assert len(statements) == 1


def test_a_record_without_a_parent_has_no_ancestors(session, town):
    aim = make_aim(session, network=town.network)
    session.flush()
    assert read_ancestors(session, Aim, "previous_id", aim.id) == {aim.id: None}
