"""What a withdrawn idea takes along: the tests made of it, except for the teams that made them."""

from __future__ import annotations

from typing import Any

import pytest

from nic_hub.models import ChangeIdea, PdsaCycle, utc_now
from nic_hub.services.listing import ListQuery, list_records
from nic_hub.services.searching import SearchRequest, search_records
from tests.factories import make_cycle, make_idea
from tests.services.asking import Desk
from tests.services.conftest import Town

#: The cycle's own team is ``far``; the idea is of ``team``.
OTHERS = ("teacher", "neighbour", "coach", "planner", "admin")


@pytest.fixture
def idea(session, town: Town) -> ChangeIdea:
    return make_idea(session, team=town.team, driver_id=town.driver.id, withdrawn_at=utc_now())


@pytest.fixture
def cycle(session, town: Town, idea: ChangeIdea) -> PdsaCycle:
    return make_cycle(session, idea=idea, team=town.far, question="Do marbles help?")


def listed(town: Town, who: str) -> tuple[list[Any], int]:
    page = list_records(town.session, town.who(who), PdsaCycle, ListQuery())
    return page.items, page.total


@pytest.mark.parametrize("who", OTHERS)
def test_others_neither_list_nor_count_the_tests_of_a_withdrawn_idea(town, cycle, who):
    assert listed(town, who) == ([], 0)


def test_a_team_keeps_its_own_test_of_a_withdrawn_idea(town, cycle):
    assert listed(town, "far_teacher") == ([cycle], 1)


@pytest.mark.parametrize(("who", "count"), [("teacher", 0), ("coach", 0), ("far_teacher", 1)])
def test_facts_in_memory_say_the_same(town: Town, idea, cycle, who, count):
    sight = town.sight(who)
    assert len(sight.cycles_of(sight.facts.ideas.rows[idea.id])) == count


@pytest.mark.parametrize(("who", "count"), [("teacher", 0), ("coach", 0), ("far_teacher", 1)])
def test_a_search_finds_the_tests_of_a_withdrawn_idea_for_their_team_alone(
    session, town: Town, desk: Desk, cycle, who, count
):
    desk.settle()
    found = search_records(session, town.who(who), desk.engine, SearchRequest(q="marbles"))
    assert found.total == count
