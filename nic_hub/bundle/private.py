"""Free text of a bundle that seems to hold personal data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Enum, String

from nic_hub.bundle.forms import Form
from nic_hub.bundle.layout import REPORTED, Section, Shape
from nic_hub.bundle.loading import Entry
from nic_hub.bundle.problems import path_to
from nic_hub.domain.privacy import find_private, refuse_private
from nic_hub.errors import FieldProblem, PrivateText
from nic_hub.services.records import NOT_FREE_TEXT


def find_private_texts(entry: Entry) -> Iterator[FieldProblem]:
    """Yield the fields of a record, and of its parts, whose text seems to hold personal data.

    A field named in ``confirm_not_student`` is passed over; the name of a list of parts stands for all in it.
    """
    yield from _find_in(entry, entry.confirmed)
    if isinstance(entry.shape, Section):
        unconfirmed = {part.kind for name, part in entry.shape.parts.items() if name not in entry.confirmed}
        for each in entry.parts:
            if each.shape.kind in unconfirmed:
                yield from _find_in(each, ())


def to_confirm(section: Section, form: Form) -> list[str]:
    """List the fields of a stored record that an import would ask about: somebody confirmed them before."""
    names = [name for name, text in _texts(section, form).items() if find_private(text)]
    for name, part in section.parts.items():
        if any(find_private(text) for each in form[name] for text in _texts(part, each).values()):
            names.append(name)
    return [name for name in form if name in names]


def _find_in(entry: Entry, confirmed: Collection[str]) -> Iterator[FieldProblem]:
    try:
        refuse_private(_texts(entry.shape, entry.form), confirmed)
    except PrivateText as error:
        for problem in error.problems:
            yield FieldProblem(path_to(entry.path, problem.pointer.removeprefix("/")), problem.detail)


def _texts(shape: Shape, form: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: form[name] for name in free_text_fields(shape) if form.get(name)}
    context = form.get("context") or {}
    return texts | ({"context": context["curriculum"]} if context.get("curriculum") else {})


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
