"""What is wrong with a bundle: every problem with the path of its field, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from marshmallow import Schema, fields

from nic_hub.errors import FieldProblem, Invalid

_PLAIN_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]{0,79}\Z")
_BANDS = "student_group_bands"
_UNKNOWN = "Unknown field."
NO_LIST = "Write a list in square brackets here."
NO_OBJECT = "Write an object in curly brackets here."
#: What marshmallow says, and what helps a person who writes a file.
_PLAIN_WORDS = {
    "Missing data for required field.": "Write this; it is required.",
    "Field may not be null.": "Write a value, or leave the field out.",
    "Invalid input type.": NO_OBJECT,
    "Not a valid mapping type.": NO_OBJECT,
    "Not a valid list.": NO_LIST,
    "Not a valid string.": "Write a text in quotes.",
    "Not a valid boolean.": "Write true or false, without quotes.",
    "Not a valid integer.": "Write a whole number, without quotes.",
    "Not a valid number.": "Write a number, without quotes.",
    "Number too large.": "This number is too large.",
    "Special numeric values (nan or infinity) are not permitted.": "This number is too large.",
    "Not a valid date.": "Write a day as YYYY-MM-DD.",
    "Not a valid datetime.": "Write a moment with its zone, as 2026-09-30T14:00:00Z.",
    "Not a valid aware datetime.": "Write a moment with its zone, as 2026-09-30T14:00:00Z.",
    "Not a valid email address.": "Write an e-mail address, as name@example.org.",
}


class InvalidBundle(Invalid):
    """The file breaks a rule; nothing was stored.

    A problem's pointer is the path of a field: ``networks[0].teams[2].type``.
    """

    @classmethod
    def of(cls, problems: Collection[FieldProblem]) -> InvalidBundle:
        """Make the error that names all problems; its text shows one a line."""
        count = "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
        return cls(f"The bundle has {count}; nothing was imported.", problems)

    def __str__(self) -> str:
        """Return all of it, one problem a line."""
        return "\n".join(
            [self.detail, *(f"{problem.pointer}: {problem.detail}" for problem in self.problems)]
        )


def path_to(path: str, *steps: str | int) -> str:
    """Return the path of something further inside: a number is a place in a list, a text a field's name."""
    for step in steps:
        path += _step(step, is_first=not path)
    return path


def problems_of(
    path: str, messages: Mapping[Any, Any] | list[Any], schema: Schema | None = None
) -> Iterator[FieldProblem]:
    """Yield one problem for each message of a marshmallow error.

    Args:
        path: where the record stands in the bundle.
        messages: marshmallow's tree of messages.
        schema: the record's schema, to guess what a misspelt field was meant to be.
    """
    if isinstance(messages, list):
        yield from (FieldProblem(path, _say(message)) for message in messages)
        return
    for name, inner in messages.items():
        if inner == [_UNKNOWN]:
            known = schema.fields if schema else ()
            yield FieldProblem(path_to(path, name), _no_such_field(str(name), known))
        elif name == "_schema" or (name in {"key", "value"} and _BANDS in path):
            # A mapping says by these words which half of the pair is wrong; the path names the pair.
            yield from problems_of(path, inner)
        else:
            yield from problems_of(path_to(path, name), inner, _schema_inside(schema, name))


def _schema_inside(schema: Schema | None, name: str | int) -> Schema | None:
    """Return the schema of what stands in a field; a place in a list keeps the list's."""
    if schema is None or isinstance(name, int):
        return schema
    inside: Any = schema.fields.get(name)
    inside = inside.inner if isinstance(inside, fields.List) else inside
    return inside.schema if isinstance(inside, fields.Nested) else None


def _step(step: str | int, *, is_first: bool) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN_NAME.match(step):
        return step if is_first else f".{step}"
    return f"[{json.dumps(step[:80])}]"


def _say(message: object) -> str:
    text = str(message).replace("Must be one of:", "Choose one of:")
    return _PLAIN_WORDS.get(text, text)


def _no_such_field(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    guess = f"Did you mean {close[0]}?" if close else "Remove it, or look up its name in docs/nic-bundle.md."
    return f"There is no such field here. {guess}"
