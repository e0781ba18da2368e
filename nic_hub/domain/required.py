"""Which required fields are still empty: named all at once, each with its pointer and what to write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from nic_hub.domain.saying_nothing import says_nothing
from nic_hub.errors import FieldProblem, Invalid

#: A text that a record must have, and the one that stands in for it where nobody wrote it.
STAND_INS = {
    "measure": ("name", "operational_definition"),
    "storyboard": ("title", "focus"),
    "tool": ("description", "title"),
}
LONGEST_STAND_IN = 300
#: What a text that says nothing is made of where one was stored: white space, and what has no width.
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u1680\u180e"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
#: Fields whose value is chosen, not written: "no" is an answer there, and an id needs no letter.
CHOSEN = frozenset(
    {
        *("change_idea_id", "driver_id", "type", "kind", "better"),
        *("scale", "as_planned", "prediction_met", "decision"),
    }
)
NOTHING_STOOD: Mapping[str, Any] = MappingProxyType({})


def with_stand_in(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Let a record be called by another of its texts.

    Args:
        kind: kind of the record.
        values: the record's values by field name.

    Raises:
        Invalid: both are blank, so that nobody knows what it is.
    """
    if kind not in STAND_INS:
        return dict(values)
    name, other = STAND_INS[kind]
    named = dict(values)
    if named.get(name) is None:
        named[name] = str(named.get(other) or "")[:LONGEST_STAND_IN]
    if is_blank(named[name]):
        raise Invalid.field(name, f"Write this, or the {other.replace('_', ' ')}.")
    return named


def is_blank(value: object) -> bool:
    """Say whether a value says nothing: None, an empty collection, or text without one visible character."""
    if isinstance(value, str):
        return not any(character.isprintable() and not character.isspace() for character in value)
    return value is None or (isinstance(value, Collection) and not value)


def lacks(fields: Mapping[str, Any], name: str, stood: Mapping[str, Any] = NOTHING_STOOD) -> bool:
    """Say whether a required field is blank, or holds words that say nothing.

    Args:
        fields: the record's values by field name.
        name: the field.
        stood: what the record said before anybody looked for empty words, by field name: that may stay.
    """
    value = fields.get(name)
    if is_blank(value) or not isinstance(value, str) or name in CHOSEN:
        return is_blank(value)
    return value != stood.get(name) and says_nothing(value)


def find_missing(
    fields: Mapping[str, Any], wanted: Mapping[str, str], stood: Mapping[str, Any] = NOTHING_STOOD
) -> tuple[FieldProblem, ...]:
    """List the wanted fields that are blank or say nothing.

    Args:
        fields: the record's values by field name.
        wanted: what to write into each required field, one sentence by field name.
        stood: what the record said before, by field name: as long as it is not blank, it may stay.
    """
    return tuple(
        FieldProblem(f"/{name}", advice) for name, advice in wanted.items() if lacks(fields, name, stood)
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


def refuse_wrong(problems: Iterable[FieldProblem]) -> None:
    """Raise one error that says every problem in its own words; do nothing when there is none.

    Raises:
        Invalid: there is at least one problem.
    """
    found = tuple(problems)
    if found:
        raise Invalid(" ".join(problem.detail for problem in found), found)
