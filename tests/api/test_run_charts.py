"""Run charts over HTTP: numbers, words and pictures, with the same rules at each door."""

from datetime import date, timedelta

import pytest

from nic_hub.api.resources.run_charts import MOST_CHARTS
from nic_hub.models import Measure
from tests.factories import make_measure, make_point

START = date(2026, 1, 5)
VALUES = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 11, 12, 11, 12, 11, 12, 11, 12, 11, 12]


@pytest.fixture
def chart(app, world):
    """The address of a chart with two levels, whose last point is about three students."""
    with app.extensions["hub"].database.writing() as session:
        measure = session.get_one(Measure, world.measure.id)
        for number, value in enumerate(VALUES):
            make_point(session, measure=measure, date=START + timedelta(weeks=number), value=value, n=25)
        few = START + timedelta(weeks=len(VALUES))
        make_point(session, measure=measure, date=few, value=4321.5, n=3, note="Only Annabelle")
    return f"/measures/{world.measure.id}/run-chart"


def test_a_chart_is_numbers_signals_and_words(world, chart):
    told = world.colleague.get(chart).json
    assert told["chart"]["longest_run_limit"] == 7
    assert [signal["rule"] for signal in told["chart"]["signals"]] == ["longest_run"] * 2 + ["crossings"]
    assert told["chart"]["points"][0]["date"] == "2026-01-05"
    assert "not that it is an improvement" in told["description"]


def test_rules_phases_and_special_points_are_asked_for_in_the_address(world, chart):
    told = world.colleague.get(f"{chart}?rules=ihi&phases=2026-03-16,2026-04-27&special=2026-01-12").json
    assert told["rules"] == "ihi"
    assert [phase["first"] for phase in told["chart"]["phases"]] == [1, 11, 17]
    assert told["chart"]["special_points"] == [2]


@pytest.mark.parametrize(
    "query",
    [
        "rules=western",
        "phases=monday",
        "phases=2026-02-30",
        "phases=0001-01-01",
        "special=2026-01-06",
        "special=" + ",".join(["2026-01-05"] * 21),
        "colour=red",
    ],
)
@pytest.mark.parametrize("media", ["", ".svg", ".png"])
def test_what_cannot_be_drawn_is_named(world, chart, query, media):
    answer = world.colleague.get(f"{chart}{media}?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["errors"][0]["pointer"] == f"?{query.split('=')[0]}"


@pytest.mark.parametrize(("media", "mimetype"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_a_chart_is_a_picture_too(world, chart, media, mimetype):
    answer = world.colleague.get(f"{chart}.{media}?rules=ihi")
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert len(answer.data) > 5_000


def test_a_picture_brings_its_styles_and_no_script(world, chart):
    policy = world.colleague.get(f"{chart}.svg").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@pytest.mark.parametrize("media", ["", ".svg", ".png"])
def test_a_value_about_few_students_is_at_no_door(world, chart, media):
    told = world.colleague.get(f"{chart}{media}").data
    assert b"4321" not in told
    assert b"Annabelle" not in told
    assert b"4321" in world.teacher.get(f"{chart}{media}").data


@pytest.mark.parametrize("media", ["", ".svg", ".png"])
@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("colleague", 200)])
def test_who_may_not_read_the_measure_sees_no_chart(world, chart, who, status, media):
    assert getattr(world, who).get(f"{chart}{media}").status_code == status


def test_an_audience_narrows_a_chart(world, chart):
    told = world.teacher.get(chart, headers={"Ceiling": "network"})
    assert b"4321" not in told.data
    assert told.json["hidden_below"] == 10


# Side by side.


@pytest.fixture
def several(app, world, chart):
    with app.extensions["hub"].database.writing() as session:
        own = make_measure(session, team=world.far, name="Another")
        make_measure(session, team=world.far, name="Secret", visibility="team")
        make_point(session, measure=own, date=START, n=25)


def test_charts_stand_side_by_side_for_those_one_may_read(world, several):
    told = world.teacher.get("/measures/run-charts").json
    assert (told["total"], len(told["items"])) == (2, 2)
    assert "Secret" not in str(told)
    assert world.colleague.get("/measures/run-charts").json["total"] == 3


def test_charts_are_chosen_as_measures_are(world, several):
    told = world.teacher.get(f"/measures/run-charts?team={world.far.id}&rules=ihi").json
    assert [(one["measure"]["name"], one["rules"]) for one in told["items"]] == [("Another", "ihi")]


def test_charts_side_by_side_hide_what_each_hides(world, several):
    for media in ("", ".svg", ".png"):
        assert b"4321" not in world.colleague.get(f"/measures/run-charts{media}").data


def test_charts_are_no_more_than_fit(world, several):
    assert world.teacher.get(f"/measures/run-charts?page_size={MOST_CHARTS}").status_code == 200
    assert world.teacher.get(f"/measures/run-charts?page_size={MOST_CHARTS + 1}").status_code == 422


# What the team marked.


@pytest.fixture
def marked(world, chart):
    """The chart of a measure on which the team marked a new median, a special day and a goal."""
    marks = {"phase_starts": ["2026-03-16"], "special_days": ["2026-01-12"], "goal": 20}
    assert world.teacher.patch(f"/measures/{world.measure.id}", marks, version=1).status_code == 200
    return chart


def test_what_the_team_marked_holds_for_everybody_who_reads_the_chart(world, marked):
    told = world.colleague.get(marked).json
    assert [phase["first"] for phase in told["chart"]["phases"]] == [1, 11]
    assert told["chart"]["special_points"] == [2]
    assert told["measure"]["goal"] == 20
    assert "The goal is 20." in told["description"]


def test_a_median_that_was_confirmed_is_not_suggested_again(world, chart):
    (suggested,) = world.teacher.get(chart).json["chart"]["suggested_phases"]
    day = world.teacher.get(chart).json["chart"]["points"][suggested["index"] - 1]["date"]
    world.teacher.patch(f"/measures/{world.measure.id}", {"phase_starts": [day]}, version=1)
    assert world.teacher.get(chart).json["chart"]["suggested_phases"] == []


def test_the_address_says_something_else_for_one_answer(world, marked):
    told = world.teacher.get(f"{marked}?phases=2026-04-27&special=2026-01-19").json
    assert [phase["first"] for phase in told["chart"]["phases"]] == [1, 17]
    assert told["chart"]["special_points"] == [3]
    assert told["measure"]["phase_starts"] == ["2026-03-16"]


def test_who_marked_what_is_in_the_history(world, marked):
    changes = world.teacher.get(f"/measures/{world.measure.id}/history").json["items"][-1]["changes"]
    assert changes["phase_starts"] == [[], ["2026-03-16"]]


def test_only_the_team_marks_its_chart(world, chart):
    answer = world.colleague.patch(
        f"/measures/{world.measure.id}", {"special_days": ["2026-01-12"]}, version=1
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("day", ["monday", "2026-02-30", "0001-01-01", "2026-1-5", "20260105"])
@pytest.mark.parametrize("field", ["phase_starts", "special_days"])
def test_what_is_no_day_is_not_marked(world, chart, field, day):
    answer = world.teacher.patch(f"/measures/{world.measure.id}", {field: [day]}, version=1)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"/{field}/0")


def test_a_mark_on_a_day_without_a_value_changes_nothing(world, chart):
    world.teacher.patch(f"/measures/{world.measure.id}", {"special_days": ["2026-01-06"]}, version=1)
    assert world.teacher.get(chart).json["chart"]["special_points"] == []


@pytest.mark.parametrize("media", ["svg", "png"])
def test_a_picture_shows_what_was_marked(world, chart, media):
    before = world.teacher.get(f"{chart}.{media}").data
    world.teacher.patch(f"/measures/{world.measure.id}", {"special_days": ["2026-01-12"]}, version=1)
    assert world.teacher.get(f"{chart}.{media}").data != before
