"""How knowledge travels.

Storyboards, adoptions, calls for help, comments, suggestions and what the asker thought of them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import AdoptionState, ChangeOrigin, HelpWantedState, KeepsCore, Verdict
from nic_hub.models.base import Base, InNetwork, Record, Versioned, optional_ref, ref


class Storyboard(Base, Record):
    """A team's story of what it tried. It is not published without challenges."""

    __tablename__ = "storyboard"
    __refs__ = {"driver_id": "driver"}

    title: Mapped[str]
    focus: Mapped[str | None] = mapped_column(default=None)
    driver_id: Mapped[str | None] = optional_ref()
    changes_tested: Mapped[str | None] = mapped_column(default=None)
    prediction: Mapped[str | None] = mapped_column(default=None)
    result: Mapped[str | None] = mapped_column(default=None)
    successes: Mapped[str | None] = mapped_column(default=None)
    challenges: Mapped[str | None] = mapped_column(default=None)
    learning: Mapped[str | None] = mapped_column(default=None)
    next_step: Mapped[str | None] = mapped_column(default=None)
    help_wanted: Mapped[str | None] = mapped_column(default=None)


class StoryboardIdea(Base, InNetwork):
    """A change idea a storyboard tells of."""

    __tablename__ = "storyboard_idea"
    __refs__ = {"storyboard_id": "storyboard", "change_idea_id": "change_idea"}
    __unique__ = (("storyboard_id", "change_idea_id"),)

    storyboard_id: Mapped[str] = ref()
    change_idea_id: Mapped[str] = ref()
    position: Mapped[int] = mapped_column(default=0)


class StoryboardTool(Base, InNetwork):
    """A tool a storyboard shows."""

    __tablename__ = "storyboard_tool"
    __refs__ = {"storyboard_id": "storyboard", "tool_id": "tool"}
    __unique__ = (("storyboard_id", "tool_id"),)

    storyboard_id: Mapped[str] = ref()
    tool_id: Mapped[str] = ref()
    position: Mapped[int] = mapped_column(default=0)


class StoryboardSentence(Base, InNetwork):
    """Words of a drafted storyboard, and the record they were copied from."""

    __tablename__ = "storyboard_sentence"
    __refs__ = {"storyboard_id": "storyboard"}

    storyboard_id: Mapped[str] = ref()
    position: Mapped[int] = mapped_column(default=0)
    field: Mapped[str]
    text: Mapped[str]
    kind: Mapped[str]
    record_id: Mapped[str] = ref()


class Adoption(Base, Record):
    """A team takes over another's idea or tool version. ``team_id`` is the adopting team.

    Unchanged: the team's cycles test the source idea. Adapted: a child idea is made (``resulting_idea_id``).
    """

    __tablename__ = "adoption"
    __refs__ = {
        "change_idea_id": "change_idea",
        "tool_version_id": "tool_version",
        "resulting_idea_id": "change_idea",
    }

    change_idea_id: Mapped[str | None] = optional_ref()
    tool_version_id: Mapped[str | None] = optional_ref()
    resulting_idea_id: Mapped[str | None] = optional_ref()
    state: Mapped[AdoptionState] = mapped_column(default=AdoptionState.INTERESTED)
    what_changed: Mapped[str | None] = mapped_column(default=None)
    why: Mapped[str | None] = mapped_column(default=None)
    origin: Mapped[ChangeOrigin | None] = mapped_column(default=None)
    keeps_core: Mapped[KeepsCore | None] = mapped_column(default=None)
    who: Mapped[str | None] = mapped_column(default=None)
    started_on: Mapped[date | None] = mapped_column(default=None)
    study_on: Mapped[date | None] = mapped_column(default=None)


class HelpWanted(Base, Record):
    """A question nobody has an answer for yet."""

    __tablename__ = "help_wanted"
    __refs__ = {"driver_id": "driver"}

    question: Mapped[str]
    detail: Mapped[str | None] = mapped_column(default=None)
    driver_id: Mapped[str | None] = optional_ref()
    state: Mapped[HelpWantedState] = mapped_column(default=HelpWantedState.OPEN)


class Comment(Base, Versioned):
    """What somebody near the team says about a change idea, a cycle or a storyboard: of one of the three."""

    __tablename__ = "comment"
    __refs__ = {
        "change_idea_id": "change_idea",
        "pdsa_cycle_id": "pdsa_cycle",
        "storyboard_id": "storyboard",
        "author_id": "member",
    }

    change_idea_id: Mapped[str | None] = optional_ref()
    pdsa_cycle_id: Mapped[str | None] = optional_ref()
    storyboard_id: Mapped[str | None] = optional_ref()
    author_id: Mapped[str | None] = optional_ref()
    text: Mapped[str]
    written_at: Mapped[datetime]

    @property
    def record_id(self) -> str | None:
        """Return the id of the record it is about."""
        return self.change_idea_id or self.pdsa_cycle_id or self.storyboard_id


class Attachment(Base, InNetwork):
    """A file beside a change idea, a cycle or a storyboard. Its content is kept in a store, by its hash.

    ``is_cleared``: whether everything in it was looked over for students' data, by the hub or by a person of
    the team; until then others do not see it.
    """

    __tablename__ = "attachment"
    __refs__ = {
        "change_idea_id": "change_idea",
        "pdsa_cycle_id": "pdsa_cycle",
        "storyboard_id": "storyboard",
        "author_id": "member",
    }

    change_idea_id: Mapped[str | None] = optional_ref()
    pdsa_cycle_id: Mapped[str | None] = optional_ref()
    storyboard_id: Mapped[str | None] = optional_ref()
    author_id: Mapped[str | None] = optional_ref()
    name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    content_hash: Mapped[str]
    is_cleared: Mapped[bool]


class Suggestion(Base, InNetwork):
    """A question (redacted) and what was suggested. Never shown to anyone but the asker.

    ``asked`` holds what narrowed the question, so that it can be asked again and be followed up.
    """

    __tablename__ = "suggestion"
    __refs__ = {
        "member_id": "member",
        "team_id": "team",
        "driver_id": "driver",
        "follow_up_of_id": "suggestion",
    }

    member_id: Mapped[str] = ref()
    team_id: Mapped[str | None] = optional_ref()
    driver_id: Mapped[str | None] = optional_ref()
    query: Mapped[str]
    results: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    asked: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    follow_up_of_id: Mapped[str | None] = optional_ref()


class Feedback(Base, InNetwork):
    """What the asker thought of one suggested change idea."""

    __tablename__ = "feedback"
    __refs__ = {
        "suggestion_id": "suggestion",
        "change_idea_id": "change_idea",
        "member_id": "member",
        "team_id": "team",
    }
    __unique__ = (("suggestion_id", "change_idea_id"),)

    suggestion_id: Mapped[str] = ref()
    change_idea_id: Mapped[str] = ref()
    member_id: Mapped[str] = ref()
    team_id: Mapped[str | None] = optional_ref()
    verdict: Mapped[Verdict]
    note: Mapped[str | None] = mapped_column(default=None)
    updated_at: Mapped[datetime | None] = mapped_column(default=None)
