"""What of a record is searchable text.

An idea is searched with the name of its driver, too: what teams try on one lever is told in many words, and
the driver is what they have in common. A cycle about fewer students than the network's ``min_n`` is searched
without what it found and without the numbers of its other texts: what may not be shown must not be found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nic_hub.domain.privacy.blurring import blur_numbers, blur_people
from nic_hub.domain.publishing import STORYBOARD_CONTENT
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

#: Counts up with every change of what this module makes of a record, so that a hub writes older texts anew.
TEXT_VERSION = 2
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
    Storyboard: ("title", *STORYBOARD_CONTENT),
    ProblemOfPractice: ("statement", "root_causes", "evidence"),
    HelpWanted: ("question", "detail"),
}
#: What a cycle found, and the number it had predicted: shown and searched only when enough students stand
#: behind it. Beside a prediction ("all six"), even "met" would tell the number.
FOUND = (
    "observations",
    "surprises",
    "result",
    "result_value",
    "student_count",
    "prediction_met",
    "predicted_value",
)
#: What a team concluded: shown and searched without its numbers when too few students stand behind it.
CONCLUDED = ("learning", "reason", "next_step", "cancel_reason")
#: What was expected of those students, and who they are: without numbers, too.
EXPECTED = ("prediction", "who")
#: The rest of the plan, and who told of it: without the numbers that count people.
PLANNED = ("question", "what", "when", "where", "data_plan", "source")


def is_small_cell(cycle: PdsaCycle, min_n: int) -> bool:
    """Say whether the cycle speaks of so few students that its findings stay in the team."""
    return cycle.student_count is not None and cycle.student_count < min_n


def searched_values(record: Record, *, is_kept: bool) -> dict[str, Any]:
    """Return the searched fields of a record, without its numbers where those are kept in its team."""
    values = {name: getattr(record, name) for name in SEARCHED_FIELDS[type(record)]}
    return values | without_numbers(values) if is_kept else values


def title_of(values: Mapping[str, Any]) -> str:
    """Return the one line a record is known by: the first of its searched fields."""
    return str(next(iter(values.values())) or "")


def text_of(values: Mapping[str, Any], driver: Driver | None = None) -> str:
    """Return all searchable text of a record, one paragraph a field.

    Args:
        values: its searched fields.
        driver: the driver of an idea, whose name everybody in the network may know.
    """
    texts = [*values.values(), driver and driver.name]
    return "\n".join(str(text).strip() for text in texts if text)


def without_numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is left of a small cell's texts and findings for other teams, by field."""
    told = {name: value for name, value in values.items() if value}
    without = {name: blur_numbers(told[name]) for name in (*CONCLUDED, *EXPECTED) if name in told}
    planned = {name: blur_people(told[name]) for name in PLANNED if name in told}
    return {name: None for name in FOUND if name in values} | without | planned
