"""When something is wrong with a record: anyone reports it, a coach hides it until it is settled.

What is decided is decided about the record: hiding and settling hold for all its reports not yet settled.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.visibility import Principal, may_curate
from nic_hub.domain.vocabulary import ReportState
from nic_hub.errors import Conflict, Forbidden, Invalid
from nic_hub.models import Record, Report, utc_now
from nic_hub.services.kinds import RECORD_KINDS
from nic_hub.services.known_names import names_in
from nic_hub.services.records import check_version
from nic_hub.services.references import find_reference

#: So much one person may say about what is wrong with a record.
MOST_SAID = 10_000


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

    Until it is settled one's report is one: what is said again, or besides, is added to it.

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
    known = _find_own(session, principal, kind, record_id)
    if known is not None:
        return _add_reason(known, reason)
    row = Report(
        network_id=principal.network_id,
        kind=kind,
        record_id=record_id,
        reason=reason,
        reporter_id=principal.member_id,
    )
    session.add(row)
    return row


def is_repeated(session: Session, report: Report) -> bool:
    """Say whether a report that was just made is one that the person had made before."""
    return report not in session.new


def hide_reported(session: Session, principal: Principal, report: Report, *, expected_version: int) -> Report:
    """Hide the reported record from all but its own team until its reports are settled.

    Raises:
        Forbidden: only a coach may.
        Conflict: the report is settled already.
    """
    _require_open(principal, report, expected_version)
    record = _record(session, report)
    record.hidden_at = record.hidden_at or utc_now()
    for each in _find_unsettled(session, report.kind, report.record_id):
        each.state = ReportState.HIDDEN
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
    """Settle all reports of a record, and show it again.

    Raises:
        Forbidden: only a coach may.
        Conflict: the report is settled already.
    """
    _require_open(principal, report, expected_version)
    refuse_private({"settlement": settlement}, confirmed, known=names_in(session, principal))
    for each in _find_unsettled(session, report.kind, report.record_id):
        each.state, each.settlement = ReportState.SETTLED, settlement
        each.settled_by_id = principal.member_id
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


def _find_unsettled(session: Session, kind: str, record_id: str) -> Sequence[Report]:
    about = Report.kind == kind, Report.record_id == record_id
    query = select(Report).where(*about, Report.state != ReportState.SETTLED)
    return session.scalars(query.order_by(Report.created_at, Report.id)).all()


def _find_own(session: Session, principal: Principal, kind: str, record_id: str) -> Report | None:
    """Return the report that the person has made of a record and that is not settled."""
    found = _find_unsettled(session, kind, record_id)
    return next((each for each in found if each.reporter_id == principal.member_id), None)


def _add_reason(report: Report, reason: str) -> Report:
    """Add what was not said yet; with it the report has a new version, so that nobody settles it unread."""
    if reason.strip() not in report.reason:
        if len(report.reason) + len(reason) >= MOST_SAID:
            raise Conflict(
                "You reported this already, and a coach will look at it. There is no room for more."
            )
        report.reason = f"{report.reason}\n{reason}"
    return report
