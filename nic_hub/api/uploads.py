"""Read a body that may hold a file: ``multipart/form-data``, the bare file, or JSON where a text was pasted.

The whole body is read before the form is, so that a repeated request is known again by its bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnsupportedMediaType

from nic_hub.api.problems import Malformed
from nic_hub.api.reading import StrictParser, parse_json
from nic_hub.errors import FieldProblem, Invalid

FORM, JSON = "multipart/form-data", "application/json"
#: The types of a file that is the whole body, and the name it is read under.
BARE = {
    "text/csv": "table.csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table.xlsx",
}
#: The part of a form that is the file.
FILE = "file"


def read_upload(schema: ma.Schema, max_bytes: int) -> dict[str, Any]:
    """Return the checked fields of the body, and the file's ``name`` and ``content`` where there is one.

    Args:
        schema: checks the fields; one that holds a list or an object is JSON in a form.
        max_bytes: the largest form that is read; a JSON body has the limit of all others.

    Raises:
        Invalid: a field is wrong.
        Malformed: the body cannot be read.
    """
    if request.mimetype == JSON:
        return _check(schema, parse_json(request.get_data(cache=True)))
    if request.mimetype not in {FORM, *BARE}:
        raise UnsupportedMediaType(f"Send a file as {FORM}, or a text as {JSON}.")
    request.max_content_length = max_bytes
    content = request.get_data(cache=True)
    if request.mimetype in BARE:
        return {**_check(schema, {}), "name": BARE[request.mimetype], "content": content}
    file = _read_file()
    return {**_check(schema, _read_form(schema)), **file}


def _read_file() -> dict[str, Any]:
    files = [*request.files.items(multi=True)]
    if len(files) > 1 or any(name != FILE for name, _ in files):
        raise Invalid.field(FILE, f"Send one file, as the part called {FILE!r}.")
    return {key: value for _, file in files for key, value in _describe(file).items()}


def _describe(file: FileStorage) -> dict[str, Any]:
    # A large file lies on the disk while it is read.
    with file.stream as opened:
        return {"name": file.filename or "", "content": opened.read()}


def _read_form(schema: ma.Schema) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, values in request.form.lists():
        if len(values) > 1:
            raise Invalid.field(name[:100], "Give this field once.")
        is_json = isinstance(schema.fields.get(name), ma.fields.List)
        read[name] = _parse(name, values[0]) if is_json else values[0]
    return read


def _parse(name: str, text: str) -> Any:
    try:
        return parse_json(text.encode("utf-8", "surrogatepass"))
    except Malformed as error:
        raise Malformed(f"{name} is no valid JSON.", [FieldProblem(f"/{name}", error.detail)]) from error


def _check(schema: ma.Schema, body: Any) -> dict[str, Any]:
    try:
        checked: dict[str, Any] = schema.load(body if isinstance(body, Mapping) else {"": body})
    except ma.ValidationError as error:
        StrictParser().handle_error(ma.ValidationError({"json": error.messages}))
    return checked


def describe_upload(schema: ma.Schema) -> dict[str, Any]:
    """Return the request body's description, as OpenAPI has it."""
    file = {"type": "string", "format": "binary", "description": "A .pptx, .docx, .xlsx, .csv or text file."}
    told = {name: {"type": "string", "description": _hint(field)} for name, field in schema.fields.items()}
    form = {"type": "object", "properties": {FILE: file, **told}, "additionalProperties": False}
    bare = {media: {"schema": {"type": "string", "format": "binary"}} for media in BARE}
    return {"required": True, "content": {JSON: {"schema": schema}, FORM: {"schema": form}, **bare}}


def _hint(field: Any) -> str:
    told = str(field.metadata.get("description", ""))
    return f"{told} Written as JSON.".strip() if isinstance(field, ma.fields.List) else told
