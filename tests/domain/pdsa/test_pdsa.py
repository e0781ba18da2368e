"""The life of a PDSA cycle: what each step asks for, and what locks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.pdsa.pdsa import (
    TRANSITIONS,
    Action,
    advance,
    find_closing_day,
    find_date_problems,
    find_problems,
    refuse_locked,
    refuse_spoiling,
)
from nic_hub.domain.pdsa.phases import CLOSED_PHASES, OPTIONAL, PHASE_OF, REQUIRED, WRITABLE, Phase
from nic_hub.domain.vocabulary import CycleStatus, CycleType, PredictionMet
from nic_hub.errors import Conflict, Invalid
from tests.domain.examples import ACT, DO, PLAN, STUDY, WHOLE_CYCLE, cycle, is_accepted

TODAY = date(2019, 3, 1)
STARRED_IN_THE_GUIDE = {
    Phase.PLAN: "change_idea_id question prediction who what when where data_plan scale",
    Phase.DO: "as_planned observations",
    Phase.STUDY: "result prediction_met learning",
    Phase.ACT: "decision reason next_step",
}


def pointers(error: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.pointer for problem in error.value.problems]


def finish(phase: Phase, fields) -> CycleStatus:
    """Take the step that closes a phase; of a plan nothing is told that comes after it."""
    if phase == Phase.PLAN:
        plan = {name: value for name, value in fields.items() if PHASE_OF.get(name, phase) == phase}
        return advance(plan, CycleStatus.PLANNED, Action.START)
    if phase == Phase.ACT:
        return advance(fields, CycleStatus.STUDIED, Action.CLOSE)
    return advance(fields, CycleStatus.RUNNING, Action.STUDY)


@pytest.mark.parametrize("phase", Phase)
def test_a_phase_requires_what_the_guide_stars(phase):
    assert set(REQUIRED[phase]) == set(STARRED_IN_THE_GUIDE[phase].split())


@pytest.mark.parametrize("phase", Phase)
def test_an_empty_phase_names_every_missing_field_at_once(phase):
    with pytest.raises(Invalid) as error:
        finish(phase, cycle(**dict.fromkeys(REQUIRED[phase])))
    assert pointers(error) == [f"/{name}" for name in REQUIRED[phase]]


@pytest.mark.parametrize("name", [name for phase in Phase for name in REQUIRED[phase]])
@pytest.mark.parametrize("blank", [None, "", " \t\n", "\u200b\ufeff"])
def test_a_field_with_nothing_to_read_counts_as_missing(name, blank):
    with pytest.raises(Invalid) as error:
        finish(PHASE_OF[name], cycle(**{name: blank}))
    assert pointers(error) == [f"/{name}"]


@pytest.mark.parametrize("phase", Phase)
def test_a_complete_phase_may_close(phase):
    assert is_accepted(finish, phase, WHOLE_CYCLE)


def test_the_sentence_names_the_fields_and_each_problem_says_what_to_write():
    with pytest.raises(Invalid) as error:
        finish(Phase.PLAN, cycle(who=None, where=""))
    assert error.value.detail == "To start the cycle, mend these fields first: who, where."
    assert error.value.problems[0].detail == "Say who carries out the test, and with whom."


LEADS_TO = {
    (CycleStatus.PLANNED, Action.START): CycleStatus.RUNNING,
    (CycleStatus.RUNNING, Action.STUDY): CycleStatus.STUDIED,
    (CycleStatus.STUDIED, Action.CLOSE): CycleStatus.CLOSED,
    (CycleStatus.PLANNED, Action.CANCEL): CycleStatus.CANCELLED,
    (CycleStatus.RUNNING, Action.CANCEL): CycleStatus.CANCELLED,
    (CycleStatus.STUDIED, Action.CANCEL): CycleStatus.CANCELLED,
}


@pytest.mark.parametrize(("step", "target"), LEADS_TO.items())
def test_an_action_leads_to_the_next_status(step, target):
    reason = {"cancel_reason": "The class was merged."} if target is CycleStatus.CANCELLED else {}
    assert advance(WHOLE_CYCLE | reason, *step) == target


@pytest.mark.parametrize(
    ("status", "action"), [(s, a) for s in CycleStatus for a in Action if (s, a) not in LEADS_TO]
)
def test_an_action_out_of_turn_is_a_conflict_that_names_the_status(status, action):
    with pytest.raises(Conflict, match=f"is {status}"):
        advance(WHOLE_CYCLE, status, action)


@pytest.mark.parametrize(
    ("status", "action", "advice"),
    [
        ("planned", "close", "Start it first."),
        ("running", "close", "Study it first"),
        ("studied", "start", "Close it with a decision."),
        ("closed", "study", "plan a new cycle"),
        ("cancelled", "start", "plan a new cycle"),
    ],
)
def test_an_action_out_of_turn_says_what_to_do_instead(status, action, advice):
    with pytest.raises(Conflict, match=advice):
        advance(WHOLE_CYCLE, status, action)


@pytest.mark.parametrize(
    ("given_fields", "status", "action", "missing"),
    [
        ({}, "planned", "start", PLAN),
        (PLAN, "running", "study", DO | STUDY),
        (PLAN | DO | STUDY, "studied", "close", ACT),
    ],
)
def test_an_action_asks_for_the_phases_it_closes(given_fields, status, action, missing):
    with pytest.raises(Invalid) as error:
        advance(given_fields, status, action)
    assert pointers(error) == [f"/{name}" for name in missing]


@pytest.mark.parametrize("name", [*PLAN, *DO, *STUDY])
def test_closing_asks_again_for_what_was_told_in_phases_that_closed_before(name):
    with pytest.raises(Invalid) as error:
        advance(cycle(**{name: None}), CycleStatus.STUDIED, Action.CLOSE)
    assert f"/{name}" in pointers(error)


@pytest.mark.parametrize("status", ["planned", "running", "studied"])
def test_cancelling_asks_for_the_reason_alone(status):
    with pytest.raises(Invalid) as error:
        advance({}, status, Action.CANCEL)
    assert pointers(error) == ["/cancel_reason"]


def test_closing_on_a_day_before_the_start_is_refused():
    fields = cycle(started_on=date(2018, 2, 1), closed_on=date(2018, 1, 31))
    with pytest.raises(Invalid) as error:
        advance(fields, CycleStatus.STUDIED, Action.CLOSE, TODAY)
    assert pointers(error) == ["/closed_on"]


# The lock.


@pytest.mark.parametrize("status", ["running", "studied"])
@pytest.mark.parametrize("change", [{"prediction": "Four."}, {"predicted_value": 4.0}, {"measure_id": "m-2"}])
def test_the_prediction_cannot_change_once_the_cycle_runs(status, change):
    with pytest.raises(Conflict, match="prediction locked when the cycle started to run"):
        refuse_locked(status, PLAN, change)


def test_a_prediction_cannot_be_added_to_an_inquiry_that_runs():
    with pytest.raises(Conflict, match="prediction locked"):
        refuse_locked(CycleStatus.RUNNING, {"cycle_type": "inquiry"}, {"prediction": "Six."})


@pytest.mark.parametrize("name", [*PLAN, *OPTIONAL[Phase.PLAN]])
@pytest.mark.parametrize("status", ["running", "studied", "closed", "cancelled"])
def test_no_part_of_the_plan_changes_once_the_cycle_runs(name, status):
    with pytest.raises(Conflict):
        refuse_locked(status, WHOLE_CYCLE, {name: "something else"})


@pytest.mark.parametrize("name", [*PLAN, *OPTIONAL[Phase.PLAN]])
def test_the_whole_plan_is_free_before_the_cycle_runs(name):
    assert is_accepted(refuse_locked, CycleStatus.PLANNED, WHOLE_CYCLE, {name: "something else"})


@pytest.mark.parametrize(
    ("status", "free"),
    [
        ("planned", {Phase.PLAN}),
        ("running", {Phase.DO, Phase.STUDY}),
        ("studied", {Phase.DO, Phase.STUDY, Phase.ACT}),
        ("closed", set()),
        ("cancelled", set()),
    ],
)
def test_each_status_frees_its_own_phases(status, free):
    for name, phase in PHASE_OF.items():
        if phase in free:
            refuse_locked(status, CONSISTENT[status], {name: "something else"})
        else:
            with pytest.raises(Conflict, match=f"'{name}'"):
                refuse_locked(status, CONSISTENT[status], {name: "something else"})


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_of_how_few_students_it_speaks_may_be_told_of_a_finished_cycle_once(status):
    assert is_accepted(refuse_locked, status, WHOLE_CYCLE, {"student_count": 4})
    assert not is_accepted(refuse_locked, status, WHOLE_CYCLE | {"student_count": 4}, {"student_count": 40})


def test_what_an_imported_plan_tells_ahead_may_be_mended_before_it_starts_and_nothing_added():
    told = PLAN | {"result": "Four."}
    refuse_locked(CycleStatus.PLANNED, told, {"result": "Five."})
    with pytest.raises(Conflict, match="'learning'"):
        refuse_locked(CycleStatus.PLANNED, told, {"learning": "Desks."})


def test_what_is_told_ahead_waits_for_its_phase_and_still_needs_the_rest():
    told = PLAN | {"result": "Four.", "decision": "adapt"}
    assert find_problems(told, CycleStatus.PLANNED) == ()
    with pytest.raises(Invalid) as caught:
        advance(told, CycleStatus.RUNNING, Action.STUDY)
    assert "/result" not in pointers(caught)
    assert "/learning" in pointers(caught)


def test_a_field_that_comes_too_early_says_what_to_do_first():
    with pytest.raises(Conflict, match=r"'decision' belongs to the act phase.*Study it first"):
        refuse_locked(CycleStatus.RUNNING, PLAN, {"decision": "adopt"})


@pytest.mark.parametrize("status", CycleStatus)
def test_sending_a_record_back_unchanged_is_no_change(status):
    before, after = WHOLE_CYCLE | {"surprises": None}, WHOLE_CYCLE | {"surprises": ""}
    assert is_accepted(refuse_locked, status, before, after)


@pytest.mark.parametrize("status", CycleStatus)
def test_what_belongs_to_no_phase_is_always_free(status):
    assert is_accepted(refuse_locked, status, WHOLE_CYCLE, {"visibility": "team"})


@pytest.mark.parametrize("name", [*DO, *STUDY])
@pytest.mark.parametrize("blank", [None, " "])
def test_what_was_seen_cannot_be_taken_out_of_a_studied_cycle(name, blank):
    with pytest.raises(Invalid, match=f"To change a studied cycle, mend these fields first: {name}") as error:
        refuse_spoiling(CycleStatus.STUDIED, PLAN | DO | STUDY, {name: blank})
    assert pointers(error) == [f"/{name}"]


@pytest.mark.parametrize(
    ("status", "change"),
    [
        ("planned", {"question": None}),
        ("running", {"observations": ""}),
        ("studied", {"result": "Five questions a lesson."}),
        ("studied", {"decision": None, "reason": None}),
        ("closed", {"visibility": "team"}),
        ("cancelled", {"visibility": "team"}),
    ],
)
def test_what_its_status_does_not_ask_for_may_go_and_what_it_asks_for_may_be_told_better(status, change):
    assert is_accepted(refuse_spoiling, status, CONSISTENT[status], change)


def test_why_a_cycle_was_cancelled_stays_told():
    with pytest.raises(Invalid) as error:
        refuse_spoiling(CycleStatus.CANCELLED, CONSISTENT["cancelled"], {"cancel_reason": None})
    assert pointers(error) == ["/cancel_reason"]


def test_what_was_wrong_before_does_not_forbid_another_change():
    damaged = WHOLE_CYCLE | {"result": None}
    assert is_accepted(refuse_spoiling, CycleStatus.CLOSED, damaged, {"visibility": "team"})


@given(
    st.dictionaries(st.sampled_from(sorted(PHASE_OF)), st.text("ab ", max_size=3)),
    st.sampled_from(CycleStatus),
)
def test_what_the_lock_lets_through_is_never_of_a_locked_phase(changes, status):
    try:
        refuse_locked(status, CONSISTENT[status], changes)
    except Conflict:
        return
    changed = {
        name
        for name in changes
        if changes[name] != CONSISTENT[status].get(name, "") and changes[name].strip()
    }
    assert all(PHASE_OF[name] in WRITABLE[status] for name in changed)


# Inquiries.


def test_an_inquiry_may_start_without_a_prediction():
    fields = PLAN | {"cycle_type": "inquiry", "prediction": None}
    assert advance(fields, CycleStatus.PLANNED, Action.START) == CycleStatus.RUNNING


def test_a_pdsa_cycle_may_not_start_without_a_prediction():
    with pytest.raises(Invalid) as error:
        advance(cycle(prediction=None), CycleStatus.PLANNED, Action.START)
    assert "/prediction" in pointers(error)


@pytest.mark.parametrize("met", [PredictionMet.MET, PredictionMet.PARTLY, PredictionMet.NOT])
def test_without_a_prediction_nothing_can_be_met(met):
    fields = cycle(cycle_type=CycleType.INQUIRY, prediction=" ", prediction_met=met)
    with pytest.raises(Invalid) as error:
        advance(fields, CycleStatus.RUNNING, Action.STUDY)
    assert pointers(error) == ["/prediction_met"]


@pytest.mark.parametrize("met", [PredictionMet.CANT_TELL, None])
def test_an_inquiry_without_a_prediction_can_only_not_tell(met):
    fields = cycle(cycle_type=CycleType.INQUIRY, prediction=None, prediction_met=met)
    assert advance(fields, CycleStatus.RUNNING, Action.STUDY) == CycleStatus.STUDIED


def test_an_inquiry_that_predicted_holds_the_result_against_it():
    fields = cycle(cycle_type=CycleType.INQUIRY, prediction_met=None)
    with pytest.raises(Invalid) as error:
        advance(fields, CycleStatus.RUNNING, Action.STUDY)
    assert pointers(error) == ["/prediction_met"]


# A cycle given all at once.


CONSISTENT = {
    "planned": {"question": "Does it help?"},
    "running": PLAN | {"observations": "So far so good."},
    "studied": PLAN | DO | STUDY,
    "closed": WHOLE_CYCLE | {"student_count": 24},
    "cancelled": PLAN | {"cancel_reason": "The class was merged.", "student_count": 24},
}


@pytest.mark.parametrize(("status", "fields"), CONSISTENT.items())
def test_an_import_may_give_a_cycle_in_any_status(status, fields):
    assert find_problems(fields, status, TODAY) == ()


@pytest.mark.parametrize("status", ["running", "studied", "closed"])
def test_an_imported_cycle_names_all_that_its_status_requires(status):
    named = [problem.pointer for problem in find_problems({}, status, TODAY)]
    assert named == [f"/{name}" for phase in CLOSED_PHASES[status] for name in REQUIRED[phase]]


def test_an_imported_cycle_that_was_closed_was_not_cancelled():
    fields = CONSISTENT["closed"] | {"cancel_reason": "No time."}
    assert [each.pointer for each in find_problems(fields, "closed", TODAY)] == ["/cancel_reason"]


def test_a_cancelled_cycle_may_have_stopped_anywhere_but_says_why():
    assert [p.pointer for p in find_problems(PLAN | DO, CycleStatus.CANCELLED)] == ["/cancel_reason"]


def test_an_import_hears_of_every_problem_at_once():
    fields = cycle(question=None, next_step="", started_on=date(2019, 1, 2), closed_on=date(2019, 1, 1))
    found = [problem.pointer for problem in find_problems(fields, CycleStatus.CLOSED, TODAY)]
    assert found == ["/question", "/next_step", "/closed_on"]


@given(st.sets(st.sampled_from(sorted(WHOLE_CYCLE))), st.sampled_from(["running", "studied", "closed"]))
def test_the_missing_fields_named_are_exactly_the_required_ones_left_out(left_out, status):
    fields = {name: value for name, value in CONSISTENT[status].items() if name not in left_out}
    required = {name for phase in CLOSED_PHASES[status] for name in REQUIRED[phase]}
    named = {problem.pointer[1:] for problem in find_problems(fields, status)}
    # With the prediction gone, what was met is wrong beside it.
    assert named - {"prediction_met"} == (left_out & required) - {"prediction_met"}


# Dates.


@pytest.mark.parametrize(
    ("status", "started_on", "closed_on", "expected"),
    [
        ("closed", None, None, []),
        ("closed", date(2018, 2, 1), date(2018, 2, 1), []),
        ("closed", date(2018, 2, 1), date(2018, 2, 15), []),
        ("closed", date(2018, 2, 2), date(2018, 2, 1), ["/closed_on"]),
        ("closed", None, date(2019, 3, 2), []),
        ("closed", None, date(2019, 3, 3), ["/closed_on"]),
        ("planned", date(2020, 3, 1), None, []),
        ("planned", date(2020, 3, 2), None, ["/started_on"]),
        ("cancelled", date(2020, 3, 1), None, []),
        ("running", date(2019, 3, 2), None, []),
        ("running", date(2019, 3, 3), None, ["/started_on"]),
        ("running", date(1990, 1, 1), None, []),
        ("running", date(1989, 12, 31), None, ["/started_on"]),
        ("running", date(19, 2, 1), None, ["/started_on"]),
        ("closed", date(9999, 1, 1), date(9999, 1, 1), ["/started_on", "/closed_on"]),
    ],
)
def test_dates_lie_in_order_and_within_reason(status, started_on, closed_on, expected):
    found = find_date_problems(status, started_on, closed_on, TODAY)
    assert [problem.pointer for problem in found] == expected


def test_a_cycle_does_not_start_with_a_day_that_is_still_to_come():
    with pytest.raises(Invalid) as error:
        advance(PLAN | {"started_on": date(2019, 4, 1)}, CycleStatus.PLANNED, Action.START, TODAY)
    assert pointers(error) == ["/started_on"]


@pytest.mark.parametrize(
    ("started_on", "closed_on", "expected"),
    [
        (date(2019, 2, 1), None, TODAY),
        (TODAY, None, TODAY),
        (date(2019, 3, 2), None, date(2019, 3, 2)),
        (date(2019, 2, 1), date(2019, 2, 15), date(2019, 2, 15)),
        (None, None, TODAY),
    ],
)
def test_a_cycle_that_closes_without_a_day_closes_today_or_where_it_began_tomorrow_that_day(
    started_on, closed_on, expected
):
    assert find_closing_day(started_on, closed_on, TODAY) == expected
    fields = cycle(started_on=started_on, closed_on=closed_on)
    assert advance(fields, CycleStatus.STUDIED, Action.CLOSE, TODAY) == CycleStatus.CLOSED


# The tables.


def test_every_action_has_a_row_in_the_life_cycle():
    assert set(TRANSITIONS) == set(Action)


def test_every_status_but_planned_can_be_reached():
    assert {row.target for row in TRANSITIONS.values()} == set(CycleStatus) - {CycleStatus.PLANNED}


def test_a_phase_that_has_closed_for_good_is_not_writable_again():
    assert Phase.PLAN not in WRITABLE[CycleStatus.RUNNING] + WRITABLE[CycleStatus.STUDIED]
