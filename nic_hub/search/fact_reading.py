"""Read facts from the database: all of them, what changed of them, or those that weigh a few ideas.

Each source says which columns of a table it gives to its row in ``search.facts``, in the order of the row's
fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.batches import in_batches
from nic_hub.domain.required import BLANKS
from nic_hub.domain.visibility import Standing
from nic_hub.domain.vocabulary import TermStatus
from nic_hub.domain.words.local_terms import LocalTerm
from nic_hub.models import (
    Adoption,
    ChangeIdea,
    ChangeIdeaDriver,
    ChangeIdeaTool,
    District,
    Driver,
    Feedback,
    Measure,
    Network,
    PdsaCycle,
    Record,
    Storyboard,
    StoryboardIdea,
    Team,
    Tool,
    VocabularyTerm,
)
from nic_hub.search import facts
from nic_hub.search.facts import Facts
from nic_hub.search.tables import Table

#: How far down a lineage replications are followed.
MAX_GENERATIONS = 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of one of the tables of facts come from.

    Args:
        name: its name in ``Facts``.
        model: the table's class.
        make: makes a row from the values of the columns.
        columns: what is read.
        found_by: fields by which rows are found, beside their id.
    """

    name: str
    model: Any
    make: Callable[..., Any]
    columns: tuple[Any, ...]
    found_by: tuple[str, ...] = ()

    def read(self, session: Session, condition: ColumnElement[bool] | None = None) -> Iterator[Any]:
        """Read the rows that meet a condition; all of them without one."""
        query = select(*self.columns)
        for values in session.execute(query if condition is None else query.where(condition)):
            yield self.make(*values)

    def read_where(self, session: Session, column: str, values: Iterable[str | None]) -> Iterator[Any]:
        """Read the rows with one of some values of a column."""
        wanted = sorted({value for value in values if value is not None})
        for some in in_batches(wanted):
            yield from self.read(session, getattr(self.model, column).in_(some))

    def table(self, rows: Iterable[Any]) -> Table[Any]:
        """Make a table of rows."""
        return Table.of(rows, self.found_by)


def read_facts(session: Session) -> Facts:
    """Read all facts."""
    return _make_facts({name: source.read(session) for name, source in SOURCES.items()})


def renew_facts(session: Session, known: Facts, changed: Iterable[Sequence[str]]) -> Facts:
    """Return the facts as they are now.

    Args:
        session: a reading transaction.
        known: the facts as they were.
        changed: the tables and ids of the rows that changed since, or are gone.
    """
    ids: dict[str, list[str]] = defaultdict(list)
    for table_name, row_id in changed:
        ids[table_name].append(row_id)
    tables = {
        (source := SOURCES[table_name]).name: getattr(known, source.name).changed(
            row_ids, source.read_where(session, "id", row_ids)
        )
        for table_name, row_ids in ids.items()
    }
    return replace(known, **tables)


def read_facts_about(session: Session, idea_ids: Collection[str]) -> Facts:
    """Read the facts that the evidence of a few ideas rests on, whoever may know them.

    The number of queries does not depend on the number of ideas.
    """
    rows: dict[str, list[Any]] = defaultdict(list)

    def read(table_name: str, column: str, values: Iterable[str | None]) -> list[Any]:
        found = list(SOURCES[table_name].read_where(session, column, values))
        rows[table_name] += found
        return found

    members = _read_lineages(read, idea_ids)
    cycles = read("pdsa_cycle", "change_idea_id", members)
    read("adoption", "change_idea_id", idea_ids)
    read("measure", "id", (cycle.measure_id for cycle in cycles))
    read("team", "id", (cycle.team_id for cycle in cycles))
    read("network", "id", (cycle.standing.network_id for cycle in cycles))
    return _make_facts(rows)


def _make_facts(rows: Mapping[str, Iterable[Any]]) -> Facts:
    tables: Any = {source.name: source.table(rows.get(name, ())) for name, source in SOURCES.items()}
    return Facts(**tables)


def _read_lineages(read: Callable[..., list[Any]], idea_ids: Collection[str]) -> set[str]:
    """Read ideas and all that came from them, generation by generation; return their ids."""
    members = {idea.id for idea in read("change_idea", "id", idea_ids)}
    young = set(members)
    for _ in range(MAX_GENERATIONS):
        young = {child.id for child in read("change_idea", "parent_id", young)} - members
        members |= young
    return members


@lru_cache(maxsize=100_000)
def _standing(*values: Any) -> Standing:
    """Keep one standing for all records of a team with the same visibility."""
    return Standing(*values)


def _of_record(row: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes the row of a record; its columns begin with the id and the standing."""

    def make(*values: Any) -> Any:
        return row(values[0], _standing(*values[1:7]), *values[7:])

    return make


def _columns(model: Any, names: str) -> tuple[Any, ...]:
    return tuple(getattr(model, name) for name in names.split())


def _record_columns(model: type[Record]) -> tuple[Any, ...]:
    return _columns(model, "id network_id team_id visibility is_draft is_hidden is_withdrawn")


def _is_live(model: type[Record]) -> Any:
    return and_(model.archived_at.is_(None), model.withdrawn_at.is_(None)).label("is_live")


def _says(*columns: Any) -> Any:
    """Say that one of some texts has something to read: a blank one is no prediction and no result."""
    return or_(*(func.coalesce(func.trim(column, BLANKS), "") != "" for column in columns))


def _stored(column: Any) -> Any:
    """Return the text of a JSON object: reading it can wait until it is needed. An empty one says nothing."""
    return func.nullif(cast(column, Text), "{}")


_CYCLE = (
    *_record_columns(PdsaCycle),
    _is_live(PdsaCycle),
    *_columns(
        PdsaCycle,
        "change_idea_id measure_id status cycle_type scale as_planned prediction_met direction decision "
        "started_on closed_on provenance",
    ),
    _says(PdsaCycle.prediction),
    _says(PdsaCycle.observations),
    _says(PdsaCycle.result),
    _says(PdsaCycle.surprises, PdsaCycle.cancel_reason),
    PdsaCycle.student_count,
    _stored(PdsaCycle.context),
)
_IDEA = (
    *_record_columns(ChangeIdea),
    _is_live(ChangeIdea),
    *_columns(ChangeIdea, "driver_id problem_id parent_id keeps_core provenance"),
    _says(ChangeIdea.what_changed),
    _says(ChangeIdea.reported_outcome),
    ChangeIdea.reported_direction,
)
_TEAM = (*_columns(Team, "id key name type status school_id district_id"), _stored(Team.context))
_DRIVER = (
    *_columns(Driver, "id network_id key name definition level status parent_id merged_into_id"),
    Driver.archived_at.is_not(None),
)
_TOOL = (*_record_columns(Tool), _is_live(Tool), _says(Tool.link, Tool.body))
_ADOPTION = (
    *_record_columns(Adoption),
    _is_live(Adoption),
    *_columns(Adoption, "change_idea_id state created_at"),
)
_TERM = (
    *_columns(VocabularyTerm, "id network_id local_term shared_term relation district_id note"),
    and_(VocabularyTerm.status == TermStatus.APPROVED, VocabularyTerm.archived_at.is_(None)),
)
_OF_IDEA = ("change_idea_id",)

_SOURCES = (
    Source("networks", Network, facts.NetworkRow, _columns(Network, "id min_n")),
    Source("districts", District, facts.DistrictRow, _columns(District, "id key name")),
    Source("teams", Team, facts.TeamRow, _TEAM),
    Source("drivers", Driver, facts.DriverRow, _DRIVER, ("network_id", "parent_id")),
    Source("ideas", ChangeIdea, _of_record(facts.IdeaRow), _IDEA, ("parent_id", "problem_id")),
    Source("cycles", PdsaCycle, _of_record(facts.CycleRow), _CYCLE, (*_OF_IDEA, "running_in")),
    Source("measures", Measure, _of_record(facts.MeasureRow), _record_columns(Measure)),
    Source("tools", Tool, _of_record(facts.ToolRow), _TOOL),
    Source("adoptions", Adoption, _of_record(facts.AdoptionRow), _ADOPTION, _OF_IDEA),
    Source(
        "storyboards",
        Storyboard,
        _of_record(facts.StoryboardRow),
        (*_record_columns(Storyboard), _is_live(Storyboard)),
    ),
    Source(
        "idea_drivers",
        ChangeIdeaDriver,
        facts.IdeaDriver,
        _columns(ChangeIdeaDriver, "id change_idea_id driver_id"),
        ("change_idea_id", "driver_id"),
    ),
    Source(
        "idea_tools",
        ChangeIdeaTool,
        facts.IdeaTool,
        _columns(ChangeIdeaTool, "id change_idea_id tool_id position"),
        ("change_idea_id", "tool_id"),
    ),
    Source(
        "idea_storyboards",
        StoryboardIdea,
        facts.IdeaStoryboard,
        _columns(StoryboardIdea, "id change_idea_id storyboard_id"),
        _OF_IDEA,
    ),
    Source(
        "verdicts",
        Feedback,
        facts.VerdictRow,
        _columns(Feedback, "id change_idea_id member_id team_id verdict"),
        ("member_id", "team_id"),
    ),
    Source("terms", VocabularyTerm, LocalTerm, _TERM, ("network_id",)),
)
#: Each source by the name of its table in the database.
SOURCES = {str(source.model.__tablename__): source for source in _SOURCES}
