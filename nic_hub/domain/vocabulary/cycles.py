"""PDSA cycles and measures: phases, scales, results and decisions."""

from __future__ import annotations

from enum import StrEnum


class CycleType(StrEnum):
    """PDSA, or the Cycle of Inquiry some districts use, which may omit the prediction."""

    PDSA = "pdsa"
    INQUIRY = "inquiry"


class CycleStatus(StrEnum):
    """Life of a PDSA cycle."""

    PLANNED = "planned"
    RUNNING = "running"
    STUDIED = "studied"
    CLOSED = "closed"
    CANCELLED = "cancelled"


#: A cycle in one of these states was tried.
BEGUN = (CycleStatus.RUNNING, CycleStatus.STUDIED, CycleStatus.CLOSED)


class Scale(StrEnum):
    """How widely a cycle tests, from the narrowest to the widest: the ramp."""

    FEW_STUDENTS = "few_students"
    ONE_CLASSROOM = "one_classroom"
    SEVERAL_CLASSROOMS = "several_classrooms"
    GRADE = "grade"
    SCHOOL = "school"
    SEVERAL_SCHOOLS = "several_schools"
    DISTRICT = "district"

    @property
    def step(self) -> int:
        """Return 0 (few students) to 6 (district)."""
        return list(Scale).index(self)


class AsPlanned(StrEnum):
    """Whether the test ran as planned."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class PredictionMet(StrEnum):
    """Result against prediction."""

    MET = "met"
    PARTLY = "partly"
    NOT = "not"
    CANT_TELL = "cant_tell"


class Direction(StrEnum):
    """Which way the result went."""

    IMPROVED = "improved"
    MIXED = "mixed"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    CANT_TELL = "cant_tell"

    @property
    def in_words(self) -> str:
        """Return it as one writes it: "no change", "can't tell"."""
        return self.value.replace("_", " ").replace("cant", "can't")


class Decision(StrEnum):
    """What the team does next with the idea."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"


class MeasureKind(StrEnum):
    """Outcome, process or balancing measure."""

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class BetterDirection(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class MeasureSubject(StrEnum):
    """Whom or what a measure is about."""

    ADULT_PRACTICE = "adult_practice"
    STUDENT = "student"
    SYSTEM = "system"
