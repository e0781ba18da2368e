"""The lineage in words: each branch has a number, a place, and what it came from."""

import pytest

from nic_hub.domain.evidence.evidence import Evidence
from nic_hub.domain.lineage.telling import Edge, EdgeKind, Lineage, Node, NodeKind, Place, number_branches
from nic_hub.domain.vocabulary import (
    AdoptionState,
    ChangeOrigin,
    Direction,
    IdeaStatus,
    KeepsCore,
    Publication,
)

WHERE = Place({"id": "t", "name": "Team A"}, {"id": "s", "name": "Oak"}, {"id": "d", "name": "North"})


def node(name, **values):
    told = {"kind": NodeKind.CHANGE_IDEA, "title": f"Idea {name}", "place": WHERE}
    return Node(id=name, **{**told, "publication": Publication.PUBLISHED, **values})


def edges(*pairs, kind=EdgeKind.ADAPTATION):
    return [Edge(*pair, kind) for pair in pairs]


def describe(nodes, came_from=(), *, is_cut=False):
    numbers = number_branches(nodes, came_from)
    lineage = Lineage(
        kind="change_idea",
        id="a",
        title="Idea a",
        nodes=nodes,
        edges=came_from,
        numbers=numbers,
        is_cut=is_cut,
    )
    return lineage.description.splitlines()


@pytest.mark.parametrize(
    ("pairs", "numbers"),
    [
        ([], {"a": "1", "b": "2", "c": "3"}),
        ([("a", "b"), ("a", "c")], {"a": "1", "b": "1.1", "c": "1.2"}),
        ([("a", "b"), ("b", "c")], {"a": "1", "b": "1.1", "c": "1.1.1"}),
        ([("a", "c"), ("b", "c")], {"a": "1", "c": "1.1", "b": "2"}),
        ([("a", "b"), ("b", "a")], {"c": "1", "a": "2", "b": "2.1"}),
    ],
)
def test_a_branch_is_numbered_below_what_it_came_from(pairs, numbers):
    assert number_branches([node(name) for name in "abc"], edges(*pairs)) == numbers


def test_a_branch_is_read_after_its_source_with_all_that_was_recorded():
    changed = {"what_changed": "Shorter.", "why": "Late", "origin": ChangeOrigin.REACTIVE}
    child = node("b", **changed, keeps_core=KeepsCore.NO, status=IdeaStatus.ABANDONED)
    *_, told = describe([node("a"), child], edges(("a", "b")))
    assert told.startswith(
        "1.1 Idea b (Team A, Oak, North); adapted from 1; changed: Shorter; because: Late; "
    )
    assert told.endswith("; a reactive change; core given up; abandoned.")


def test_the_result_has_two_axes_and_its_derivation():
    known = Evidence(strength=3, direction=Direction.NO_CHANGE, cycles=3, schools=1)
    told = describe([node("a", status=IdeaStatus.TESTED, result=known)])[1]
    assert told.endswith("tested; evidence 3 of 5, no change; 3 closed cycles in 1 school.")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (EdgeKind.ADOPTION, "took over 1"),
        (EdgeKind.TEST, "tests 1"),
        (EdgeKind.TOOL_VERSION, "made from 1"),
    ],
)
def test_how_a_branch_came_about_is_said(kind, words):
    child = node("b", kind=NodeKind.ADOPTION, title="Taken over", status=AdoptionState.TRYING)
    assert f"; {words}; trying." in describe([node("a"), child], edges(("a", "b"), kind=kind))[2]


def test_of_what_was_taken_back_only_its_place_is_left():
    gone = node("a", title=None, publication=Publication.WITHDRAWN)
    assert describe([gone])[1] == "1 Taken back by its team (Team A, Oak, North)."


def test_a_draft_says_that_it_is_one():
    draft = node("a", publication=Publication.DRAFT, status=IdeaStatus.PROPOSED)
    assert describe([draft])[1].endswith("; draft; proposed.")


def test_where_the_team_is_not_told_no_name_is():
    assert "(a team)" in describe([node("a", place=Place())])[1]


def test_more_branches_than_are_told_are_owned_up_to():
    assert describe([node("a")], is_cut=True)[-1] == "There are more branches than are shown here."
