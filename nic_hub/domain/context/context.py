"""For whom and under which conditions: the context of a team, of a cycle, and of a question.

Source: the domain guide, section 3 (Context).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from nic_hub.domain.vocabulary import (
    Band,
    ClassSize,
    DeliveredBy,
    Frequency,
    GradeBand,
    Locale,
    SchoolLevel,
    Subject,
)

_READERS: Mapping[str, Callable[[Any], Any]] = {
    "grade_bands": lambda bands: tuple(GradeBand(band) for band in bands),
    "subject": Subject,
    "class_size": ClassSize,
    "school_level": SchoolLevel,
    "locale": Locale,
    "student_group_bands": lambda bands: {group: Band(band) for group, band in bands.items()},
    "frequency": Frequency,
    "delivered_by": DeliveredBy,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A context; a value that is None, or empty, is not known."""

    grade_bands: tuple[GradeBand, ...] = ()
    subject: Subject | None = None
    curriculum: str | None = None
    class_size: ClassSize | None = None
    school_level: SchoolLevel | None = None
    locale: Locale | None = None
    student_group_bands: Mapping[str, Band] = field(default_factory=dict, hash=False)
    coach_present: bool | None = None
    shared_planning_time: bool | None = None
    minutes: int | None = None
    frequency: Frequency | None = None
    delivered_by: DeliveredBy | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any] | None) -> Context:
        """Read a context from plain JSON values, as teams and cycles store it.

        Raises:
            ValueError: a value is not on its list.
            TypeError: a name is not a part of a context.
        """
        known = {name: value for name, value in (values or {}).items() if value is not None}
        return cls(**{name: _READERS.get(name, _as_it_is)(value) for name, value in known.items()})

    @classmethod
    def stored(cls, text: str | None) -> Context:
        """Read a context from the JSON that is stored; None knows nothing.

        Raises:
            ValueError, TypeError: as for ``of``.
        """
        return _read_stored(text) if text else cls()

    @property
    def known(self) -> dict[str, Any]:
        """Return the parts that are known, by name."""
        parts = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value for name, value in parts.items() if value is not None and value not in ((), {}, "")
        }

    def over(self, other: Context) -> Context:
        """Return this context, filled up with what only the other one knows."""
        return Context(**(other.known | self.known))

    def as_values(self) -> dict[str, Any]:
        """Return what is known as plain JSON values."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in self.known.items()
        }


def _as_it_is(value: Any) -> Any:
    return value


@lru_cache(maxsize=5_000)
def _read_stored(text: str) -> Context:
    """Read a context once: a team's is stored with each of its cycles."""
    return Context.of(json.loads(text))
