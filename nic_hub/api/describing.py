"""What the description of the API says of each operation: its headers, its problems, who may come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nic_hub.api.access import Access
from nic_hub.domain.vocabulary import Ceiling

if TYPE_CHECKING:
    from nic_hub.api.operations import Operation

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the record as you read it.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "example": '"1"',
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "A repeated request with the same key returns the first answer, for a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]{1,255}$"},
}
CEILING = {
    "in": "header",
    "name": "Ceiling",
    "description": "Who will see the answer: only what each of that audience may read is in it.",
    "schema": {"type": "string", "enum": [str(one) for one in Ceiling]},
}
ETAG = {"ETag": {"description": "The version, for `If-Match`.", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "The new record's address.", "schema": {"type": "string"}}}
BY_MEMBERS_AND_BOTS: list[dict[str, list[str]]] = [{"token": []}, {"bot": [], "on_behalf_of": []}]
#: What else than a member's token, or a bot's on behalf of somebody, opens an operation.
SECURITY: Mapping[Access, list[dict[str, list[str]]]] = {
    Access.READER: [*BY_MEMBERS_AND_BOTS, {}],
    Access.BOT: [{"bot": []}],
    Access.LINKED: [{"bot": [], "on_behalf_of": []}],
    Access.ADMIN: [{"token": []}],
}
STATUS_NAMES = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    409: "CONFLICT",
    412: "PRECONDITION_FAILED",
    413: "REQUEST_ENTITY_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "UNPROCESSABLE_ENTITY",
    428: "PRECONDITION_REQUIRED",
    429: "TOO_MANY_REQUESTS",
    500: "INTERNAL_SERVER_ERROR",
    503: "SERVICE_UNAVAILABLE",
}


def describe(method: str, operation: Operation) -> dict[str, Any]:
    """Return summary, parameters, security and problems of an operation, as OpenAPI has them."""
    problems = {status: STATUS_NAMES[status] for status in problem_statuses(method, operation)}
    security = SECURITY.get(operation.access, BY_MEMBERS_AND_BOTS)
    return {
        "summary": operation.summary,
        "parameters": _parameters(method, operation),
        "security": security,
        "responses": problems,
    }


def _parameters(method: str, operation: Operation) -> list[dict[str, Any]]:
    is_bots = operation.access is Access.BOT
    chosen: list[tuple[dict[str, Any], bool]] = [
        (IF_MATCH, operation.versioned),
        (IDEMPOTENCY_KEY, method == "POST" and not is_bots),
        (CEILING, operation.narrows or (method == "GET" and not is_bots)),
    ]
    return [parameter for parameter, is_taken in chosen if is_taken]


def answer_headers(operation: Operation) -> dict[str, Any] | None:
    """Return the headers of a good answer."""
    headers = dict(ETAG) if operation.versioned or operation.tagged or operation.location else {}
    return headers | (LOCATION if operation.location else {}) or None


def problem_statuses(method: str, operation: Operation) -> list[int]:
    """List the statuses of the problems an operation can answer with."""
    statuses = {401, 403, 404, 422, 429, 500, 503, *operation.also}
    if method != "GET":
        statuses |= {400, 409, 413}
    if operation.body is not None or operation.upload is not None:
        statuses.add(415)
    if operation.versioned:
        statuses |= {412, 428}
    return sorted(statuses)
