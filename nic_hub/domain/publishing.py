"""When a record may leave its team, and what it must say first.

Source: the domain guide, section 3: the fields marked *, and "Publishing without challenges is refused".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from nic_hub.domain.required import NOTHING_STOOD, find_missing, lacks, refuse
from nic_hub.domain.saying_nothing import says_nothing
from nic_hub.domain.vocabulary import DriverLevel, Publication
from nic_hub.errors import Conflict, FieldProblem


class Publishable(StrEnum):
    """The kinds of records that are drafts first."""

    STORYBOARD = "storyboard"
    CHANGE_IDEA = "change_idea"
    TOOL = "tool"
    PROBLEM = "problem"
    MEASURE = "measure"


class PublicationAction(StrEnum):
    """What is done with a record as a whole."""

    PUBLISH = "publish"
    ARCHIVE = "archive"
    RESTORE = "restore"
    WITHDRAW = "withdraw"


REQUIRED: Mapping[Publishable, Mapping[str, str]] = MappingProxyType(
    {
        Publishable.STORYBOARD: {
            "focus": "Say what the team works on.",
            "driver_id": "Choose the driver this work belongs to.",
            "successes": "Write what went well.",
            "challenges": "Write what was hard or did not work: others learn most from it.",
            "result": 'Write what came out, or "No result yet, because ..." and why.',
        },
        Publishable.CHANGE_IDEA: {
            "title": "Give the idea a title.",
            "description": "Describe the change so that another team could try it.",
            "driver_id": "Choose the secondary driver this idea is to move.",
        },
        Publishable.TOOL: {
            "title": "Give the tool a title.",
            "type": "Choose what kind of tool it is.",
        },
        Publishable.PROBLEM: {
            "statement": "State the problem.",
            "driver_id": "Choose the driver this problem belongs to.",
        },
        Publishable.MEASURE: {
            "name": "Name the measure.",
            "kind": "Choose outcome, process or balancing.",
            "operational_definition": "Say exactly what is counted, so that two people get the same number.",
            "unit": "Name the unit.",
            "better": "Say which way is better: up or down.",
        },
    }
)

#: How a result is put off; the reason has to follow.
_PUT_OFF = re.compile(
    r"\W*(?:no|none|not)\b(?: results?)?(?: yet| so far)?\W*(?:(?:because|as|since)\b)?", re.IGNORECASE
)
#: What a tool is: one of these makes it something another team can use. Each version has its own.
TOOL_CONTENT = ("link", "body")
#: What a storyboard tells beside its title, in the order in which it is read.
STORYBOARD_CONTENT = (
    "focus",
    "changes_tested",
    "prediction",
    "result",
    "successes",
    "challenges",
    "learning",
    "next_step",
    "help_wanted",
)

#: From which states each action is possible. Withdrawing is final: the record stays as a tombstone.
SOURCES: Mapping[PublicationAction, tuple[Publication, ...]] = MappingProxyType(
    {
        PublicationAction.PUBLISH: (Publication.DRAFT,),
        PublicationAction.ARCHIVE: (Publication.DRAFT, Publication.PUBLISHED),
        PublicationAction.RESTORE: (Publication.ARCHIVED,),
        PublicationAction.WITHDRAW: (Publication.PUBLISHED, Publication.ARCHIVED),
    }
)


def find_unpublishable(
    kind: Publishable,
    fields: Mapping[str, Any],
    driver_level: DriverLevel | None = None,
    *,
    stood: Mapping[str, Any] = NOTHING_STOOD,
) -> tuple[FieldProblem, ...]:
    """List all that a record still lacks to be published.

    Args:
        kind: what kind of record it is.
        fields: its values by field name; a tool's with the link or text of its newest version.
        driver_level: level of the driver it names, for a change idea.
        stood: its values as they were published before; of those only blank ones are a problem.
    """
    problems = find_missing(fields, REQUIRED[kind], stood)
    if kind == Publishable.TOOL and all(lacks(fields, name, stood) for name in TOOL_CONTENT):
        advice = "Add a link, or write the tool itself into body: others need the thing, not only its name."
        problems += (FieldProblem("/link", advice),)
    if kind == Publishable.STORYBOARD and not lacks(fields, "result", stood) and _lacks_reason(fields, stood):
        problems += (FieldProblem("/result", 'Say why there is none: "No result yet, because ...".'),)
    if kind == Publishable.CHANGE_IDEA and driver_level == DriverLevel.PRIMARY:
        problems += (
            FieldProblem("/driver_id", "This is a primary driver: choose a secondary one under it."),
        )
    return problems


def _lacks_reason(fields: Mapping[str, Any], stood: Mapping[str, Any]) -> bool:
    """Say whether a result is put off without a reason; nothing but marks never was one."""
    put_off = _PUT_OFF.match(fields["result"])
    if put_off is None:
        return False
    reason = fields["result"][put_off.end() :]
    has_stood = fields["result"] == stood.get("result")
    return re.search(r"\w", reason) is None if has_stood else says_nothing(reason)


def require_publishable(
    kind: Publishable,
    fields: Mapping[str, Any],
    driver_level: DriverLevel | None = None,
    *,
    stood: Mapping[str, Any] = NOTHING_STOOD,
) -> None:
    """Refuse to publish a record that lacks something, naming everything at once.

    Raises:
        Invalid: with one problem for each field.
    """
    name = kind.replace("_", " ")
    refuse(find_unpublishable(kind, fields, driver_level, stood=stood), f"publish this {name}")


def require_state(action: PublicationAction, state: Publication) -> None:
    """Refuse an action that does not belong to the state.

    Raises:
        Conflict: the sentence says from which states it is possible.
    """
    if state not in SOURCES[action]:
        possible = " or ".join(SOURCES[action])
        told = "a draft" if state == Publication.DRAFT else state
        raise Conflict(f"You can {action} a {possible} record; this one is {told}.")
