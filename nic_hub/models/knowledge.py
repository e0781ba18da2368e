"""What teams know: problems of practice, change ideas, and the concrete tools with their versions."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import ChangeOrigin, Direction, KeepsCore, ToolType
from nic_hub.models.base import Base, Entity, InNetwork, Record, optional_ref, ref


class ProblemOfPractice(Base, Record):
    """A problem a team works on, the driver it belongs to, and what it rests on."""

    __tablename__ = "problem"
    __refs__ = {"driver_id": "driver"}

    statement: Mapped[str]
    driver_id: Mapped[str | None] = optional_ref()
    root_causes: Mapped[str | None] = mapped_column(default=None)
    evidence: Mapped[str | None] = mapped_column(default=None)
    evidence_sources: Mapped[list[str]] = mapped_column(default=list)


class ChangeIdea(Base, Record):
    """Something a team changes to move a driver.

    Its status, strength and direction are derived, never typed in.

    ``reported_outcome`` is what a paper or a team told without a cycle; it never counts as a tested cycle.
    """

    __tablename__ = "change_idea"
    __refs__ = {"driver_id": "driver", "problem_id": "problem", "parent_id": "change_idea"}

    title: Mapped[str]
    description: Mapped[str]
    driver_id: Mapped[str | None] = optional_ref()
    problem_id: Mapped[str | None] = optional_ref()
    parent_id: Mapped[str | None] = optional_ref()
    change_concept: Mapped[str | None] = mapped_column(default=None)
    what_changed: Mapped[str | None] = mapped_column(default=None)
    why_changed: Mapped[str | None] = mapped_column(default=None)
    keeps_core: Mapped[KeepsCore | None] = mapped_column(default=None)
    reported_outcome: Mapped[str | None] = mapped_column(default=None)
    reported_direction: Mapped[Direction | None] = mapped_column(default=None)


class ChangeIdeaDriver(Base, InNetwork):
    """Another driver a change idea touches, beside its main one."""

    __tablename__ = "change_idea_driver"
    __refs__ = {"change_idea_id": "change_idea", "driver_id": "driver"}
    __unique__ = (("change_idea_id", "driver_id"),)

    change_idea_id: Mapped[str] = ref()
    driver_id: Mapped[str] = ref()
    position: Mapped[int] = mapped_column(default=0)


class Tool(Base, Record):
    """A form, protocol, rubric, ...: the concrete "what". Its content is a link or a text."""

    __tablename__ = "tool"

    title: Mapped[str]
    type: Mapped[ToolType]
    description: Mapped[str]
    link: Mapped[str | None] = mapped_column(default=None)
    body: Mapped[str | None] = mapped_column(default=None)
    core_elements: Mapped[str | None] = mapped_column(default=None)
    how_to_learn: Mapped[str | None] = mapped_column(default=None)


class ToolVersion(Base, Entity):
    """One version of a tool.

    What changed, why, and whether it keeps the core. Seen by whoever sees the tool.
    """

    __tablename__ = "tool_version"
    __refs__ = {"tool_id": "tool", "parent_id": "tool_version", "team_id": "team", "author_id": "member"}
    __unique__ = (("tool_id", "number"),)

    tool_id: Mapped[str] = ref()
    number: Mapped[int]
    parent_id: Mapped[str | None] = optional_ref()
    team_id: Mapped[str] = ref()
    author_id: Mapped[str | None] = optional_ref()
    link: Mapped[str | None] = mapped_column(default=None)
    body: Mapped[str | None] = mapped_column(default=None)
    what_changed: Mapped[str | None] = mapped_column(default=None)
    why: Mapped[str | None] = mapped_column(default=None)
    origin: Mapped[ChangeOrigin | None] = mapped_column(default=None)
    keeps_core: Mapped[KeepsCore | None] = mapped_column(default=None)


class ChangeIdeaTool(Base, InNetwork):
    """A tool that belongs to a change idea."""

    __tablename__ = "change_idea_tool"
    __refs__ = {"change_idea_id": "change_idea", "tool_id": "tool"}
    __unique__ = (("change_idea_id", "tool_id"),)

    change_idea_id: Mapped[str] = ref()
    tool_id: Mapped[str] = ref()
    position: Mapped[int] = mapped_column(default=0)
