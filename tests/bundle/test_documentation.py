"""The page about bundles says what is true: its example works, and it names every field."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nic_hub.bundle.field_tables import describe_fields
from nic_hub.bundle.importer import import_bundle
from nic_hub.bundle.layout import SECTIONS
from nic_hub.bundle.published import make_json_schema
from nic_hub.bundle.schema import NETWORK_SCHEMA, PART_SCHEMAS, RECORD_SCHEMAS
from nic_hub.fields import ContextSchema

PAGE = (Path(__file__).parents[2] / "docs" / "nic-bundle.md").read_text(encoding="utf-8")
EXAMPLE = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
CHAPTERS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE))
#: What all records, or all that a team wrote, have in common is said once.
SHARED = {
    *("provenance", "source", "created_at", "updated_at", "archived_at", "confirm_not_student"),
    *("author", "visibility", "published_at", "withdrawn_at", "hidden_at"),
}


def test_the_page_of_fields_says_what_the_schema_says():
    page = (Path(__file__).parents[2] / "docs" / "nic-bundle-fields.md").read_text(encoding="utf-8")
    assert page == describe_fields()


@pytest.mark.parametrize("name", sorted(make_json_schema()["$defs"]))
def test_the_page_of_fields_has_a_type_for_every_field(name):
    chapter = describe_fields().split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| \**`(\w+)`\** \| (\S.*) \|$", chapter, re.MULTILINE)
    assert [field for field, _ in rows] == list(make_json_schema()["$defs"][name]["properties"])


def test_the_example_is_imported(session):
    assert import_bundle(session, EXAMPLE).created == 11


def test_the_example_fits_the_json_schema():
    assert Draft202012Validator(make_json_schema()).is_valid(EXAMPLE)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_the_page_names_every_field_of_a_list(section):
    parts = [name for part in section.parts.values() for name in PART_SCHEMAS[part.kind].fields]
    wanted = (
        {*RECORD_SCHEMAS[section.name].fields, *parts}
        - SHARED
        - ({"status"} if section.has_publication else set())
    )
    chapter = CHAPTERS[section.name]
    assert [
        name for name in sorted(wanted) if f"`{name}`" not in chapter and f"**{name}**" not in chapter
    ] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_the_page_marks_exactly_the_required_fields(section):
    required = {name for name, item in RECORD_SCHEMAS[section.name].fields.items() if item.required}
    assert set(re.findall(r"\*\*(\w+)\*\*", CHAPTERS[section.name])) == required


@pytest.mark.parametrize("name", sorted({*ContextSchema().fields, *SHARED, *NETWORK_SCHEMA.fields, "status"}))
def test_the_page_names_what_records_share(name):
    assert f"`{name}`" in PAGE or f"**{name}**" in PAGE or f'"{name}"' in PAGE
