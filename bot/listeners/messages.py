"""The words of a message in Slack as plain text: people's messages, and bots' that consist of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.blocks.pdsa import MOST_WRITTEN

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")
#: ``<#C1|general>``, ``<https://a.test|label>``, ``<mailto:a@b.test|a@b.test>``, ``<!here>``.
_MARKUP = re.compile(r"<([#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
EMPTY = "This message has no text that I can read. Write the idea in your own words."
CUT = "The message is long: I took its first part. Write what is missing, or shorten it."


def words_of(message: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return the text of a message, short enough for a form, and what to say about it."""
    text = plain_lines(str(message.get("text") or "")) or plain_lines("\n".join(_texts(message)))
    if not text:
        return "", [EMPTY]
    return text[:MOST_WRITTEN], [CUT] if len(text) > MOST_WRITTEN else []


def plain_lines(text: str) -> str:
    """Return what somebody wrote without Slack's markup, with its lines."""
    words = _MARKUP.sub(_shown, _MENTION.sub(" ", text))
    for entity, character in _ENTITIES:
        words = words.replace(entity, character)
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _shown(found: re.Match[str]) -> str:
    kind, address, label = found.groups()
    if kind == "!":
        return label or " "
    shown = label or address.removeprefix("mailto:")
    return f"#{shown}" if kind == "#" else shown


def _texts(tree: Any) -> Iterator[str]:
    """Return the texts in the blocks and attachments of a message, in their order."""
    if isinstance(tree, list):
        for branch in tree:
            yield from _texts(branch)
    elif isinstance(tree, Mapping):
        if isinstance(tree.get("text"), str):
            yield tree["text"]
        for name in ("blocks", "attachments", "elements", "fields", "text"):
            yield from _texts(tree.get(name))
