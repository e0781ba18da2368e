"""Free text of a bundle that seems to hold personal data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Enum, String

from nic_hub.bundle.forms import Form
from nic_hub.bundle.layout import REPORTED, Section, Shape
from nic_hub.bundle.loading import Entry
from nic_hub.bundle.problems import path_to
from nic_hub.domain.privacy.privacy import confirmed_name, find_private_fields, find_private_in
from nic_hub.errors import FieldProblem
from nic_hub.services.records import NOT_FREE_TEXT, free_text


def find_private_texts(entry: Entry) -> Iterator[FieldProblem]:
    """Yield the fields of a record, and of its parts, whose text seems to hold personal data.

    A field named in ``confirm_not_student`` is passed over; the name of a list of parts stands for all in it.
    """
    yield from _find_in(entry, entry.confirmed)
    if isinstance(entry.shape, Section):
        lists = {part.kind: name for name, part in entry.shape.parts.items()}
        for each in entry.parts:
            if lists[each.shape.kind] not in entry.confirmed:
                yield from _find_in(each, (), confirm_as=lists[each.shape.kind])


def to_confirm(section: Section, form: Form) -> list[str]:
    """List the fields of a stored record that an import would ask about: somebody confirmed them before."""
    names = {
        confirmed_name(name) for name, text in _texts(section, form).items() if find_private_in(name, text)
    }
    for name, part in section.parts.items():
        texts = [item for each in form[name] for item in _texts(part, each).items()]
        names |= {name} if any(find_private_in(*item) for item in texts) else set()
    return [name for name in form if name in names]


def _find_in(entry: Entry, confirmed: Collection[str], *, confirm_as: str = "") -> Iterator[FieldProblem]:
    texts = _texts(entry.shape, entry.form)
    for problem in find_private_fields(texts, confirmed, confirm_as=confirm_as):
        yield FieldProblem(path_to(entry.path, *problem.pointer.split("/")[1:]), problem.detail)


def _texts(shape: Shape, form: Mapping[str, Any]) -> dict[str, str]:
    return free_text({name: form[name] for name in _fields_with_text(shape) if form.get(name)})


@lru_cache
def _fields_with_text(shape: Shape) -> tuple[str, ...]:
    """List the fields in which a person writes freely, in them or inside of them."""
    columns = shape.model.__table__.columns
    nested = [name for name, column in shape.columns.items() if isinstance(columns[column].type, JSON)]
    return (*free_text_fields(shape), *nested)


@lru_cache
def free_text_fields(shape: Shape) -> tuple[str, ...]:
    """List the fields of a kind of record in which a person writes freely."""
    columns = shape.model.__table__.columns
    return tuple(
        name
        for name, column in shape.columns.items()
        if isinstance(columns[column].type, String)
        and not isinstance(columns[column].type, Enum)
        and name not in {*NOT_FREE_TEXT, *shape.references, REPORTED, "kind"}
    )
