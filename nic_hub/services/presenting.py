"""What is shown of a record to somebody who may read it: the last gate before every door.

Derived values are added, references to records the person may not read are blanked, findings about too few
students are kept in their team, and a withdrawn record shows only that it was there and where it stands in
the lineage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.evidence.telling import show_evidence
from nic_hub.domain.visibility import Principal, may_see_email, may_see_numbers
from nic_hub.domain.vocabulary import MeasureSubject
from nic_hub.models import (
    Account,
    Adoption,
    ChangeIdea,
    Entity,
    Measure,
    Member,
    Membership,
    PdsaCycle,
    Record,
    Tool,
    ToolVersion,
)
from nic_hub.services.access.small_cells import find_limits
from nic_hub.services.access.visibility import readable
from nic_hub.services.cycle_warnings import add_warnings
from nic_hub.services.evidence import IdeaEvidence, weigh_ideas
from nic_hub.services.lifecycle import values_of
from nic_hub.services.links import LINKS, find_links
from nic_hub.services.references import hide_unreadable
from nic_hub.services.searchable import is_small_cell, without_numbers

#: What stays of a withdrawn record: that it was there, whose it was, and its place in the lineage.
TOMBSTONE = frozenset(
    {
        "id",
        "key",
        "network_id",
        "team_id",
        "driver_id",
        "parent_id",
        "change_idea_id",
        "previous_cycle_id",
        "resulting_idea_id",
        "visibility",
        "created_at",
        "updated_at",
        "published_at",
        "withdrawn_at",
        "version",
        "provenance",
        "status",
    }
)
#: What goes when a version's tool is withdrawn.
CONTENT_OF_A_VERSION = ("link", "body", "what_changed", "why", "source")
#: What somebody who is not signed in is not shown of a public record: the people.
PEOPLE = ("author_id", "who")


def present(session: Session, principal: Principal, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what this person is shown of rows of one table that they may read.

    Args:
        session: an open session.
        principal: the viewer.
        rows: rows of one table, each read under ``readable``.

    Returns:
        One dictionary a row, in the same order; a constant number of queries.
    """
    if not rows:
        return []
    shown = [values_of(row) for row in rows]
    model = type(rows[0])
    if issubclass(model, Entity):
        hide_unreadable(session, principal, rows, shown)
    for add in _additions(model):
        add(session, principal, rows, shown)
    return shown


def present_one(session: Session, principal: Principal, row: Any) -> dict[str, Any]:
    """Return what this person is shown of one row."""
    return present(session, principal, [row])[0]


Addition = Callable[[Session, Principal, Sequence[Any], list[dict[str, Any]]], None]


def _additions(model: type[Any]) -> list[Addition]:
    chosen: list[Addition] = [_add_links] if model in LINKS else []
    chosen += [_add_status] if issubclass(model, Record) else []
    chosen += _OF_KIND.get(model, [])
    return [*chosen, _blank_people, *([_bury] if issubclass(model, Record) else [])]


def _add_links(
    session: Session, principal: Principal, rows: Sequence[Any], shown: list[dict[str, Any]]
) -> None:
    for name, link in LINKS[type(rows[0])].items():
        found = find_links(session, principal, [row.id for row in rows], link)
        for values in shown:
            values[name] = found.get(values["id"], [])


def _add_status(
    session: Session, principal: Principal, rows: Sequence[Any], shown: list[dict[str, Any]]
) -> None:
    for row, values in zip(rows, shown, strict=True):
        values.setdefault("status", row.publication)
        values["is_hidden"] = row.is_hidden


def _add_evidence(
    session: Session, principal: Principal, rows: Sequence[Any], shown: list[dict[str, Any]]
) -> None:
    known = weigh_ideas(session, principal, rows)
    for values in shown:
        values.update(describe_evidence(known[values["id"]]))


def describe_evidence(known: IdeaEvidence) -> dict[str, Any]:
    """Return the derived fields of a change idea: status and evidence."""
    return {
        "derived_status": known.status,
        "team_status": [
            {"team_id": team, "status": status} for team, status in sorted(known.team_status.items())
        ],
        "evidence": show_evidence(known.evidence),
    }


def _add_of_cycles(
    session: Session, principal: Principal, rows: Sequence[PdsaCycle], shown: list[dict[str, Any]]
) -> None:
    limits = find_limits(session, rows)
    _hide_small_cells(session, principal, rows, shown, limits)
    add_warnings(session, principal, rows, shown, limits)


def _hide_small_cells(
    session: Session,
    principal: Principal,
    rows: Sequence[PdsaCycle],
    shown: list[dict[str, Any]],
    limits: Mapping[str, int],
) -> None:
    uncounted = _find_uncounted(session, rows)
    for row, values in zip(rows, shown, strict=True):
        limit = limits[row.network_id]
        values["small_cell"] = is_small_cell(row, limit)
        if may_see_numbers(principal, row.team_id):
            continue
        if values["small_cell"]:
            values.update(without_numbers(values))
            values["small_cell_note"] = (
                f"Fewer than {limit} students: what was found is shown to the team only."
            )
        elif row.id in uncounted:
            values["result_value"] = None
            values["small_cell_note"] = "The number of students is not recorded: shown to the team only."


def _find_uncounted(session: Session, rows: Sequence[PdsaCycle]) -> set[str]:
    """Find the cycles with a number about students of whom nobody said how many they were."""
    doubtful = [row for row in rows if row.result_value is not None and row.student_count is None]
    measures = sorted({row.measure_id for row in doubtful if row.measure_id})
    query = select(Measure.id).where(Measure.id.in_(measures), Measure.subject != MeasureSubject.STUDENT)
    of_others = set(session.scalars(query)) if measures else set()
    return {row.id for row in doubtful if row.measure_id not in of_others}


def _add_versions(
    session: Session, principal: Principal, rows: Sequence[Tool], shown: list[dict[str, Any]]
) -> None:
    query = select(ToolVersion.tool_id, ToolVersion.id).where(
        ToolVersion.tool_id.in_([row.id for row in rows])
    )
    versions: dict[str, list[str]] = defaultdict(list)
    for tool_id, version_id in session.execute(query.order_by(ToolVersion.number)):
        versions[tool_id].append(version_id)
    for values in shown:
        values["version_ids"] = versions[values["id"]]


def _add_teams(
    session: Session, principal: Principal, rows: Sequence[Member], shown: list[dict[str, Any]]
) -> None:
    query = (
        select(Membership)
        .where(Membership.member_id.in_([row.id for row in rows]))
        .order_by(Membership.started_on)
    )
    teams: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for membership in session.scalars(query):
        teams[membership.member_id].append(values_of(membership))
    for values in shown:
        values["teams"] = teams[values["id"]]


def _add_email(
    session: Session, principal: Principal, rows: Sequence[Member], shown: list[dict[str, Any]]
) -> None:
    """Show an e-mail address to its owner and to admins."""
    visible = [row for row in rows if may_see_email(principal, row.id)]
    accounts = sorted({row.account_id for row in visible if row.account_id})
    query = select(Account.id, Account.email).where(Account.id.in_(accounts))
    emails = {row.id: row.email for row in session.execute(query)} if accounts else {}
    seen = {row.id for row in visible}
    for values in shown:
        account_id = values.pop("account_id")
        values["email"] = emails.get(account_id) if values["id"] in seen else None


def _blank_people(
    session: Session, principal: Principal, rows: Sequence[Any], shown: list[dict[str, Any]]
) -> None:
    if not principal.is_member:
        for values in shown:
            values.update({name: None for name in PEOPLE if name in values})


def _bury(
    session: Session, principal: Principal, rows: Sequence[Record], shown: list[dict[str, Any]]
) -> None:
    """Leave of a withdrawn record its tombstone."""
    for row, values in zip(rows, shown, strict=True):
        if row.withdrawn_at is not None:
            values.update(
                {name: [] if isinstance(values[name], list) else None for name in set(values) - TOMBSTONE}
            )
            values["status"] = row.publication


def _bury_versions(
    session: Session, principal: Principal, rows: Sequence[ToolVersion], shown: list[dict[str, Any]]
) -> None:
    """Take the content of a withdrawn tool out of its versions; another team's adaptation stays."""
    query = select(Tool.id, Tool.team_id).where(Tool.id.in_(sorted({row.tool_id for row in rows})))
    withdrawn = {(tool, team) for tool, team in session.execute(query.where(Tool.withdrawn_at.is_not(None)))}
    for row, values in zip(rows, shown, strict=True):
        if (row.tool_id, row.team_id) in withdrawn:
            values.update(dict.fromkeys(CONTENT_OF_A_VERSION))


def _add_cycles(
    session: Session, principal: Principal, rows: Sequence[Adoption], shown: list[dict[str, Any]]
) -> None:
    """List the cycles that test what was taken over, as far as the person may read them."""
    ids = [row.id for row in rows]
    query = select(PdsaCycle.adoption_id, PdsaCycle.id).where(
        PdsaCycle.adoption_id.in_(ids), PdsaCycle.archived_at.is_(None), readable(principal, PdsaCycle)
    )
    cycles: dict[str | None, list[str]] = defaultdict(list)
    for adoption_id, cycle_id in session.execute(query.order_by(PdsaCycle.created_at, PdsaCycle.id)):
        cycles[adoption_id].append(cycle_id)
    for values in shown:
        values["cycle_ids"] = cycles[values["id"]]


_OF_KIND: dict[type[Any], list[Addition]] = {
    Adoption: [_add_cycles],
    ChangeIdea: [_add_evidence],
    PdsaCycle: [_add_of_cycles],
    Tool: [_add_versions],
    ToolVersion: [_bury_versions],
    Member: [_add_teams, _add_email],
}
