"""What an adoption must say: whose idea or tool was taken over, what was changed, why it was dropped.

The same rules hold for what somebody writes and for what comes in a file.

Source: the domain guide, section 3 (Adoption).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from nic_hub.domain.required import NOTHING_STOOD, find_missing
from nic_hub.domain.vocabulary import AdoptionState
from nic_hub.errors import FieldProblem

#: What may be taken over.
SOURCES = ("change_idea_id", "tool_version_id")
#: What must be said once an adoption has come so far.
TOLD: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        AdoptionState.ADAPTED: {"what_changed": "Say what you changed: the source team learns from it."},
        AdoptionState.DROPPED: {"why": "Say why you dropped it: that saves others the same test."},
    }
)


def find_wrong_source(adoption: Mapping[str, Any], source_team: str | None) -> Iterator[FieldProblem]:
    """Yield why an adoption does not say what was taken over from another team.

    Args:
        adoption: its team and its sources.
        source_team: the team of what was taken over.
    """
    named = [name for name in SOURCES if adoption[name] is not None]
    if len(named) != 1:
        detail = "Name one source: a change idea or a tool version, not both."
        yield FieldProblem(f"/{SOURCES[0]}", detail)
    elif source_team == adoption["team_id"]:
        detail = "This is the team's own: a team tests its own idea in a cycle instead of adopting it."
        yield FieldProblem(f"/{named[0]}", detail)


def find_untold(
    adoption: Mapping[str, Any], stood: Mapping[str, Any] = NOTHING_STOOD
) -> tuple[FieldProblem, ...]:
    """List what an adaptation or a drop leaves unsaid.

    Args:
        adoption: its values by field name.
        stood: those it had before, which may stay unless they are blank.
    """
    return find_missing(adoption, TOLD.get(adoption["state"], {}), stood)
