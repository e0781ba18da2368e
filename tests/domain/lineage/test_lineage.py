"""Lineage: chains without loops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.lineage.lineage import (
    find_ancestors,
    find_chain,
    find_loops,
    find_root,
    refuse_loop,
)
from nic_hub.errors import Invalid
from tests.domain.examples import is_accepted

#: three reads -> with pictures -> in Spanish; numberless problems stands alone.
FAMILY = {"three-reads": None, "pictures": "three-reads", "spanish": "pictures", "numberless": None}
NODES = st.sampled_from("abcdef")
#: Any mapping at all, loops included, as damaged data might hold.
DAMAGED = st.dictionaries(NODES, st.none() | NODES)


def test_ancestors_come_nearest_first():
    assert find_ancestors("spanish", FAMILY) == ("pictures", "three-reads")


def test_a_chain_begins_with_the_oldest():
    assert find_chain("spanish", FAMILY) == ("three-reads", "pictures", "spanish")


@pytest.mark.parametrize(
    ("node", "root"), [("spanish", "three-reads"), ("three-reads", "three-reads"), ("unknown", "unknown")]
)
def test_a_lineage_is_named_by_its_oldest(node, root):
    assert find_root(node, FAMILY) == root


@pytest.mark.parametrize("child", ["three-reads", "pictures", "spanish"])
def test_a_parent_that_comes_from_the_child_is_refused(child):
    with pytest.raises(Invalid) as error:
        refuse_loop(child, "spanish", FAMILY)
    assert error.value.problems[0].pointer == "/parent_id"


def test_an_adoption_names_its_own_field():
    with pytest.raises(Invalid) as error:
        refuse_loop("three-reads", "pictures", FAMILY, field="resulting_idea_id")
    assert error.value.problems[0].pointer == "/resulting_idea_id"


@pytest.mark.parametrize("parent", [None, "numberless", "three-reads", "pictures"])
def test_any_other_parent_is_fine(parent):
    assert is_accepted(refuse_loop, "spanish", parent, FAMILY)


@given(st.lists(st.tuples(NODES, st.none() | NODES)))
def test_lineage_built_through_the_rule_never_holds_a_loop(steps):
    parent_of: dict[str, str | None] = {}
    for child, parent in steps:
        try:
            refuse_loop(child, parent, parent_of)
        except Invalid:
            continue
        parent_of[child] = parent
    assert find_loops(parent_of) == frozenset()


@given(DAMAGED, NODES, NODES)
def test_the_rule_refuses_exactly_what_would_close_a_loop(parent_of, child, parent):
    before = {node: above for node, above in parent_of.items() if node not in find_loops(parent_of)}
    closes = child in find_loops(before | {child: parent})
    try:
        refuse_loop(child, parent, before)
    except Invalid:
        assert closes
    else:
        assert not closes


@given(DAMAGED, NODES)
def test_walking_up_ends_even_on_damaged_data(parent_of, node):
    ancestors = find_ancestors(node, parent_of)
    assert len(set(ancestors)) == len(ancestors)
    assert node not in ancestors


def test_nodes_on_a_loop_are_named_and_those_hanging_below_it_are_not():
    assert find_loops({"a": "b", "b": "a", "c": "a", "d": "d", "e": None}) == {"a", "b", "d"}
