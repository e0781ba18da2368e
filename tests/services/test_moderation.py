"""Reports: anybody tells, a coach hides and settles."""

import pytest

from nic_hub.domain.vocabulary import ReportState, RoleGroup
from nic_hub.errors import Conflict, Forbidden, Invalid, NotFound, PrivateText, Stale
from nic_hub.models import ChangeIdea, Report
from nic_hub.services.access.principals import public_principal
from nic_hub.services.listing import ListQuery, list_records
from nic_hub.services.moderation import hide_reported, report_record, settle_report
from nic_hub.services.records import get_record
from tests.factories import make_idea, make_member
from tests.services.conftest import PEOPLE

HIDERS = {"coach"}


def report(session, town, idea, who="far_teacher", **values):
    told = {"kind": "change_idea", "record": idea.id, "reason": "It names a child"} | values
    row = report_record(session, town.who(who), **told)
    session.flush()
    return row


def hide(session, town, row, who="coach"):
    hide_reported(session, town.who(who), row, expected_version=row.version)
    session.flush()


def settle(session, town, row, who="coach"):
    settle_report(session, town.who(who), row, settlement="Mended", expected_version=row.version)
    session.flush()


def reads(session, town, idea, who):
    try:
        return get_record(session, town.who(who), ChangeIdea, idea.id) is idea
    except NotFound:
        return False


# Telling.


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "outsider"])
def test_anybody_who_can_read_a_record_may_report_it(session, town, idea, name):
    row = report(session, town, idea, name)
    assert (row.reporter_id, row.state) == (town.people[name].id, ReportState.OPEN)


def test_a_report_hides_nothing_by_itself(session, town, idea):
    report(session, town, idea)
    assert reads(session, town, idea, "planner")


def test_what_one_may_not_read_is_not_there_to_report(session, town):
    draft = make_idea(session, team=town.team, published=False)
    for name in ("far_teacher", "outsider"):
        with pytest.raises(Invalid):
            report(session, town, draft, name)


def test_only_records_are_reported(session, town, idea):
    with pytest.raises(Invalid) as error:
        report(session, town, idea, kind="member")
    assert [problem.pointer for problem in error.value.problems] == ["/kind"]


def test_who_is_not_signed_in_reports_nothing(session, town, idea):
    town.network.allows_public, idea.visibility = True, "public"
    session.flush()
    with pytest.raises(Forbidden):
        report_record(session, public_principal(session), kind="change_idea", record=idea.id, reason="Odd")


def test_the_reason_does_not_repeat_what_is_private(session, town, idea):
    with pytest.raises(PrivateText):
        report(session, town, idea, reason="It says maria@school.example")


@pytest.mark.parametrize(
    ("name", "sees"), [("coach", 2), ("admin", 2), ("far_teacher", 1), ("teacher", 1), ("leader", 0)]
)
def test_reports_are_seen_by_their_writers_coaches_and_admins(session, town, idea, name, sees):
    report(session, town, idea, "far_teacher")
    report(session, town, idea, "teacher")
    assert list_records(session, town.who(name), Report, ListQuery()).total == sees


# Hiding and settling.


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        *[("teacher", True), ("sponsor", True), ("principal", True), ("coach", True)],
        *[("neighbour", False), ("far_teacher", False), ("planner", False), ("admin", False)],
    ],
)
def test_a_hidden_record_is_seen_by_its_team_and_by_coaches(session, town, idea, name, sees):
    hide(session, town, report(session, town, idea))
    assert reads(session, town, idea, name) is sees


def test_any_coach_sees_what_is_hidden(session, town, idea):
    hide(session, town, report(session, town, idea))
    town.people["planner"] = make_member(session, network=town.network, role=RoleGroup.COACH)
    assert reads(session, town, idea, "planner")


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in HIDERS])
def test_only_a_coach_hides_and_settles(session, town, idea, name):
    row = report(session, town, idea)
    for act in (hide, settle):
        with pytest.raises(Forbidden):
            act(session, town, row, name)


def test_a_settled_report_shows_the_record_again(session, town, idea):
    row = report(session, town, idea)
    hide(session, town, row)
    settle(session, town, row)
    assert reads(session, town, idea, "planner")
    assert (row.state, row.settlement) == (ReportState.SETTLED, "Mended")
    assert row.settled_by_id == town.people["coach"].id


def test_hiding_a_record_takes_up_all_its_reports(session, town, idea):
    first, second = report(session, town, idea), report(session, town, idea, "teacher")
    hide(session, town, first)
    assert (first.state, second.state) == (ReportState.HIDDEN, ReportState.HIDDEN)


@pytest.mark.parametrize("is_hidden", [True, False])
def test_settling_a_report_settles_all_reports_of_the_record(session, town, idea, is_hidden):
    first, second = report(session, town, idea), report(session, town, idea, "teacher")
    if is_hidden:
        hide(session, town, second)
    settle(session, town, first)
    assert {(row.state, row.settlement) for row in (first, second)} == {(ReportState.SETTLED, "Mended")}
    assert second.settled_by_id == town.people["coach"].id
    assert reads(session, town, idea, "planner")


def test_reports_of_other_records_stay_open(session, town, idea):
    other = report(session, town, make_idea(session, team=town.team))
    row = report(session, town, idea)
    hide(session, town, row)
    settle(session, town, row)
    assert other.state == ReportState.OPEN


def test_an_earlier_settlement_stays_as_it_was(session, town, idea):
    settled = report(session, town, idea)
    settle(session, town, settled)
    again = report(session, town, idea)
    settle_report(session, town.who("coach"), again, settlement="Again", expected_version=again.version)
    assert (settled.settlement, again.settlement) == ("Mended", "Again")


# Saying it again.


@pytest.mark.parametrize("is_hidden", [True, False])
def test_who_reports_a_record_again_has_one_report(session, town, idea, is_hidden):
    first = report(session, town, idea, "teacher")
    if is_hidden:
        hide(session, town, first)
    assert report(session, town, idea, "teacher") is first
    assert first.reason == "It names a child"


def test_what_is_said_besides_is_added_and_makes_a_new_version(session, town, idea):
    first = report(session, town, idea)
    version = first.version
    report(session, town, idea, reason="And it is copied")
    assert first.reason == "It names a child\nAnd it is copied"
    assert first.version > version


def test_there_is_an_end_to_what_can_be_said(session, town, idea):
    first = report(session, town, idea, reason="a" * 9_000)
    with pytest.raises(Conflict, match="already"):
        report(session, town, idea, reason="b" * 2_000)
    assert first.reason == "a" * 9_000


def test_after_it_was_settled_a_record_is_reported_anew(session, town, idea):
    first = report(session, town, idea)
    settle(session, town, first)
    assert report(session, town, idea) is not first


def test_somebody_else_has_a_report_of_their_own(session, town, idea):
    assert report(session, town, idea) is not report(session, town, idea, "teacher")


def test_what_is_settled_stays_settled(session, town, idea):
    row = report(session, town, idea)
    settle(session, town, row)
    for act in (hide, settle):
        with pytest.raises(Conflict):
            act(session, town, row)


def test_hiding_and_settling_ask_for_the_version(session, town, idea):
    row = report(session, town, idea)
    with pytest.raises(Stale):
        hide_reported(session, town.who("coach"), row, expected_version=9)
    with pytest.raises(Stale):
        settle_report(session, town.who("coach"), row, settlement="Fine", expected_version=9)


def test_a_settlement_does_not_repeat_what_is_private(session, town, idea):
    row = report(session, town, idea)
    with pytest.raises(PrivateText):
        settle_report(
            session, town.who("coach"), row, settlement="Was 555-234-5678", expected_version=row.version
        )


def test_a_coach_may_hide_what_only_its_team_reads(session, town, idea):
    idea.visibility = "team"
    row = report(session, town, idea, "teacher")
    hide(session, town, row)
    assert idea.is_hidden
