"""What the tests of the fake Slack share: small apps, small blocks, and how a refusal is caught."""

import pytest
from slack_sdk.errors import SlackApiError

DIVIDER = {"type": "divider"}


def refusal(call, *arguments, **named):
    """Make a call that is refused, and return the error's name."""
    with pytest.raises(SlackApiError) as raised:
        call(*arguments, **named)
    return raised.value.response["error"]


def takes_everything(environ, start_response):
    """An app that says 200 to whatever comes."""
    start_response("200 OK", [])
    return [b""]


def plain(text):
    """A text object without markup."""
    return {"type": "plain_text", "text": text}


def button(action_id="go", text="Go", **more):
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def actions(*elements, **more):
    """A row of elements."""
    return {"type": "actions", "elements": list(elements), **more}


def section(text="words", **more):
    """A section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def select(count, **more):
    """A select with this many options."""
    options = [{"text": plain(f"option {n}"), "value": str(n)} for n in range(count)]
    return {"type": "static_select", "action_id": "choose", "options": options, **more}


def field(element=None, **more):
    """A field of a modal."""
    element = element or {"type": "plain_text_input", "action_id": "words"}
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def modal(*blocks, **more):
    """A modal."""
    return {"type": "modal", "title": plain("Title"), "submit": plain("Save"), "blocks": list(blocks), **more}
