"""What is shown of records is checked against what the database says of them as they are read."""

from __future__ import annotations

from typing import Any

import pytest

from nic_hub.domain.visibility import reader_for
from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import ChangeIdea, PdsaCycle, Tool
from nic_hub.services.suggesting.texts import Texts, read_texts
from tests.factories import NOW, make_cycle, make_idea, make_tool
from tests.services.conftest import Town

HIDDEN = {
    "draft": {"published_at": None},
    "hidden": {"hidden_at": NOW},
    "its team's alone": {"visibility": Visibility.TEAM},
    "another district's": {"visibility": Visibility.DISTRICT},
}
not_shown = pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN.keys())
Records = tuple[ChangeIdea, PdsaCycle, Tool]


@pytest.fixture
def records(town: Town) -> Records:
    """An idea of a team far away, with a cycle of it, and a tool."""
    idea = make_idea(town.session, team=town.far, title="Three reads")
    cycle = make_cycle(town.session, idea=idea, team=town.neighbours, what="We read it aloud.")
    return idea, cycle, make_tool(town.session, team=town.far, title="A card")


def read(town: Town, records: Records, who: str = "teacher") -> Texts:
    reader, (ideas, cycles, tools) = reader_for(town.who(who)), ([row.id] for row in records)
    return read_texts(town.session, reader, idea_ids=ideas, cycle_ids=cycles, tool_ids=tools)


def test_what_one_may_read_is_told(town: Town, records: Records):
    idea, cycle, tool = records
    texts = read(town, records)
    assert texts.ideas[idea.id]["title"] == "Three reads"
    assert texts.cycles[cycle.id]["what"] == "We read it aloud."
    assert texts.tools[tool.id]["title"] == "A card"


@pytest.mark.parametrize("place", [0, 1, 2], ids=["idea", "cycle", "tool"])
@not_shown
def test_what_one_may_not_read_is_not_there(town: Town, records: Records, place: int, change: dict[str, Any]):
    for name, value in change.items():
        setattr(records[place], name, value)
    texts = read(town, records, "far_teacher" if place == 1 else "teacher")
    assert records[place].id not in (texts.ideas, texts.cycles, texts.tools)[place]


@not_shown
def test_a_cycle_goes_with_its_idea(town: Town, records: Records, change: dict[str, Any]):
    for name, value in change.items():
        setattr(records[0], name, value)
    assert read(town, records).cycles == {}


def test_a_cycle_of_a_withdrawn_idea_is_left_to_its_team(town: Town, records: Records):
    records[0].withdrawn_at = NOW
    assert read(town, records).cycles == {}
    assert read(town, records, "neighbour").cycles.keys() == {records[1].id}


def test_another_network_reads_nothing(town: Town, records: Records):
    texts = read(town, records, "outsider")
    assert not texts.ideas
    assert not texts.cycles
    assert not texts.tools
