"""The schemas and the published JSON Schema: the same fields, the same limits."""

import json
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from jsonschema import Draft202012Validator

from nic_hub.bundle.layout import CONFIRMED, NETWORK, SECTIONS, UNWRITTEN
from nic_hub.bundle.published import make_json_schema
from nic_hub.bundle.schema import NETWORK_SCHEMA, PART_SCHEMAS, RECORD_SCHEMAS
from nic_hub.services.kinds import ENTITY_KINDS
from tests.bundle.examples import changed, full_bundle
from tests.bundle.random_bundles import bundles

TOP = Path(__file__).parents[2]
SCHEMA = make_json_schema()


def says_yes(bundle) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(bundle)


def test_the_published_schema_is_the_generated_one():
    published = json.loads((TOP / "docs" / "nic-bundle.schema.json").read_text(encoding="utf-8"))
    assert published == SCHEMA, (
        "Write it anew: flask --app wsgi hub bundle-schema > docs/nic-bundle.schema.json"
    )


def test_the_published_schema_is_a_json_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_published_schema_takes_a_bundle_with_one_of_everything():
    assert says_yes(full_bundle())


@given(bundle=bundles)
@settings(max_examples=20, phases=[Phase.generate])
def test_the_published_schema_takes_whatever_the_importer_takes(bundle):
    assert says_yes(bundle)


@pytest.mark.parametrize("seed", sorted((TOP / "seed").glob("*.json")), ids=lambda path: path.stem)
def test_the_published_schema_takes_the_seed(seed):
    assert says_yes(json.loads(seed.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("teams.0.type", "club"),
        ("teams.0.type", None),
        ("teams.0.shoe_size", 3),
        ("teams.0.key", "two words"),
        ("teams.0.context.minutes", 0),
        ("teams.0.context.minuts", 50),
        ("teams.0.focus_drivers", "d1a"),
        ("teams", {}),
        ("members.0.teams.0.role", "boss"),
        ("measures.0.data_points.0.value", "3"),
        ("measures.0.data_points.0.n", 2.5),
        ("measures.0.name", "x" * 301),
        ("aims.0.statement", " "),
        ("min_n", -1),
        ("districts.0.student_group_bands", {"a": "most"}),
        ("reports.0.kind", "member"),
    ],
)
def test_the_published_schema_refuses_what_the_importer_refuses(path, value):
    assert not says_yes(changed(path, value))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_column_can_be_written(section):
    written = set(section.columns.values())
    assert {column.name for column in section.model.__table__.columns} - written == UNWRITTEN & {
        column.name for column in section.model.__table__.columns
    }
    assert set(section.columns) <= set(RECORD_SCHEMAS[section.name].fields)


def test_every_kind_of_record_has_its_place_in_a_bundle():
    places = {section.kind for section in SECTIONS} | set(PART_SCHEMAS)
    assert set(ENTITY_KINDS) <= places


def test_a_text_can_be_confirmed_in_every_record_and_in_the_network():
    assert all(CONFIRMED in schema.fields for schema in [NETWORK_SCHEMA, *RECORD_SCHEMAS.values()])
    assert set(NETWORK.columns) <= set(NETWORK_SCHEMA.fields)


def test_references_are_described_in_the_published_schema():
    assert (
        SCHEMA["$defs"]["pdsa_cycle"]["properties"]["change_idea"]["description"] == "Key of a change idea."
    )
