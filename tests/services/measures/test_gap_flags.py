"""A gain that widened a gap is flagged where the tests of an idea are told, from what the reader may see."""

from datetime import date, timedelta

import pytest

from nic_hub.models import utc_now
from nic_hub.services.lineage.ramps import tell_ramp
from nic_hub.services.measures import gap_flags
from nic_hub.services.measures.gap_flags import find_gap_flags
from tests.factories import make_cycle, make_measure, make_point

FLAG = "The gain widened a gap"


@pytest.fixture
def measured(session, town):
    """Make a measure whose whole gains while newcomers stay where they are."""

    def make(*, n=30, **values):
        measure = make_measure(session, team=town.far, name="Questions a lesson", **values)
        for week in range(6):
            day = {"date": date(2026, 3, 2) + timedelta(weeks=week)}
            make_point(session, measure=measure, value=5.0 + week, n=90, **day)
            make_point(session, measure=measure, value=5.0, n=n, student_group="newcomers", **day)
        return measure

    return make


@pytest.fixture
def flags(session, town):
    def find(measure, who="teacher"):
        session.flush()
        return find_gap_flags(session, town.who(who), [measure.id]).get(measure.id, [])

    return find


def test_a_group_that_fell_behind_is_flagged_by_its_measure(measured, flags):
    (flag,) = flags(measured())
    assert flag.startswith("Questions a lesson: ")
    assert FLAG in flag


def test_what_is_told_of_few_students_stays_in_the_team(measured, flags):
    measure = measured(n=3)
    assert flags(measure) == []
    assert len(flags(measure, "far_teacher")) == 1


@pytest.mark.parametrize(
    "hidden", [{"visibility": "team"}, {"withdrawn_at": utc_now()}, {"archived_at": utc_now()}]
)
def test_a_measure_out_of_sight_or_out_of_use_flags_nothing(measured, flags, hidden):
    assert flags(measured(**hidden)) == []


def test_without_student_groups_one_query_is_asked(session, town, count_queries):
    measure = make_measure(session, team=town.far)
    principal = town.who("teacher")
    with count_queries() as queries:
        assert find_gap_flags(session, principal, [measure.id]) == {}
    assert len(queries) == 1


@pytest.mark.parametrize("who", ["teacher", "far_teacher"])
def test_the_flags_of_many_measures_cost_no_more_queries_than_one(
    session, town, measured, count_queries, who
):
    ids, principal, asked = [measured().id for _ in range(5)], town.who(who), []
    for chosen in (ids[:1], ids):
        with count_queries() as queries:
            assert len(find_gap_flags(session, principal, chosen)) == len(chosen)
        asked.append(len(queries))
    assert asked[0] == asked[1] < 7


def test_each_measure_is_flagged_by_its_own_values(session, town, measured):
    few, many = measured(n=3), measured()
    even = make_measure(session, team=town.far)
    for week in range(6):
        for group in ("", "newcomers"):
            day = date(2026, 3, 2) + timedelta(weeks=week)
            make_point(session, measure=even, date=day, value=5.0, n=30, student_group=group)
    session.flush()
    assert [*find_gap_flags(session, town.who("teacher"), [few.id, even.id, many.id])] == [many.id]


def test_measures_are_looked_at_in_the_order_they_are_told(session, town, measured, monkeypatch):
    monkeypatch.setattr(gap_flags, "MOST_MEASURES", 1)
    measures = [measured(), measured()]
    session.flush()
    for first, second in (measures, reversed(measures)):
        assert [*find_gap_flags(session, town.who("teacher"), [first.id, second.id])] == [first.id]


def test_a_suggestion_warns_of_it(session, town, desk, measured):
    idea, measure = desk.idea(tested=0), measured()
    make_cycle(session, idea=idea, team=town.far, measure_id=measure.id)
    (suggestion,) = desk.ask()["suggestions"]
    assert any(FLAG in caution for caution in suggestion["cautions"])


def test_a_ramp_tells_it(session, town, desk, measured):
    idea, measure = desk.idea(tested=0), measured()
    make_cycle(session, idea=idea, team=town.far, measure_id=measure.id)
    session.flush()
    assert FLAG in tell_ramp(session, town.who("teacher"), idea)["gaps"][0]


@pytest.fixture
def count_of(session, town, desk, measured, count_queries):
    """Count the queries of something told of an idea whose tests have so many measures."""

    def count(tell, more):
        for _ in range(more):
            make_cycle(session, idea=idea, team=town.far, measure_id=measured().id)
        session.flush()
        tell(idea)
        with count_queries() as queries:
            tell(idea)
        return len(queries)

    idea = desk.idea(tested=0)
    return count


def test_a_ramp_with_many_measures_costs_no_more_queries_than_with_one(session, town, count_of):
    principal = town.who("teacher")

    def tell(idea):
        assert tell_ramp(session, principal, idea)["gaps"]

    assert count_of(tell, 1) == count_of(tell, 4)


def test_a_suggestion_with_many_measures_costs_no_more_queries_than_with_one(desk, count_of):
    def tell(_idea):
        (suggestion,) = desk.ask()["suggestions"]
        assert any(FLAG in caution for caution in suggestion["cautions"])

    assert count_of(tell, 1) == count_of(tell, 4)
