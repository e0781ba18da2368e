"""Read a request strictly: what cannot be read, or can be read in two ways, is refused at its place."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request, request
from webargs import core
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from nic_hub.api.problems import Malformed
from nic_hub.domain.privacy.privacy import find_private_in
from nic_hub.errors import FieldProblem, Invalid, PreconditionRequired

#: A JSON text nested deeper than this is no record of ours.
MAX_DEPTH = 20
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"\Z')
_KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")

#: The framework's messages in words that say what to do.
PLAIN_WORDS = {
    "Missing data for required field.": "This is required: add it.",
    "Field may not be null.": "This cannot be empty: give a value or leave the field out.",
    "Unknown field.": "There is no such field here: remove it or correct its name.",
    "Not a valid string.": "Write a text.",
    "Not a valid integer.": "Write a whole number.",
    "Not a valid number.": "Write a number.",
    "Number too large.": "This number is too large.",
    "Special numeric values (nan or infinity) are not permitted.": "Write an ordinary number.",
    "Not a valid boolean.": "Write true or false.",
    "Not a valid list.": "Write a list.",
    "Not a valid mapping type.": "Write an object.",
    "Invalid input type.": "Write an object.",
    "Not a valid date.": "Write a day that exists, as YYYY-MM-DD.",
    "Not a valid email address.": "Write an e-mail address, as in name@example.org.",
    "Not a valid datetime.": "Write a time as YYYY-MM-DDTHH:MM:SSZ.",
    "Not a valid aware datetime.": "Write the time with its zone, as in 2026-03-01T09:00:00Z.",
}
#: Fields that are shown and never written: what they say follows from tests.
_FROM_TESTS = "This follows from tests and is never typed in. Record what happened in a PDSA cycle."
NEVER_WRITTEN = {
    "derived_status": _FROM_TESTS,
    "team_status": _FROM_TESTS,
    "reported_outcome": "Record what happened in a PDSA cycle. Only imports tell an outcome without one.",
    "reported_direction": "Record what happened in a PDSA cycle: the direction follows from it.",
}


class StrictParser(FlaskParser):
    """Reads the query and the body for the schemas of the operations."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {
        "query": ma.RAISE,
        "json": ma.RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:
        data = req.get_data(cache=True)
        if not data:
            return core.missing
        if req.content_length is None and len(data) >= (req.max_content_length or len(data) + 1):
            # A body of unannounced length is cut off at the limit without a word.
            raise RequestEntityTooLarge
        if req.mimetype != "application/json":
            raise UnsupportedMediaType(
                "Send the body as JSON, with the header `Content-Type: application/json`."
            )
        return parse_json(data)

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """Return the query; a parameter that is given twice has no clear meaning."""
        lists = {name for name, one in schema.fields.items() if isinstance(one, ma.fields.List)}
        twice = [name for name, values in req.args.lists() if len(values) > 1 and name not in lists]
        if twice:
            raise Invalid(
                "A parameter is given more than once.",
                [FieldProblem(f"?{name}", "Give this parameter once.") for name in twice],
            )
        return super().load_querystring(req, schema)

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Name every wrong field."""
        messages: Any = error.messages
        ((location, found),) = messages.items()
        problems = list(field_problems(found, "?" if location == "query" else "/"))
        raise Invalid("Some fields are wrong: " + _names(problems), problems) from error


def _names(problems: Iterable[FieldProblem]) -> str:
    return ", ".join(dict.fromkeys(problem.pointer or "the body" for problem in problems)) + "."


def field_problems(messages: Any, start: str) -> Iterator[FieldProblem]:
    """Turn marshmallow's nested messages into one problem for each message.

    Args:
        messages: ``{field: [message, ...] | {field: ...}}``.
        start: ``/`` for a body, ``?`` for a query.
    """
    for name, inner in messages.items():
        pointer = "" if name == "_schema" else f"{start}{_escaped(name)}"
        yield from _problems_at(pointer, inner)


def _problems_at(pointer: str, inner: Any) -> Iterator[FieldProblem]:
    if isinstance(inner, Mapping):
        for name, deeper in inner.items():
            # marshmallow tells of a wrong key or value of a mapping one level further down. A word of a query
            # has no places in it: ``?kind`` is written once for each.
            is_same = pointer.startswith("?") or name in {"key", "value", "_schema"}
            yield from _problems_at(pointer if is_same else f"{pointer}/{_escaped(name)}", deeper)
        return
    for message in [inner] if isinstance(inner, str) else inner:
        yield FieldProblem(pointer, _in_plain_words(message, pointer))


def _in_plain_words(message: str, pointer: str) -> str:
    if message == "Unknown field." and pointer.startswith("/") and pointer[1:] in NEVER_WRITTEN:
        return NEVER_WRITTEN[pointer[1:]]
    return PLAIN_WORDS.get(message) or re.sub(r"^Must be one of: ", "Choose one of: ", message)


def _escaped(name: Any) -> str:
    """Escape a field name for a JSON pointer. Source: RFC 6901, section 3."""
    return str(name)[:100].replace("~", "~0").replace("/", "~1")


def parse_json(data: bytes) -> Any:
    """Read a JSON text as RFC 8259 has it: no NaN, no field twice, not too deep.

    Raises:
        Malformed: it is not such a text.
    """
    if data.startswith(BOM_UTF8):
        raise _malformed("The body begins with a byte order mark. Save it as UTF-8 without one.")
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _malformed(f"The body is not UTF-8 (at byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise _malformed(
            f"The body is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError as error:
        raise _malformed(f"The body is nested deeper than {MAX_DEPTH} levels.") from error
    except ValueError as error:
        # Python refuses to read whole numbers of more than 4,300 digits.
        raise _malformed("The body holds a number that is too long.") from error
    _check_depth(value)
    return core.missing if value is None else value


def _malformed(detail: str, pointer: str = "") -> Malformed:
    return Malformed(detail, [FieldProblem(pointer, detail)])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            raise _malformed("The body holds a field twice. Keep one of them.", f"/{_escaped(name)}")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise _malformed(f"{name} is not JSON. Write a number, or null.")


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise _malformed(f"The body is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _check_depth(inner, depth + 1)


def expected_version() -> int:
    """Return the version that the request means to change, from ``If-Match``.

    Raises:
        PreconditionRequired: the header is missing.
        Malformed: it is not one ETag of ours.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired("Send the ETag of the record you read in the header If-Match.")
    match = _ETAG.match(header.strip())
    if match is None:
        raise Malformed('If-Match takes one ETag as the hub sent it, such as "3". Read the record to get it.')
    return int(match[1])


def idempotency_key() -> str | None:
    """Return the request's ``Idempotency-Key``, if it has one.

    Raises:
        Malformed: it is too long or holds other than visible ASCII characters.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.match(key):
        raise _malformed(
            "The header Idempotency-Key takes 1 to 255 visible ASCII characters, such as a UUID."
        )
    if key is not None and find_private_in("key", key):
        raise _malformed("The header Idempotency-Key seems to hold an e-mail address. Use a UUID instead.")
    return key
