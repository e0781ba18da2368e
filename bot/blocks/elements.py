"""The pieces all messages and windows are made of, each within Slack's limits.

Text from the hub or from people is escaped here, so that it can neither mention nor link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Block = dict[str, Any]

MAX_SECTION = 3_000
MAX_LABEL = 75
MAX_TITLE = 24
_BROADCAST = re.compile(r"@(?=channel|here|everyone)", re.IGNORECASE)
_BROKEN_ENTITY = re.compile(r"&[a-z]*$")


def shorten(text: str, most: int) -> str:
    """Cut a text at a word, so that it holds at most so many characters."""
    flat = " ".join(str(text).split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:") + "…"


def safe(text: str, most: int = 400) -> str:
    """Make somebody's words safe to show: short enough, and without mentions, links and line breaks."""
    short = shorten(text, most).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BROADCAST.sub("@\N{ZERO WIDTH SPACE}", short)


def _within(text: str, most: int) -> str:
    """Keep finished markup below a limit without cutting an escaped character in two."""
    return text if len(text) <= most else _BROKEN_ENTITY.sub("", text[: most - 1]) + "…"


def marked(text: str) -> Block:
    """Make a text object of finished markup; Slack adds no links of its own."""
    return {"type": "mrkdwn", "text": _within(text, MAX_SECTION), "verbatim": True}


def plain(text: str, most: int = MAX_LABEL) -> Block:
    """Make a text object that shows characters as they are."""
    return {"type": "plain_text", "text": shorten(text, most), "emoji": False}


def section(*lines: str | None) -> Block:
    """Make a section of the lines that say something."""
    return {"type": "section", "text": marked("\n".join(line for line in lines if line))}


def context(*lines: str | None) -> Block:
    """Make a line in small print."""
    return {"type": "context", "elements": [marked("  ·  ".join(line for line in lines if line))]}


def actions(*elements: Block) -> Block:
    """Make a row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def divider() -> Block:
    """Make a line between two parts."""
    return {"type": "divider"}


def button(
    label: str, action: str, value: str, *, style: str | None = None, ask: Block | None = None
) -> Block:
    """Make a button; ``ask`` makes Slack ask again before it is sent."""
    made = {"type": "button", "text": plain(label), "action_id": action, "value": value}
    more = {"style": style, "confirm": ask}
    return made | {name: value for name, value in more.items() if value is not None}


def link_button(label: str, action: str, url: str) -> Block:
    """Make a button that opens a page."""
    return {"type": "button", "text": plain(label), "action_id": action, "url": url}


def sure(title: str, text: str, yes: str) -> Block:
    """Make the question that is asked before something is done."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain("Not now", 30),
    }


def option(label: str, value: str) -> Block:
    """Make one entry of a menu."""
    return {"text": plain(label), "value": value}


def menu(placeholder: str, action: str, options: Sequence[Block], chosen: str | None = None) -> Block:
    """Make a menu of at most a hundred entries; in Slack one can type to search it."""
    made: Block = {
        "type": "static_select",
        "placeholder": plain(placeholder, 150),
        "action_id": action,
        "options": list(options[:100]),
    }
    current = next((each for each in made["options"] if each["value"] == chosen), None)
    return made | ({"initial_option": current} if current else {})


def linked(title: str, address: str | None) -> str:
    """Show a tool by its title, as a link where it has an address on the web."""
    if address is None or not re.fullmatch(r"https://[^\s<>|]{1,1000}", address):
        return safe(title, 100)
    return f"<{address.replace('&', '&amp;')}|{safe(title, 100).replace('|', '/')}>"


def listing(words: Iterable[str], most: int = 3, *, between: str = ", ") -> str:
    """List a few things in one line, and say how many more there are."""
    told = [safe(word, 160) for word in words]
    more = f" (and {len(told) - most} more)" if len(told) > most else ""
    return between.join(told[:most]) + more


def day(told: str | None) -> str:
    """Write a day of the hub's as people read it in a school; nothing where there is none."""
    if not told:
        return ""
    found = date.fromisoformat(told[:10])
    return f"{found:%b} {found.day}, {found.year}"


def modal(callback_id: str, title: str, blocks: Sequence[Block], **more: Any) -> Block:
    """Make a window; ``more`` holds submit, private_metadata and the like."""
    texts = {name: plain(text, MAX_TITLE) for name, text in more.items() if name in {"submit", "close"}}
    rest: Mapping[str, Any] = {name: value for name, value in more.items() if name not in texts}
    base = {"type": "modal", "callback_id": callback_id, "title": plain(title, MAX_TITLE)}
    return {**base, "close": plain("Close"), "blocks": list(blocks), **texts, **rest}
