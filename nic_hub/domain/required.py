"""Which required fields are still empty: named all at once, each with its pointer and what to write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from nic_hub.errors import FieldProblem, Invalid


def is_blank(value: object) -> bool:
    """Say whether a value says nothing: None, an empty collection, or text without one visible character."""
    if isinstance(value, str):
        return not any(character.isprintable() and not character.isspace() for character in value)
    return value is None or (isinstance(value, Collection) and not value)


def find_missing(fields: Mapping[str, Any], wanted: Mapping[str, str]) -> tuple[FieldProblem, ...]:
    """List the wanted fields that are blank.

    Args:
        fields: the record's values by field name.
        wanted: what to write into each required field, one sentence by field name.
    """
    return tuple(
        FieldProblem(f"/{name}", advice) for name, advice in wanted.items() if is_blank(fields.get(name))
    )


def refuse(problems: Collection[FieldProblem], purpose: str) -> None:
    """Raise one error that names every problem; do nothing when there is none.

    Args:
        problems: what is wrong, field by field.
        purpose: what the person wants to do, after "To" ("publish the storyboard").

    Raises:
        Invalid: there is at least one problem.
    """
    if problems:
        names = ", ".join(dict.fromkeys(problem.pointer.lstrip("/") for problem in problems))
        raise Invalid(f"To {purpose}, mend these fields first: {names}.", problems)
