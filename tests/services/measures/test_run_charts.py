"""The run chart of a measure: from what its reader may see, and nothing else."""

from datetime import date, timedelta
from statistics import median

import pytest

from nic_hub.domain.vocabulary import MeasureSubject
from nic_hub.errors import Invalid
from nic_hub.models import Measure, utc_now
from nic_hub.services.measures.run_charts import ChartRequest, tell_run_chart, tell_run_charts
from tests.factories import make_cycle, make_idea, make_measure, make_point

START = date(2026, 1, 5)
SHIFTED = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 11, 12, 11, 12, 11, 12, 11, 12, 11, 12]


def week(number):
    """Return the Monday of a week; the first point of a chart is in week 1."""
    return START + timedelta(weeks=number - 1)


def fill(session, measure, values, n=25, **options):
    for number, value in enumerate(values, start=1):
        make_point(session, measure=measure, date=week(number), value=float(value), n=n, **options)
    session.flush()


@pytest.fixture
def measure(session, town):
    return make_measure(session, team=town.team, name="Questions a lesson", baseline=1.0, target=12.0)


def chart_of(session, town, measure, who="far_teacher", **asked):
    session.flush()
    return tell_run_chart(session, town.who(who), measure, ChartRequest(**asked))


def test_a_chart_tells_its_numbers_its_signals_and_the_days_of_its_points(session, town, measure):
    fill(session, measure, SHIFTED)
    told = chart_of(session, town, measure)
    assert (told["chart"]["median"], told["chart"]["longest_run"], told["chart"]["crossings"]) == (6.5, 10, 1)
    assert [signal["rule"] for signal in told["chart"]["signals"]] == ["longest_run"] * 2 + ["crossings"]
    assert [point["date"] for point in told["chart"]["points"]] == [week(one) for one in range(1, 21)]
    assert told["team"] == {"id": town.team.id, "name": town.team.name}


def test_the_words_tell_what_the_picture_shows(session, town, measure):
    fill(session, measure, SHIFTED)
    told = chart_of(session, town, measure)["description"]
    for part in ("Questions a lesson", "higher is better", "2026-01-05", "baseline is 1", "target is 12"):
        assert part in told


def test_a_person_starts_a_new_median_on_a_day(session, town, measure):
    fill(session, measure, SHIFTED)
    told = chart_of(session, town, measure, phases=(week(11) - timedelta(days=3),))["chart"]
    assert [(phase["first"], phase["median"]) for phase in told["phases"]] == [(1, 1.5), (11, 11.5)]


def test_a_person_marks_the_day_of_a_point_and_no_other(session, town, measure):
    fill(session, measure, SHIFTED)
    assert chart_of(session, town, measure, special=(week(3),))["chart"]["special_points"] == [3]
    with pytest.raises(Invalid) as error:
        chart_of(session, town, measure, special=(week(3) + timedelta(days=1),))
    assert [problem.pointer for problem in error.value.problems] == ["?special"]


# Small cells.


def test_a_hidden_value_is_a_missing_one_for_others_and_in_no_figure(session, town, measure):
    fill(session, measure, SHIFTED[:19])
    make_point(session, measure=measure, date=week(20), value=777.25, n=3, note="Ann only")
    told = chart_of(session, town, measure)
    assert told["chart"]["median"] == median(SHIFTED[:19])
    assert (told["chart"]["values"], told["chart"]["missing"], told["hidden_below"]) == (19, 1, 10)
    assert "777.25" not in str(told)
    assert "Ann" not in str(told)
    assert "1 value not shown: about fewer than 10 students" in told["description"]


def test_the_own_team_sees_all_of_it(session, town, measure):
    fill(session, measure, [*SHIFTED[:19], 777.25], n=3)
    told = chart_of(session, town, measure, who="teacher")
    assert (told["chart"]["points"][-1]["value"], told["hidden_below"]) == (777.25, None)


def test_where_one_group_of_a_day_is_small_the_other_groups_of_that_day_are_missing_too(
    session, town, measure
):
    fill(session, measure, SHIFTED)
    for number in range(1, 21):
        few = 4 if number == 20 else 12
        make_point(session, measure=measure, date=week(number), value=5.0, n=few, student_group="newcomers")
        make_point(session, measure=measure, date=week(number), value=6.0, n=13, student_group="others")
    told = chart_of(session, town, measure)
    assert {group["student_group"]: group["values"] for group in told["groups"]} == {
        "newcomers": 19,
        "others": 19,
    }
    assert told["chart"]["values"] == 20


@pytest.mark.parametrize(
    ("subject", "values"), [(MeasureSubject.STUDENT, 0), (MeasureSubject.ADULT_PRACTICE, 20)]
)
def test_what_few_adults_do_is_no_small_cell(session, town, subject, values):
    measure = make_measure(session, team=town.team, subject=subject)
    fill(session, measure, SHIFTED, n=4)
    assert chart_of(session, town, measure)["chart"]["values"] == values


def test_a_measure_that_was_taken_back_has_an_empty_chart(session, town, measure):
    fill(session, measure, SHIFTED)
    make_cycle(session, idea=make_idea(session, team=town.team), team=town.team, measure_id=measure.id)
    measure.withdrawn_at = utc_now()
    told = chart_of(session, town, measure)
    assert (told["chart"]["points"], told["cycles"], told["measure"]["name"]) == ([], [], None)
    assert told["description"].startswith("A measure that was taken back. There is no value to draw.")


# Groups and cycles.


def test_a_gain_that_widens_a_gap_is_flagged_beside_the_chart(session, town, measure):
    fill(session, measure, [50, 50, 60, 60])
    fill(session, measure, [46, 46, 48, 48], n=12, student_group="multilingual learners")
    told = chart_of(session, town, measure)
    assert [(gap["student_group"], gap["widens"]) for gap in told["equity"]] == [
        ("multilingual learners", True)
    ]
    assert "Group multilingual learners: 4 values, median 47." in told["description"]
    assert "The gain widened a gap" in told["description"]


def test_a_group_whose_values_are_hidden_is_compared_with_nothing(session, town, measure):
    fill(session, measure, [50, 50, 60, 60])
    fill(session, measure, [46, 46, 48, 48], n=5, student_group="newcomers")
    told = chart_of(session, town, measure)
    assert (told["equity"], told["groups_with_too_few_days"]) == ([], ["newcomers"])


def test_cycles_of_the_measure_and_of_its_points_are_drawn_where_they_started(session, town, measure):
    idea = make_idea(session, team=town.team, title="Question prompts")
    first = make_cycle(session, idea=idea, team=town.team, measure_id=measure.id, started_on=week(2))
    second = make_cycle(session, idea=idea, team=town.team, started_on=week(4) + timedelta(days=1))
    make_cycle(session, idea=idea, team=town.team, started_on=week(3))
    fill(session, measure, SHIFTED)
    make_point(session, measure=measure, date=week(21), n=25, cycle_id=second.id)
    told = chart_of(session, town, measure)["cycles"]
    assert [(cycle["id"], cycle["title"], cycle["index"]) for cycle in told] == [
        (first.id, "Question prompts", 2),
        (second.id, "Question prompts", 5),
    ]


def test_a_cycle_one_may_not_read_is_not_drawn(session, town, measure):
    idea = make_idea(session, team=town.team)
    cycle = make_cycle(
        session, idea=idea, team=town.team, measure_id=measure.id, visibility="team", started_on=START
    )
    fill(session, measure, SHIFTED, cycle_id=cycle.id)
    assert chart_of(session, town, measure)["cycles"] == []
    assert [one["id"] for one in chart_of(session, town, measure, who="teacher")["cycles"]] == [cycle.id]


@pytest.mark.parametrize(
    "gone", [{"archived_at": utc_now()}, {"withdrawn_at": utc_now()}, {"started_on": None}]
)
def test_a_cycle_that_was_taken_back_or_did_not_start_is_not_drawn(session, town, measure, gone):
    idea = make_idea(session, team=town.team)
    cycle = {"idea": idea, "team": town.team, "measure_id": measure.id, "started_on": START, **gone}
    make_cycle(session, **cycle)
    fill(session, measure, SHIFTED)
    assert chart_of(session, town, measure, who="teacher")["cycles"] == []


def test_the_title_of_a_withdrawn_idea_is_not_told(session, town, measure):
    idea = make_idea(session, team=town.team, title="Zebra cards", withdrawn_at=utc_now())
    make_cycle(session, idea=idea, team=town.team, measure_id=measure.id, started_on=START)
    fill(session, measure, SHIFTED)
    [cycle] = chart_of(session, town, measure, who="teacher")["cycles"]
    assert (cycle["change_idea_id"], cycle["title"]) == (idea.id, None)


def test_the_title_of_an_idea_one_may_not_read_is_not_told(session, town, measure):
    idea = make_idea(session, team=town.far, title="Zebra cards", visibility="team")
    own = {"team": town.team, "measure_id": measure.id, "started_on": START}
    cycle = make_cycle(session, idea=idea, **own)
    fill(session, measure, SHIFTED)
    told = chart_of(session, town, measure, who="teacher")
    assert [one["id"] for one in told["cycles"]] == [cycle.id]
    assert "Zebra" not in str(told)


def test_charts_side_by_side_stand_by_the_name_of_their_team(session, town, measure):
    town.team.name, town.far.name = "Zebra", "Ant"
    other, gone = make_measure(session, team=town.far), make_measure(session, team=town.far)
    gone.withdrawn_at = utc_now()
    fill(session, measure, [9] * 12)
    fill(session, other, [1] * 12)
    session.flush()
    told = tell_run_charts(session, town.who("teacher"), [measure, other, gone], ChartRequest())
    assert [chart["team"]["name"] for chart in told] == ["Ant", "Zebra"]


def test_charts_side_by_side_hold_each_their_own_points_and_cycles(session, town):
    idea, told = make_idea(session, team=town.team), {}
    for number in (1, 2):
        measure = make_measure(session, team=town.team)
        cycle = make_cycle(session, idea=idea, team=town.team, measure_id=measure.id, started_on=START)
        of_points = make_cycle(session, idea=idea, team=town.team, started_on=week(2))
        fill(session, measure, [number] * 3, n=25)
        make_point(session, measure=measure, date=week(4), value=9.0, n=3 * number, cycle_id=of_points.id)
        make_point(session, measure=measure, date=week(5), value=9.0, n=6 * number)
        told[measure.id] = ([number] * 3 + [None, None if number == 1 else 9.0], [cycle.id, of_points.id])
    measures = [session.get_one(Measure, measure_id) for measure_id in told]
    session.flush()
    charts = tell_run_charts(session, town.who("far_teacher"), measures, ChartRequest())
    assert {
        chart["measure"]["id"]: (
            [point["value"] for point in chart["chart"]["points"]],
            [cycle["id"] for cycle in chart["cycles"]],
        )
        for chart in charts
    } == told


@pytest.fixture
def full_measure(session, town):
    """Make a measure with a group, a cycle, a hidden value and a corrected one."""
    idea = make_idea(session, team=town.team)

    def make():
        measure = make_measure(session, team=town.team)
        cycle = make_cycle(session, idea=idea, team=town.team, measure_id=measure.id, started_on=START)
        fill(session, measure, SHIFTED, cycle_id=cycle.id)
        fill(session, measure, SHIFTED, n=5, student_group="newcomers")
        corrected = make_point(session, measure=measure, date=week(30), n=40)
        session.flush()
        corrected.n = 60
        return measure

    return make


@pytest.mark.parametrize("who", ["teacher", "far_teacher"])
def test_many_charts_cost_no_more_queries_than_one(session, town, count_queries, full_measure, who):
    measures, principal, asked = [full_measure() for _ in range(5)], town.who(who), []
    for chosen in (measures[:1], measures):
        with count_queries() as queries:
            assert len(tell_run_charts(session, principal, chosen, ChartRequest())) == len(chosen)
        asked.append(len(queries))
    assert asked[0] == asked[1] < 12
