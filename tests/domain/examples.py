"""Records in plain dictionaries, complete in every field, from which a test takes away what it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.vocabulary import CycleStatus
from nic_hub.errors import HubError

PLAN = {
    "change_idea_id": "idea-1",
    "question": "Do prompts on the desks help students ask when they are lost?",
    "prediction": "Six questions in a lesson.",
    "who": "Two teachers, grade 5",
    "what": "Prompts on each desk",
    "when": "Two weeks in October",
    "where": "Rooms 4 and 5",
    "data_plan": "A tally of questions in each lesson",
    "scale": "one_classroom",
}
DO = {"as_planned": "partly", "observations": "Students read the prompts aloud."}
STUDY = {
    "result": "Four questions in a lesson.",
    "prediction_met": "partly",
    "learning": "They need a reminder.",
}
ACT = {"decision": "adapt", "reason": "It helped some.", "next_step": "Remind them at the start."}
WHOLE_CYCLE = PLAN | DO | STUDY | ACT


def cycle(**changes: Any) -> dict[str, Any]:
    """Return all fields of a closed cycle, with changes; a value of None empties a field."""
    return WHOLE_CYCLE | changes


def facts(**changes: Any) -> CycleFacts:
    """Return the facts of a complete closed cycle of one school's team."""
    whole: dict[str, Any] = {
        "idea_id": "idea-1",
        "team_id": "team-1",
        "status": CycleStatus.CLOSED,
        "school_id": "school-1",
        "district_id": "district-1",
        "has_prediction": True,
        "has_observations": True,
        "has_result": True,
        "closed_on": date(2018, 2, 1),
    }
    return CycleFacts(**(whole | changes))


def is_accepted(rule: Callable[..., object], *facts: object) -> bool:
    """Say whether a rule that raises what it refuses lets these facts pass."""
    try:
        rule(*facts)
    except HubError:
        return False
    return True
