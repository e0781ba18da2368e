"""The description of the API: OpenAPI 3.1, made from the operations, with every problem as problem+json."""

from __future__ import annotations

import threading
from collections import deque
from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_smorest import Api
from marshmallow import Schema, fields, validate
from werkzeug.routing import BaseConverter

from nic_hub.api.describing import STATUS_NAMES
from nic_hub.api.operations import HubBlueprint
from nic_hub.api.problems import CONTENT_TYPE
from nic_hub.fields import refuse_blank, refuse_control_characters

PREFIX = "/api/v1"

ABOUT = """\
What teams in a networked improvement community tested, found again by those who need it.

Sign in with a token of your network's admin: `Authorization: Bearer nic_...`. What you do not see does not
exist for you: lists, totals and evidence are computed from what you may read.

A change needs the record's ETag in `If-Match`. A POST with an `Idempotency-Key` can be repeated safely. Every
error is a problem as in RFC 9457; its `type` is a page of this hub that says what to do. A reference
(`driver_id`, `team_id`, ...) may be written as an id or as an import key.
"""


SECURITY_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer"},
    "bot": {"type": "http", "scheme": "bearer", "description": "A bot's own token: `nicbot_...`."},
    "on_behalf_of": {
        "type": "apiKey",
        "in": "header",
        "name": "On-Behalf-Of",
        "description": "For whom a bot acts: `slack ENTERPRISE TEAM USER`, with `-` for no enterprise.",
    },
}


class ErrorSchema(Schema):
    """One thing that is wrong in a request."""

    detail = fields.String(required=True)
    pointer = fields.String(
        required=True,
        metadata={"description": "JSON pointer into the body, or `?name` of a query parameter."},
    )


class ProblemSchema(Schema):
    """A problem as in RFC 9457."""

    type = fields.String(required=True, metadata={"example": "/problems/invalid"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(ErrorSchema))


class RecordId(BaseConverter):
    """The opaque id of a record in an address; anything else is no address of ours."""

    regex = "[0-9a-f]{32}"


class HubApi(Api):  # type: ignore[misc]
    """flask-smorest's API with problems in place of its own errors, described when somebody asks for it.

    Describing takes longer than all else at the start of the app, and a command or a test never needs it.
    """

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        self._undescribed: deque[HubBlueprint] = deque()
        self._describing = threading.Lock()
        super().__init__(app)

    def register_blueprint(self, blueprint: HubBlueprint) -> None:
        """Serve the routes of a blueprint; their description follows."""
        self._app.register_blueprint(blueprint)
        self._undescribed.append(blueprint)

    def describe(self) -> dict[str, Any]:
        """Return the description of the API."""
        with self._describing:
            while self._undescribed:
                blueprint = self._undescribed.popleft()
                options = {"name": blueprint.name, "parameters": None}
                blueprint.register_views_in_doc(self, self._app, self.spec, **options)
                self.spec.tag({"name": blueprint.name, "description": blueprint.description})
            described: dict[str, Any] = self.spec.to_dict()
            return described

    def _register_error_handlers(self) -> None:
        """Leave errors to ``nic_hub.api.problems``."""

    def _register_responses(self) -> None:
        for status, name in STATUS_NAMES.items():
            content = {CONTENT_TYPE: {"schema": ProblemSchema}}
            response = {"description": HTTPStatus(status).phrase, "content": content}
            self.spec.components.response(name, response, lazy=True)


def describe_text(_converter: Any, field: Any, **_: Any) -> dict[str, str]:
    """Describe which texts a field takes, in the dialect of JSON Schema."""
    patterns = [str(check.regex.pattern) for check in field.validators if isinstance(check, validate.Regexp)]
    if patterns:
        return {"pattern": patterns[0].replace("\\Z", "$")}
    if refuse_blank in field.validators:
        return {"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}
    return {"pattern": r"^[^\x00]*$"} if refuse_control_characters in field.validators else {}


def make_api(app: Flask) -> HubApi:
    """Describe the API of this app; blueprints are registered on what is returned."""
    app.config.update(
        API_TITLE="nic_hub",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
            "servers": [{"url": "/", "description": "this hub"}],
            "security": [{"token": []}],
        },
    )
    app.url_map.converters["id"] = RecordId
    api = HubApi(app)
    api.register_converter(RecordId, lambda _: {"type": "string", "pattern": f"^{RecordId.regex}$"})
    api.ma_plugin.converter.add_attribute_function(describe_text)
    for name, scheme in SECURITY_SCHEMES.items():
        api.spec.components.security_scheme(name, scheme)
    return api
