"""Run charts as pictures: they say in words what they show, and no text in them breaks them."""

import re
import sys
import threading
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from nic_hub.domain.run_charts.telling import tell_chart
from nic_hub.drawing.lettering import letter, letter_lines
from nic_hub.drawing.run_chart import draw_chart, draw_charts

SHIFTED = [1.0, 2.0] * 5 + [11.0, 12.0] * 5
SVG = "{http://www.w3.org/2000/svg}"


def told(values=SHIFTED, name="Questions a lesson", **options):
    """A chart as the service tells it."""
    days = [date(2026, 1, 5) + timedelta(weeks=number) for number in range(len(values))]
    chart = tell_chart(values, name=lambda place: days[place - 1].isoformat(), **options)
    points = zip(days, values, strict=True)
    chart["points"] = [{"date": day, "value": value} for day, value in points]
    return {
        "measure": {"name": name, "unit": "questions", "baseline": 1.0, "target": 12.0, "goal": 15.0},
        "team": {"name": "Team A"},
        "rules": "anhoej",
        "chart": chart,
        "groups": [],
        "cycles": [{"title": "Prompts", "started_on": date(2026, 2, 2)}],
        "hidden_below": None,
        "description": chart["description"],
    }


def words_of(svg):
    """Return title and description of a picture."""
    root = ET.fromstring(svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    return root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text


def test_a_picture_says_in_words_what_it_shows():
    chart = told()
    assert words_of(draw_chart(chart, "svg")) == ("Questions a lesson (Team A)", chart["description"])


def test_a_picture_needs_no_font_of_its_reader():
    svg = draw_chart(told(), "svg").decode()
    assert "<text" not in svg
    assert "font-family" not in svg


def test_the_same_chart_is_the_same_picture():
    assert draw_chart(told(), "svg") == draw_chart(told(), "svg")


def test_a_png_is_one_and_says_what_it_shows():
    png = draw_chart(told(), "png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"Questions a lesson (Team A)" in png


@pytest.mark.parametrize(
    "name",
    [
        "$\\frac{1}{",
        "a $b$ c",
        '<script>alert(1)</script> & "quoted" ]]>',
        "\u65e5\u672c \U0001f600 \u0627\u0644 e\u0301",
        "x" * 5_000,
        "control \x01 \u200b and half \ud800",
        "",
    ],
)
@pytest.mark.parametrize("media", ["svg", "png"])
def test_no_name_breaks_a_picture(name, media):
    picture = draw_chart(told(name=name, values=[1.0, 2.0]), media)
    assert picture
    if media == "svg":
        assert "<script" not in picture.decode()
        words_of(picture)


@pytest.mark.parametrize(
    "values", [[], [None], [None] * 3, [4.0], [4.0, None, 5.0], [4.0] * 20, [1e15, -1e15] * 6, [1e-9] * 3]
)
def test_a_chart_of_any_values_can_be_drawn(values):
    assert words_of(draw_chart(told(values), "svg"))


def test_signals_and_special_points_have_a_shape_of_their_own():
    plain, marked = (draw_chart(told(special=special), "svg") for special in ([], [3]))
    quiet = draw_chart(told([1.0, 3.0] * 6), "svg")
    # Each shape is drawn once and used for each of its points, beside the points themselves.
    shapes = [len(re.findall(rb'<path id="(?:C|m)', picture)) for picture in (quiet, plain, marked)]
    assert shapes[0] < shapes[1] < shapes[2]


def test_each_student_group_has_a_line_of_its_own():
    whole, newcomers, nobody = told(), told([4.0, None, 6.0]), told([None, None])
    groups = [
        newcomers["chart"] | {"student_group": "$newcomers"},
        nobody["chart"] | {"student_group": "none"},
    ]
    alone, beside, hidden = (
        draw_chart(whole | {"groups": some}, "svg") for some in ([], groups[:1], groups[1:])
    )
    assert alone == hidden != beside


def test_small_multiples_tell_of_each_chart():
    title, words = words_of(draw_charts([told(), told(name="Other")], "svg"))
    assert title == "Run charts of 2 measures"
    assert words.startswith("1. ")
    assert " 2. " in words


def test_no_chart_is_a_picture_that_says_so():
    assert words_of(draw_charts([], "svg")) == ("Run charts of 0 measures", "There is no measure to draw.")


def test_many_threads_draw_the_same_pictures():
    made, wanted = [], draw_chart(told([1.0, 2.0]), "svg")
    threads = [
        threading.Thread(target=lambda: made.append(draw_chart(told([1.0, 2.0]), "svg"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [wanted] * 4


def test_drawing_leaves_no_figure_behind():
    draw_chart(told(), "png")
    assert "matplotlib.pyplot" not in sys.modules
    assert mpl.rcParams["svg.fonttype"] == "path"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("a\n b", "a b"), ("\u65e5", "\u25a1"), ("a\u200bb", "ab"), ("x" * 200, "x" * 109 + "…")],
)
def test_letters_are_those_the_font_has(text, drawn):
    assert letter(text) == drawn


def test_a_long_title_stands_on_two_lines():
    assert letter_lines("word " * 30, 40, 2).count("\n") == 1
