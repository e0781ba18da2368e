"""When something is wrong with a record: anyone reports it, a coach hides it until it is settled."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy import refuse_private
from nic_hub.domain.visibility import Principal, may_curate
from nic_hub.domain.vocabulary import ReportState
from nic_hub.errors import Conflict, Forbidden, Invalid
from nic_hub.models import Record, Report, utc_now
from nic_hub.services.kinds import RECORD_KINDS
from nic_hub.services.known_names import names_in
from nic_hub.services.records import check_version
from nic_hub.services.references import find_reference


def report_record(
    session: Session,
    principal: Principal,
    *,
    kind: str,
    record: str,
    reason: str,
    confirmed: Collection[str] = (),
) -> Report:
    """Say that something is wrong with a record one can read.

    Raises:
        Forbidden: one must be signed in.
        Invalid: there is no such record for this person.
    """
    if principal.member_id is None or principal.network_id is None:
        raise Forbidden("Sign in to report a record.")
    if kind not in RECORD_KINDS:
        raise Invalid.field("kind", f"Choose one of: {', '.join(RECORD_KINDS)}.")
    refuse_private({"reason": reason}, confirmed, known=names_in(session, principal))
    record_id = find_reference(session, principal, RECORD_KINDS[kind], record, "/record_id")
    row = Report(
        network_id=principal.network_id,
        kind=kind,
        record_id=record_id,
        reason=reason,
        reporter_id=principal.member_id,
    )
    session.add(row)
    return row


def hide_reported(session: Session, principal: Principal, report: Report, *, expected_version: int) -> Report:
    """Hide the reported record from all but its own team until the report is settled.

    Raises:
        Forbidden: only a coach may.
        Conflict: the report is settled already.
    """
    _require_open(principal, report, expected_version)
    record = _record(session, report)
    record.hidden_at = record.hidden_at or utc_now()
    report.state = ReportState.HIDDEN
    return report


def settle_report(
    session: Session,
    principal: Principal,
    report: Report,
    *,
    settlement: str,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Report:
    """Settle a report; the record is shown again unless another report still hides it.

    Raises:
        Forbidden: only a coach may.
        Conflict: the report is settled already.
    """
    _require_open(principal, report, expected_version)
    refuse_private({"settlement": settlement}, confirmed, known=names_in(session, principal))
    report.state, report.settlement, report.settled_by_id = (
        ReportState.SETTLED,
        settlement,
        principal.member_id,
    )
    session.flush()
    if not _is_still_hidden(session, report):
        _record(session, report).hidden_at = None
    return report


def _require_open(principal: Principal, report: Report, expected_version: int) -> None:
    if not may_curate(principal):
        raise Forbidden("Only a hub coach may hide a record or settle a report.")
    check_version(report, expected_version)
    if report.state == ReportState.SETTLED:
        raise Conflict("This report is settled already. Report the record again if something is still wrong.")


def _record(session: Session, report: Report) -> Record:
    return session.get_one(RECORD_KINDS[report.kind], report.record_id)


def _is_still_hidden(session: Session, report: Report) -> bool:
    query = select(Report.id).where(
        Report.kind == report.kind, Report.record_id == report.record_id, Report.state == ReportState.HIDDEN
    )
    return session.scalars(query).first() is not None
