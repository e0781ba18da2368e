"""No text of a bundle is stored with an e-mail address in it, unless the file says that it is no student's.

The files are made from the schemas by which bundles are read, so that a new field cannot be forgotten.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields
from sqlalchemy import select

from nic_hub.bundle.importer import import_bundle
from nic_hub.bundle.layout import CONFIRMED, NETWORK, SECTIONS, Section, Shape
from nic_hub.bundle.problems import InvalidBundle
from nic_hub.bundle.schema import NETWORK_SCHEMA, PART_SCHEMAS, RECORD_SCHEMAS
from nic_hub.fields import OptionalText
from nic_hub.models import Base
from tests.bundle.examples import full_bundle

ADDRESS = "amy.lee@school.example"
#: Fields that name something there must be, and a member's own address.
NAMES_SOMETHING = {"time_zone", "kind", "record", "email", CONFIRMED}


def texts_of(shape: Shape, schema: Schema) -> Iterator[tuple[str, fields.Field[Any]]]:
    """Yield path and field of all that somebody may write freely; not the lists of keys and of parts."""
    for name, field in schema.fields.items():
        added = shape.added_fields if isinstance(shape, Section) else ()
        if name not in {*shape.references, *added, *NAMES_SOMETHING}:
            yield from _texts_in(name, field)


def _texts_in(path: str, field: fields.Field[Any]) -> Iterator[tuple[str, fields.Field[Any]]]:
    if isinstance(field, fields.Nested):
        for name, inner in field.schema.fields.items():
            yield from _texts_in(f"{path}.{name}", inner)
    elif isinstance(field, fields.Dict) or type(field) in (fields.String, OptionalText):
        yield path, field


def places() -> Iterator[tuple[str, str, fields.Field[Any]]]:
    """Yield, for each text: where its record is in the example, its path there, and its field."""
    yield from (("", *text) for text in texts_of(NETWORK, NETWORK_SCHEMA))
    for section in SECTIONS:
        record = f"{section.name}.0."
        yield from ((record, *text) for text in texts_of(section, RECORD_SCHEMAS[section.name]))
        for name, part in section.parts.items():
            inside = f"{record}{name}.0."
            yield from ((inside, *text) for text in texts_of(part, PART_SCHEMAS[part.kind]))


PLACES = list(places())


def with_address(record: str, path: str, field: fields.Field[Any]) -> dict[str, Any]:
    """The full bundle with an e-mail address in one text."""
    bundle = full_bundle()
    *way, last = [int(step) if step.isdigit() else step for step in f"{record}{path}".split(".")]
    place: Any = bundle["networks"][0]
    for step in way:
        place = place[step] if isinstance(step, int) else place.setdefault(step, {})
    place[last] = {ADDRESS: "low"} if isinstance(field, fields.Dict) else ADDRESS
    return bundle


def stored_texts(session) -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        yield from map(str, session.execute(select(table)))


def test_the_walk_finds_the_texts_people_forget():
    found = {f"{record}{path}" for record, path, _ in PLACES}
    assert {"teams.0.context.curriculum", "schools.0.student_group_bands", "tools.0.versions.0.why"} <= found
    assert {"key", "measures.0.data_points.0.note", "change_ideas.0.key", "tools.0.link"} <= found


@pytest.mark.parametrize(
    ("record", "path", "field"), PLACES, ids=[f"{place[0]}{place[1]}" for place in PLACES]
)
def test_a_text_with_an_e_mail_address_in_it_is_refused_at_its_path(session, record, path, field):
    with pytest.raises(InvalidBundle) as error:
        import_bundle(session, with_address(record, path, field))
    place = re.sub(r"\.(\d+)", r"[\1]", f"networks.0.{record}{path}")
    told = {problem.pointer: problem.detail for problem in error.value.problems}
    assert "an e-mail address" in told[place]
    assert ADDRESS not in told[place]
    assert list(stored_texts(session)) == []


@pytest.mark.parametrize(
    "path", ["pdsa_cycles.0.context.curriculum", "tools.0.versions.0.why", "schools.0.student_group_bands"]
)
def test_the_refusal_names_what_to_confirm(session, path):
    [(record, inside, field)] = [place for place in PLACES if f"{place[0]}{place[1]}" == path]
    bundle = with_address(record, inside, field)
    with pytest.raises(InvalidBundle) as error:
        import_bundle(session, bundle)
    named = re.search(r'"confirm_not_student": \["(.+)"\]', error.value.problems[0].detail)[1]
    list_name, place = path.split(".")[:2]
    bundle["networks"][0][list_name][int(place)][CONFIRMED] = [named]
    import_bundle(session, bundle)
    assert any(ADDRESS in text for text in stored_texts(session))
