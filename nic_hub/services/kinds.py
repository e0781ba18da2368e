"""The kinds of record the hub keeps, by the name they carry in addresses, history, search and reports."""

from __future__ import annotations

from nic_hub.models import (
    Adoption,
    Aim,
    ChangeIdea,
    Comment,
    DataPoint,
    District,
    Driver,
    Entity,
    HelpWanted,
    InNetwork,
    Measure,
    Member,
    Network,
    PdsaCycle,
    ProblemOfPractice,
    Record,
    Report,
    School,
    Storyboard,
    Team,
    Tool,
    ToolVersion,
    VocabularyTerm,
)

#: What a team writes: it has a visibility.
RECORD_KINDS: dict[str, type[Record]] = {
    "problem": ProblemOfPractice,
    "change_idea": ChangeIdea,
    "tool": Tool,
    "pdsa_cycle": PdsaCycle,
    "measure": Measure,
    "storyboard": Storyboard,
    "adoption": Adoption,
    "help_wanted": HelpWanted,
}
#: Everything with an import key inside a network.
ENTITY_KINDS: dict[str, type[Entity]] = {
    "aim": Aim,
    "driver": Driver,
    "district": District,
    "school": School,
    "team": Team,
    "member": Member,
    "tool_version": ToolVersion,
    "report": Report,
    "vocabulary_term": VocabularyTerm,
    **RECORD_KINDS,
}
KINDS: dict[str, type[Entity] | type[Network]] = {"network": Network, **ENTITY_KINDS}
#: Whatever has columns that a person fills in: the kinds, and what hangs on one of them.
TABLES: dict[str, type[InNetwork] | type[Network]] = {"data_point": DataPoint, "comment": Comment, **KINDS}
#: What is found by search.
SEARCHED_KINDS = ("change_idea", "tool", "pdsa_cycle", "storyboard", "problem", "help_wanted")


def kind_of(model: type[object]) -> str:
    """Return the kind's name of a table's class; it is the table's name."""
    return str(model.__tablename__)  # type: ignore[attr-defined]


def words_of(model: type[object]) -> str:
    """Return what a sentence calls a record of this table."""
    return kind_of(model).replace("_", " ")
