"""How a question is read: the driver that was named or inferred, and the context."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.context.context import Context
from nic_hub.domain.suggesting.ranking import DriverRelation
from nic_hub.domain.vocabulary import DriverStatus
from nic_hub.errors import Invalid
from nic_hub.models import Driver
from nic_hub.services.suggesting.understanding import (
    Understanding,
    infer_driver,
    merge_contexts,
    read_question,
    with_driver,
)
from tests.factories import NOW, make_driver, make_network
from tests.fakes import WordEmbedder
from tests.services.conftest import Town

NOWHERE = Understanding(None, False, Context())


def read(town: Town, query: str = "Who tried it?", **wishes: Any) -> Understanding:
    told = {"driver": None, "given_context": None, "team": town.team.id} | wishes
    sight = town.sight()
    told["team"] = sight.facts.teams.get(told["team"])
    return read_question(sight, query=query, **told)


def infer(town: Town, query: str, *matches: tuple[str | None, float], who: str = "teacher"):
    found = infer_driver(town.sight(who), query=query, matches=matches, embed=embed)
    return found and found.driver.id


def embed(text: str) -> Any:
    """Return the vector of a short text."""
    return WordEmbedder().read(text).vector


def asked_about(town: Town, driver: Driver, *, is_stated: bool = False) -> Understanding:
    facts = town.sight().facts
    return with_driver(facts, Understanding(None, is_stated, Context()), facts.drivers.rows[driver.id])


@pytest.mark.parametrize("name", ["id", "key"])
def test_a_driver_is_named_by_id_or_key(town: Town, name: str):
    understanding = read(town, driver=getattr(town.driver, name))
    assert understanding.driver.id == town.driver.id
    assert understanding.is_stated


def test_a_driver_nobody_has_is_refused_by_its_field(town: Town):
    with pytest.raises(Invalid) as refused:
        read(town, driver="nowhere")
    assert [problem.pointer for problem in refused.value.problems] == ["/driver"]


def test_a_driver_of_another_network_does_not_exist(town: Town):
    theirs = make_driver(town.session, network=make_network(town.session))
    with pytest.raises(Invalid):
        read(town, driver=theirs.id)


def test_without_a_driver_nothing_is_stated(town: Town):
    understanding = read(town)
    assert understanding.driver is None
    assert not understanding.is_stated


@pytest.mark.parametrize(
    ("query", "given_context", "expected"),
    [
        ("Who tried it?", None, ("6_8",)),
        ("My 5th graders are lost", None, ("3_5",)),
        ("My 5th graders are lost", {"grade_bands": ["k_2"]}, ("k_2",)),
    ],
    ids=["the team's", "the question's", "the given"],
)
def test_what_is_nearest_to_the_question_counts(
    town: Town, query: str, given_context: Any, expected: tuple[str, ...]
):
    town.team.context = {"grade_bands": ["6_8"], "coach_present": True}
    context = read(town, query, given_context=given_context).context
    assert tuple(context.known["grade_bands"]) == expected
    assert context.known["coach_present"] is True


def test_who_asks_for_no_team_has_only_what_is_said(town: Town):
    assert read(town, team=None).context == Context()


contexts = st.builds(
    Context.of,
    st.fixed_dictionaries(
        {},
        optional={
            "grade_bands": st.just(["3_5"]) | st.just(["6_8"]),
            "coach_present": st.booleans(),
            "minutes": st.integers(1, 90),
        },
    ),
)


@given(contexts, contexts)
def test_a_merged_context_knows_what_either_knows_and_prefers_the_first(first: Context, second: Context):
    merged = merge_contexts(first, second)
    assert merged.known == {**second.known, **first.known}


def test_contexts_of_nothing_are_empty():
    assert merge_contexts() == merge_contexts(Context(), Context()) == Context()


def test_a_secondary_driver_knows_its_siblings(town: Town):
    understanding = asked_about(town, town.driver)
    assert understanding.family == {town.driver.id}
    assert understanding.siblings == {town.other_driver.id}


def test_a_primary_driver_stands_for_those_below_it(town: Town):
    understanding = asked_about(town, town.primary)
    assert understanding.family == {town.primary.id, town.driver.id, town.other_driver.id}
    assert understanding.siblings == frozenset()


def relation(town: Town, *driver_ids: str | None, is_stated: bool = False) -> DriverRelation:
    return asked_about(town, town.driver, is_stated=is_stated).relation_to(driver_ids)


def test_an_ideas_drivers_are_related_to_the_one_that_is_asked_about(town: Town):
    far = make_driver(town.session, network=town.network).id
    assert relation(town, town.driver.id) == DriverRelation.SAME
    assert relation(town, town.other_driver.id) == DriverRelation.SIBLING
    assert relation(town, far) == DriverRelation.OTHER


def test_one_of_several_drivers_is_enough(town: Town):
    far = make_driver(town.session, network=town.network).id
    assert relation(town, far, town.driver.id) == DriverRelation.SAME
    assert relation(town, far, town.other_driver.id) == DriverRelation.SIBLING


def test_beside_a_stated_driver_a_sibling_is_another_one(town: Town):
    assert relation(town, town.other_driver.id, is_stated=True) == DriverRelation.OTHER


@pytest.mark.parametrize("drivers", [(), (None,)])
def test_an_idea_without_a_driver_is_of_unknown_relation(town: Town, drivers: tuple[None, ...]):
    assert relation(town, *drivers) == DriverRelation.UNKNOWN


def test_without_a_driver_every_relation_is_unknown():
    assert NOWHERE.relation_to(["d"]) == DriverRelation.UNKNOWN


def test_the_driver_of_most_good_matches_is_inferred(town: Town):
    found = infer(town, "shy", (town.driver.id, 0.9), (town.driver.id, 0.8), (town.other_driver.id, 0.3))
    assert found == town.driver.id


def test_a_driver_is_inferred_from_its_own_name(town: Town):
    named = make_driver(
        town.session, network=town.network, parent=town.primary, name="Group work", definition="Threes"
    )
    assert infer(town, "group work threes", (named.id, 0.5), (town.driver.id, 0.5)) == named.id


def test_a_question_about_nothing_that_was_found_has_no_driver(town: Town):
    assert infer(town, "hello", (town.driver.id, 0.24)) is None
    assert infer(town, "hello", (town.driver.id, 0.26)) == town.driver.id


@pytest.mark.parametrize(("others", "is_sure"), [(1, True), (3, False)])
def test_a_driver_of_a_small_share_is_a_guess(town: Town, others: int, is_sure: bool):
    driver_ids = [town.driver.id] * 2 + [town.other_driver.id] * (others - 1)
    matches = [(driver_id, 0.5) for driver_id in driver_ids]
    matches[0] = (town.driver.id, 0.55)
    found = infer_driver(town.sight(), query="shy", matches=matches, embed=embed)
    assert found.driver.id == town.driver.id
    assert found.is_sure is is_sure


def test_a_guess_is_not_told(town: Town):
    sure = asked_about(town, town.driver)
    assert sure.told_driver == sure.driver
    assert replace(sure, is_sure=False).told_driver is None


def test_matches_that_are_divided_leave_the_driver_open(town: Town):
    third = make_driver(town.session, network=town.network, parent=town.primary)
    matches = [(driver.id, 0.5) for driver in (town.driver, town.other_driver, third)]
    same = embed("shy")
    assert infer_driver(town.sight(), query="shy", matches=matches, embed=lambda _: same) is None


@pytest.mark.parametrize("matches", [(), (("d", 0.0),), ((None, 0.9),)])
def test_matches_that_say_nothing_leave_the_driver_open(town: Town, matches: Any):
    assert infer(town, "shy", *matches) is None


@pytest.mark.parametrize("values", [{"status": DriverStatus.RETIRED}, {"archived_at": NOW}], ids=str)
def test_a_driver_that_is_no_longer_used_is_not_inferred(town: Town, values: dict[str, Any]):
    gone = make_driver(town.session, network=town.network, parent=town.primary, **values)
    assert infer(town, "shy", (gone.id, 0.9)) is None


def test_a_primary_driver_is_not_inferred(town: Town):
    assert infer(town, "shy", (town.primary.id, 0.9)) is None


def test_a_network_without_drivers_leaves_the_driver_open(town: Town):
    assert infer(town, "shy", who="outsider") is None
