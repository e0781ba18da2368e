"""What of a record is searchable text.

An idea is searched with the name of its driver, too: what teams try on one lever is told in many words, and
the driver is what they have in common. A cycle about fewer students than the network's ``min_n`` is searched
without what it found: a number that may not be shown must not be found either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nic_hub.domain.small_cells import blur_numbers
from nic_hub.models import (
    ChangeIdea,
    Driver,
    HelpWanted,
    PdsaCycle,
    ProblemOfPractice,
    Record,
    Storyboard,
    Tool,
)

#: The fields that are searched, in the order in which they are read. The first is the title.
SEARCHED_FIELDS: dict[type[Record], tuple[str, ...]] = {
    ChangeIdea: ("title", "description", "change_concept", "what_changed", "why_changed", "reported_outcome"),
    Tool: ("title", "description", "core_elements", "how_to_learn", "body"),
    PdsaCycle: (
        "question",
        "what",
        "prediction",
        "observations",
        "surprises",
        "result",
        "learning",
        "reason",
        "next_step",
    ),
    Storyboard: (
        "title",
        "focus",
        "changes_tested",
        "prediction",
        "result",
        "successes",
        "challenges",
        "learning",
        "next_step",
        "help_wanted",
    ),
    ProblemOfPractice: ("statement", "root_causes", "evidence"),
    HelpWanted: ("question", "detail"),
}
#: What a cycle found: shown and searched only when enough students stand behind it. Beside a prediction
#: ("all six"), even "met" would tell the number.
FOUND = ("observations", "surprises", "result", "result_value", "student_count", "prediction_met")
#: What a team concluded: shown and searched without its numbers when too few students stand behind it.
CONCLUDED = ("learning", "reason", "next_step", "cancel_reason")


def is_small_cell(cycle: PdsaCycle, min_n: int) -> bool:
    """Say whether the cycle speaks of so few students that its findings stay in the team."""
    return cycle.student_count is not None and cycle.student_count < min_n


def title_of(record: Record) -> str:
    """Return the one line a record is known by."""
    return str(getattr(record, SEARCHED_FIELDS[type(record)][0]) or "")


def text_of(record: Record, min_n: int, driver: Driver | None = None) -> str:
    """Return all searchable text of a record, one paragraph a field.

    Args:
        record: a record of a searched kind.
        min_n: the network's small-cell limit.
        driver: the driver of an idea, whose name everybody in the network may know.
    """
    values: dict[str, Any] = {name: getattr(record, name) for name in SEARCHED_FIELDS[type(record)]}
    values["driver"] = driver and driver.name
    if isinstance(record, PdsaCycle) and is_small_cell(record, min_n):
        values |= without_numbers(values)
    return "\n".join(str(value).strip() for value in values.values() if value)


def without_numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is left of a small cell's findings and conclusions for other teams, by field."""
    concluded = {name: blur_numbers(values[name]) for name in CONCLUDED if values.get(name)}
    return {name: None for name in FOUND if name in values} | concluded
