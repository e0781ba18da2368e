"""What all records of a team have, and the kinds of ideas, tools and calls for help."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """Who may read a published record, from the narrowest to the widest."""

    TEAM = "team"
    DISTRICT = "district"
    NETWORK = "network"
    PUBLIC = "public"

    @property
    def width(self) -> int:
        """Return 0 (team) to 3 (public)."""
        return list(Visibility).index(self)


class Provenance(StrEnum):
    """Where a record comes from; a synthetic one is never shown as if a paper had reported it."""

    PAPER = "paper"
    FIELD = "field"
    SYNTHETIC = "synthetic"
    REPORTED = "reported"
    ASSUMED = "assumed"


class Publication(StrEnum):
    """Derived state of a record a team writes and then shares."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class EvidenceSource(StrEnum):
    """What a problem of practice rests on."""

    EMPATHY_INTERVIEW = "empathy_interview"
    DATA = "data"
    OBSERVATION = "observation"


class IdeaStatus(StrEnum):
    """Derived status of a change idea."""

    PROPOSED = "proposed"
    TESTING = "testing"
    TESTED = "tested"
    ADOPTED = "adopted"
    SPREADING = "spreading"
    ABANDONED = "abandoned"


class ToolType(StrEnum):
    """Kind of tool."""

    FORM = "form"
    LESSON = "lesson"
    PROTOCOL = "protocol"
    ROUTINE = "routine"
    RUBRIC = "rubric"
    PROMPTS = "prompts"
    SURVEY = "survey"
    SCHEDULE = "schedule"
    SLIDES = "slides"
    OTHER = "other"


class KeepsCore(StrEnum):
    """Whether an adaptation keeps the core elements of a tool."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class ChangeOrigin(StrEnum):
    """Whether a change to a tool or idea was planned or came up on the way."""

    PLANNED = "planned"
    REACTIVE = "reactive"


class AdoptionState(StrEnum):
    """How far another team has come with an idea or tool it took over."""

    INTERESTED = "interested"
    TRYING = "trying"
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    DROPPED = "dropped"


#: Of an adoption in one of these states nobody has said yet what became of it.
UNDECIDED = (AdoptionState.INTERESTED, AdoptionState.TRYING)


class ReportState(StrEnum):
    """What became of a report that something is wrong with a record."""

    OPEN = "open"
    HIDDEN = "hidden"
    SETTLED = "settled"


class HelpWantedState(StrEnum):
    """Whether a call for help still waits for an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
