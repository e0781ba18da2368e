"""The schemas of bodies, answers and queries, made from the tables."""

import pytest

from nic_hub.api.resources import all_blueprints, cycles, knowledge, measures, people, sharing, theory
from nic_hub.api.schemas import CONFIRM, WholeNumber, column_field, list_query_schema
from nic_hub.domain.pdsa.phases import PHASE_OF
from nic_hub.services.kinds import KINDS
from nic_hub.services.listing import filter_names

COLLECTIONS = [
    *(theory.NETWORKS, theory.AIMS, theory.DRIVERS),
    *(people.DISTRICTS, people.SCHOOLS, people.TEAMS, people.MEMBERS),
    *(knowledge.PROBLEMS, knowledge.IDEAS, knowledge.TOOLS, cycles.CYCLES, measures.MEASURES),
    *(sharing.STORYBOARDS, sharing.ADOPTIONS, sharing.HELP_WANTED),
]
#: What nobody types in: it is derived, written down by the hub, or has a call of its own.
NEVER_WRITTEN = {
    *("id", "network_id", "version", "created_at", "updated_at", "archived_at", "provenance", "source"),
    *("author_id", "published_at", "withdrawn_at", "hidden_at", "account_id", "visibility_chosen"),
    *("reported_outcome", "reported_direction"),
}

by_path = pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda one: one.path)


def columns_of(collection):
    return {column.key for column in collection.model.__table__.columns}


@by_path
def test_what_the_hub_decides_cannot_be_typed_in(collection):
    for body in (collection.creates, collection.changes):
        assert not NEVER_WRITTEN & set(body().fields if body else ())


@by_path
def test_every_other_column_can_be_written(collection):
    """A new column is either written by somebody or listed above."""
    written = {name for body in (collection.creates, collection.changes) if body for name in body().fields}
    written |= {"merged_into_id", "key"} | (set(PHASE_OF) | {"status", "cancel_reason"})
    assert columns_of(collection) - NEVER_WRITTEN <= written


@by_path
def test_an_answer_shows_every_column_but_the_hidden_ones(collection):
    assert columns_of(collection) - {"hidden_at", "account_id"} <= set(collection.answer().fields)


@by_path
def test_a_change_does_not_move_a_record_to_another_team_or_key(collection):
    assert not {"team_id", "key"} & set(collection.changes().fields)


@by_path
def test_every_body_can_say_that_a_text_is_no_students(collection):
    assert CONFIRM in collection.changes().fields


@by_path
def test_every_filter_of_a_list_can_be_asked_for(collection):
    query = list_query_schema("TestQuery", collection.kind)()
    assert set(filter_names(collection.model)) | {"sort", "page", "page_size"} == set(query.fields)


@by_path
def test_no_filter_takes_a_value_the_database_would_stumble_over(collection):
    query = list_query_schema("TestQuery", collection.kind)()
    for name in filter_names(collection.model):
        assert name in query.validate({name: "odd\x00value"})


def test_every_column_of_every_kind_has_a_field():
    for kind, model in KINDS.items():
        for column in set(model.__table__.columns.keys()) - {"hidden_at", "changes", "places"}:
            assert column_field(kind, column) is not None


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), ("999999999", 999_999_999)])
def test_a_whole_number_of_a_query_is_digits(text, number):
    assert WholeNumber().deserialize(text) == number


def test_the_blueprints_are_made_once_for_all_apps():
    assert all_blueprints() is all_blueprints()


def test_every_collection_has_an_address_of_its_own():
    names = [blueprint.name for blueprint in all_blueprints()]
    assert len(names) == len(set(names))
    assert {collection.path for collection in COLLECTIONS} <= set(names)
