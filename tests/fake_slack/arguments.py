"""What a caller sent: from a form, from JSON or from the query, to one dictionary."""

import json
from urllib.parse import parse_qsl

from tests.fake_slack.refusals import Refusal

#: Arguments that come as JSON inside a string when they are not sent as JSON.
STRUCTURED = {
    "attachments", "blocks", "chunks", "loading_messages", "prompts", "unfurls", "user_auth_blocks",
    "metadata", "view",
}  # fmt: skip
MISREAD = {
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
    "unfurls": "invalid_unfurls_format",
}
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""}


def read_arguments(body, content_type, query):
    """Return the arguments of a call."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return dict(query) | _from_json(body)
    if body and kind not in FORMS:
        # https://docs.slack.dev/apis/web-api: other content types are refused.
        raise Refusal("invalid_post_type")
    return dict(query) | dict(parse_qsl(body.decode(), keep_blank_values=True))


def _from_json(body):
    try:
        found = json.loads(body or b"{}")
    except ValueError as error:
        raise Refusal("invalid_json") from error
    if not isinstance(found, dict):
        raise Refusal("invalid_json")
    return {name: value for name, value in found.items() if value is not None}


def unpack(arguments):
    """Read the JSON inside strings, so that methods see lists and dictionaries however they were sent."""
    return {name: _unpacked(name, value) for name, value in arguments.items()}


def _unpacked(name, value):
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise Refusal(MISREAD.get(name, "invalid_arguments"), f"{name} is not JSON") from error


def flag(value):
    """Return whether a value means yes, as a JSON boolean or as the words forms use."""
    return value in {True, "1", "true", "True"}
