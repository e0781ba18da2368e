"""Masks say the same as the read rule does on one record at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.visibility import Grant
from nic_hub.search.facets import FACETS, Filter, GrowingFacets

NETWORKS, TEAMS, IDEAS = ["n1", "n2"], ["t1", "t2", None], ["i1", "i2"]
STANDARD = dict.fromkeys(FACETS, False) | {
    "network_id": "n1",
    "kind": "tool",
    "idea_id": None,
    "team_id": "t1",
    "district_id": "d1",
    "driver_id": "r1",
    "visibility": "network",
}


def facets_of(*rows):
    growing = GrowingFacets()
    growing.extend([STANDARD | row for row in rows])
    return growing.at_present()


conditions = st.fixed_dictionaries(
    {},
    optional={
        "network_id": st.sets(st.sampled_from(NETWORKS)),
        "team_id": st.sets(st.sampled_from(["t1", "t2", "t3"])),
        "visibility": st.sets(st.sampled_from(["team", "network"])),
        "is_draft": st.sets(st.booleans()),
        "is_hidden": st.sets(st.booleans()),
    },
)
grants = st.lists(conditions.map(lambda chosen: Grant.of(**chosen)), max_size=3)
rows = st.fixed_dictionaries(
    {
        "network_id": st.sampled_from(NETWORKS),
        "kind": st.sampled_from(["change_idea", "pdsa_cycle"]),
        "idea_id": st.sampled_from(IDEAS),
        "team_id": st.sampled_from(TEAMS),
        "visibility": st.sampled_from(["team", "network"]),
        "is_draft": st.booleans(),
        "is_hidden": st.booleans(),
        "is_withdrawn": st.booleans(),
    }
)


def may_see(row, world, read, own):
    """Say the rule in plain words for one record."""
    if row["is_withdrawn"]:
        return False
    if any(grant.holds(row) for grant in own):
        return True
    ideas = [
        other
        for other in world
        if other["kind"] == "change_idea" and other["idea_id"] == row["idea_id"] and not other["is_withdrawn"]
    ]
    return any(grant.holds(row) for grant in read) and any(
        any(grant.holds(idea) for grant in read) for idea in ideas
    )


@given(st.lists(rows, min_size=1, max_size=10), grants, grants)
def test_a_mask_holds_what_the_grants_hold(world, read, own):
    visible = facets_of(*world).visible(read, own)
    assert visible.tolist() == [may_see(STANDARD | row, world, read, own) for row in world]


def test_what_has_no_idea_hangs_on_nothing():
    facets = facets_of({"kind": "tool"}, {"kind": "pdsa_cycle", "idea_id": "i1"})
    assert facets.visible([Grant.of(network_id=["n1"])]).tolist() == [True, False]


def test_no_grant_means_nothing():
    assert not facets_of({}, {}).visible([]).any()


def test_a_retired_row_is_seen_no_more_but_stays_in_what_was_taken_before():
    growing = GrowingFacets()
    growing.extend([STANDARD, STANDARD])
    before = growing.at_present()
    growing.retire([0])
    everything = [Grant.of(network_id=["n1"])]
    assert growing.at_present().visible(everything).tolist() == [False, True]
    assert before.visible(everything).tolist() == [True, True]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, [1, 1, 1]),
        ({"network_id": "n2"}, [0, 1, 0]),
        ({"kinds": ["tool", "storyboard"]}, [1, 0, 1]),
        ({"driver_ids": ["r2", "unknown"]}, [0, 0, 1]),
        ({"team_ids": ["t2"]}, [0, 1, 0]),
        ({"without_team_ids": ["t1", "t9"]}, [0, 1, 0]),
        ({"without_idea_ids": ["i1"]}, [1, 0, 1]),
        ({"district_ids": ["d1"]}, [1, 0, 1]),
        ({"tested": True}, [0, 1, 0]),
        ({"tested": False, "driver_ids": ["r1"]}, [1, 0, 0]),
        ({"team_ids": []}, [0, 0, 0]),
    ],
)
def test_a_filter_takes_what_was_asked_for(wish, expected):
    facets = facets_of(
        {},
        {
            "network_id": "n2",
            "kind": "pdsa_cycle",
            "team_id": "t2",
            "idea_id": "i1",
            "district_id": None,
            "tested": True,
        },
        {"driver_id": "r2"},
    )
    assert facets.wanted(Filter(**wish)).tolist() == [bool(one) for one in expected]


def test_archived_records_are_wanted_when_asked_for():
    facets = facets_of({"is_archived": True}, {})
    assert facets.wanted(Filter()).tolist() == [False, True]
    assert facets.wanted(Filter(include_archived=True)).tolist() == [True, True]


def test_a_row_knows_its_values():
    assert facets_of({}, {"team_id": None}).values_of("team_id", np.array([1])) == [None]
    assert facets_of({}, {"team_id": "t2"}).values_of("team_id", np.array([1])) == ["t2"]


ASKED = [
    {},
    {"network_id": "one"},
    {"network_id": "two"},
    {"kinds": ["tool"]},
    {"driver_ids": ["a"]},
    {"driver_ids": []},
    {"idea_ids": ["a"]},
    {"team_ids": ["a"]},
    {"district_ids": ["a"]},
    {"without_team_ids": ["a"]},
    {"without_idea_ids": ["a"]},
    {"tested": True},
    {"tested": False},
    {"include_archived": True},
]


def test_filters_that_ask_for_different_things_have_different_keys():
    assert len({Filter(**asked).key for asked in ASKED}) == len(ASKED)


def test_the_order_of_what_is_asked_for_makes_no_other_key():
    assert Filter(kinds=["tool", "problem"]).key == Filter(kinds=("problem", "tool")).key
