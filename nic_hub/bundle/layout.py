"""What a bundle holds: the lists of a network, and the fields, links and parts of the records in them.

A field is named as its column; a reference ``driver_id`` is written ``driver`` and holds the other record's
key. A *link* is a list of keys (a team's ``focus_drivers``); a *part* is a list of small records inside a
record (a measure's ``data_points``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from nic_hub.models import (
    ChangeIdea,
    CoachAssignment,
    Comment,
    DataPoint,
    Entity,
    InNetwork,
    Measure,
    Member,
    Membership,
    Network,
    PdsaCycle,
    Record,
    Storyboard,
    Tool,
    ToolVersion,
)
from nic_hub.services.kinds import KINDS, kind_of
from nic_hub.services.links import LINKS, Link

FORMAT = "nic-bundle"
VERSION = 1
#: Columns the hub keeps for itself. A member's account is written as its e-mail address.
UNWRITTEN = frozenset({"id", "network_id", "version", "account_id"})
#: Field of a report that holds the key of any kind of record.
REPORTED = "record"
#: Names of the fields in which a person confirmed that the text is not about a student.
CONFIRMED = "confirm_not_student"


@dataclass(frozen=True, eq=False)
class Shape:
    """The fields of one table as a bundle writes them.

    Args:
        model: the table's class.
        leave_out: columns that are not written, beside ``UNWRITTEN``.
    """

    model: type[Any]
    leave_out: frozenset[str] = frozenset()

    @cached_property
    def kind(self) -> str:
        """Name of the kind of record."""
        return kind_of(self.model)

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Column by field name, the key first and what all records share last."""
        unwritten = UNWRITTEN | self.leave_out
        names = [column.name for column in self.model.__table__.columns if column.name not in unwritten]
        names.sort(key=lambda name: name != "key")
        return MappingProxyType({self.field_name(name): name for name in names})

    @cached_property
    def references(self) -> Mapping[str, str]:
        """Kind of the record a field refers to, by field name."""
        refs = self.model.refs() if issubclass(self.model, InNetwork) else {}
        return MappingProxyType(
            {field: refs[column] for field, column in self.columns.items() if column in refs}
        )

    @staticmethod
    def field_name(column: str) -> str:
        """Return the field's name for a column."""
        return column.removesuffix("_id")


@dataclass(frozen=True, eq=False)
class Part(Shape):
    """Small records inside a record.

    Args:
        owner: the column that holds the id of the record they belong to.
        identity: the fields by which one is known again in the next import.
        fixed: columns with one value in all of them, such as the other owners such records may have.
    """

    owner: str = ""
    identity: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Section(Shape):
    """One list of a network.

    Args:
        name: the list's name in the bundle.
        parts: lists inside each record, by field name.
    """

    name: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """Lists of keys by field name: ``focus_driver_ids`` is written ``focus_drivers``."""
        found = LINKS.get(self.model, {})
        return MappingProxyType({f"{name.removesuffix('_ids')}s": link for name, link in found.items()})

    @property
    def has_publication(self) -> bool:
        """Whether its ``status`` says draft, published, archived or withdrawn, unlike a cycle's."""
        return self.is_record and "status" not in self.columns

    @cached_property
    def added_fields(self) -> tuple[str, ...]:
        """Names of the fields of a form that are no columns of the record's own table."""
        own = ("status",) if self.has_publication else ("email",) if self.model is Member else ()
        return (*own, *self.links, *self.parts)

    @property
    def is_record(self) -> bool:
        """Whether a team writes it, so that it has a visibility and may be a draft."""
        return issubclass(self.model, Record)


def _part(model: type[InNetwork], owner: str, *identity: str) -> Part:
    unwritten = {owner} if issubclass(model, Entity) else {owner, "created_at", "updated_at", "position"}
    return Part(model, frozenset(unwritten), owner, identity)


def _comments(owner: str) -> Part:
    others = dict.fromkeys({"change_idea_id", "pdsa_cycle_id", "storyboard_id"} - {owner})
    unwritten = frozenset({owner, *others, "created_at", "updated_at"})
    return Part(Comment, unwritten, owner, ("author", "written_at"), others)


_PARTS: dict[type[Any], dict[str, Part]] = {
    Tool: {"versions": _part(ToolVersion, "tool_id", "key")},
    Measure: {"data_points": _part(DataPoint, "measure_id", "date", "student_group")},
    ChangeIdea: {"comments": _comments("change_idea_id")},
    PdsaCycle: {"comments": _comments("pdsa_cycle_id")},
    Storyboard: {"comments": _comments("storyboard_id")},
    Member: {
        "teams": _part(Membership, "member_id", "team", "role", "started_on"),
        "coaches": _part(CoachAssignment, "member_id", "team"),
    },
}
_SECTION_NAMES = {
    "aims": "aim",
    "drivers": "driver",
    "districts": "district",
    "schools": "school",
    "teams": "team",
    "members": "member",
    "problems": "problem",
    "tools": "tool",
    "change_ideas": "change_idea",
    "measures": "measure",
    "adoptions": "adoption",
    "pdsa_cycles": "pdsa_cycle",
    "storyboards": "storyboard",
    "help_wanted": "help_wanted",
    "reports": "report",
    "vocabulary_terms": "vocabulary_term",
}

#: The lists of a network, in the order in which they are written.
SECTIONS: tuple[Section, ...] = tuple(
    Section(KINDS[kind], name=name, parts=_PARTS.get(KINDS[kind], {}))
    for name, kind in _SECTION_NAMES.items()
)
NETWORK = Shape(Network)
