"""Run charts as SVG and PNG: one measure, or small multiples of several.

What matters is never told by colour alone: a point of a signal is a square, a special one a star, the median
is labelled, a new phase is a gap in it. Letters are drawn as outlines, so that a picture looks the same
everywhere; what it shows stands in its title and description, for screen readers.

matplotlib is used without pyplot, which keeps figures of all threads in one place, and by one thread at a
time, since its fonts and its text layout are shared.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from nic_hub.domain.run_charts.telling import TAKEN_BACK, show_number
from nic_hub.drawing.lettering import letter, letter_lines, plain
from nic_hub.drawing.words import describe_svg

# Outlines for letters, and the same ids each time: the same chart is the same file.
mpl.rcParams["svg.fonttype"] = "path"
mpl.rcParams["svg.hashsalt"] = "nic_hub"

INK, MEDIAN, SIGNAL, CYCLE, LINE = "#1f2a37", "#0b6e4f", "#b42318", "#5b3d8a", "#6b7280"
#: The marker and the dashes of each student group's line; more than these would be a tangle.
GROUP_LOOKS = (("^", "--"), ("D", ":"), ("v", "-."), ("x", "--"), ("+", ":"))
DPI = 110
COLUMNS = 3
NOTHING_TO_DRAW = "There is no measure to draw."
_one_at_a_time = threading.Lock()

Chart = Mapping[str, Any]


def draw_chart(told: Chart, media: str) -> bytes:
    """Draw the chart of one measure.

    Args:
        told: what ``services.measures.run_charts.tell_run_chart`` returns.
        media: ``svg`` or ``png``.
    """
    figure = Figure(figsize=(9, 4.8), dpi=DPI, layout="constrained")
    with _one_at_a_time:
        axes = figure.add_subplot()
        _draw(axes, told)
        for group, look in zip(told["groups"], GROUP_LOOKS, strict=False):
            _draw_group(axes, group, look)
        _write_title(axes, told, letter_lines(_title(told), 90, 2), size=11)
        _write_legend(figure, told)
        return _save(figure, media, _title(told), told["description"])


def draw_charts(several: Sequence[Chart], media: str) -> bytes:
    """Draw the charts of several measures side by side, in the given order."""
    rows = max(1, -(-len(several) // COLUMNS))
    figure = Figure(figsize=(4 * COLUMNS, 2.9 * rows + 0.3), dpi=DPI, layout="constrained")
    title = f"Run charts of {len(several)} measures"
    # Charts of one unit share their scale, so that nobody compares a molehill with a mountain.
    is_one_unit = len({told["measure"]["unit"] for told in several}) == 1
    with _one_at_a_time:
        for place, told in enumerate(several, start=1):
            shared = figure.axes[0] if is_one_unit and figure.axes else None
            axes = figure.add_subplot(rows, COLUMNS, place, sharey=shared)
            _draw(axes, told)
            _write_title(axes, told, letter_lines(_title(told), 45, 2), size=8)
        if not several:
            plain(figure.text(0.5, 0.5, NOTHING_TO_DRAW, ha="center"))
        words = " ".join(f"{number}. {told['description']}" for number, told in enumerate(several, start=1))
        return _save(figure, media, title, words or NOTHING_TO_DRAW)


def _title(told: Chart) -> str:
    team = (told["team"] or {}).get("name")
    name = told["measure"]["name"] or TAKEN_BACK
    return f"{name} ({team})" if team else str(name)


def _draw(axes: Axes, told: Chart) -> None:
    chart = told["chart"]
    days = [_number_of(point["date"]) for point in chart["points"]]
    axes.tick_params(labelsize=8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    _draw_levels(axes, told["measure"])
    if not days:
        plain(axes.text(0.5, 0.5, "No value to draw", ha="center", transform=axes.transAxes, color=LINE))
        return
    locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.xaxis.get_offset_text().set_fontsize(8)
    plain(axes.set_ylabel(letter(told["measure"]["unit"] or "", 40), fontsize=8))
    _draw_points(axes, chart, days)
    _draw_medians(axes, chart, days)
    _draw_cycles(axes, told["cycles"])


def _number_of(day: date) -> int:
    """Return a day as matplotlib counts them, from 1970."""
    return (day - date(1970, 1, 1)).days


def _draw_levels(axes: Axes, measure: Mapping[str, Any]) -> None:
    """Draw baseline, target and goal, each with its name."""
    looks = {"baseline": (0, (1, 2)), "target": (0, (5, 3)), "goal": (0, (8, 2, 1, 2))}
    for name, dashes in looks.items():
        level = measure[name]
        if level is not None:
            axes.axhline(level, color=LINE, linewidth=1, linestyle=dashes, zorder=1)
            _label(axes, 0.0, level, f"{name} {show_number(level)}", LINE)


def _label(axes: Axes, x: float, y: float, text: str, colour: str) -> None:
    """Write a label on a line, at a share of the width."""
    options: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "va": "bottom",
        "fontsize": 7,
        "color": colour,
    }
    plain(axes.text(x, y, letter(text), ha="left" if x < 0.5 else "right", **options))


def _draw_points(axes: Axes, chart: Chart, days: Sequence[float]) -> None:
    values = [point["value"] if point["value"] is not None else float("nan") for point in chart["points"]]
    axes.plot(days, values, color=INK, linewidth=1.2, marker="o", markersize=4, zorder=3)
    signalled = {index for signal in _of_some(chart) for index in signal["indices"]}
    _mark(axes, days, values, signalled, {"marker": "s", "s": 42, "color": SIGNAL})
    _mark(axes, days, values, chart["special_points"], {"marker": "*", "s": 130, "color": INK})


def _of_some(chart: Chart) -> list[Mapping[str, Any]]:
    """Return the signals of some points; too few crossings are of all, and are told below the chart."""
    return [signal for signal in chart["signals"] if signal["rule"] != "crossings"]


def _draw_group(axes: Axes, group: Chart, look: tuple[str, str]) -> None:
    """Draw the line of a student group beside the whole, with its name at its last value."""
    shown = [(_number_of(one["date"]), one["value"]) for one in group["points"] if one["value"] is not None]
    if not shown:
        return
    marker, dashes = look
    days, values = zip(*shown, strict=True)
    axes.plot(days, values, color=LINE, linewidth=1, linestyle=dashes, marker=marker, markersize=4, zorder=2)
    place: dict[str, Any] = {"xytext": (4, -8), "textcoords": "offset points", "fontsize": 7, "color": LINE}
    plain(axes.annotate(letter(group["student_group"], 40), shown[-1], **place))


def _mark(
    axes: Axes, days: Sequence[float], values: Sequence[float], places: Any, look: Mapping[str, Any]
) -> None:
    chosen = sorted(places)
    axes.scatter([days[one - 1] for one in chosen], [values[one - 1] for one in chosen], zorder=4, **look)


def _draw_medians(axes: Axes, chart: Chart, days: Sequence[float]) -> None:
    """Draw the median of each phase from its first point to its last, labelled."""
    for phase in chart["phases"]:
        if phase["median"] is None:
            continue
        ends = [days[phase["first"] - 1], days[phase["last"] - 1]]
        axes.plot(ends, [phase["median"]] * 2, color=MEDIAN, linewidth=1.6, zorder=2)
        text = f"median {show_number(phase['median'])}"
        place: dict[str, Any] = {
            "xytext": (2, 2),
            "textcoords": "offset points",
            "fontsize": 7,
            "color": MEDIAN,
        }
        plain(axes.annotate(text, (ends[1], phase["median"]), **place))


def _draw_cycles(axes: Axes, cycles: Sequence[Mapping[str, Any]]) -> None:
    """Draw a numbered line where each PDSA cycle started."""
    for number, cycle in enumerate(cycles, start=1):
        day = _number_of(cycle["started_on"])
        axes.axvline(day, color=CYCLE, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
        options: dict[str, Any] = {
            "transform": axes.get_xaxis_transform(),
            "fontsize": 7,
            "color": CYCLE,
            "va": "top",
        }
        plain(axes.text(day, 1.0, f" {number}", **options))


def _write_title(axes: Axes, told: Chart, title: str, *, size: int) -> None:
    verdict = f"{told['rules']}: {told['chart']['verdict']}"
    plain(axes.set_title(f"{title}\n{verdict}", fontsize=size, loc="left", color=INK))


def _write_legend(figure: Figure, told: Chart) -> None:
    """Say below the chart what the marks and the numbers mean."""
    chart = told["chart"]
    rules = sorted({signal["rule"] for signal in _of_some(chart)})
    lines = [f"Squares: points of a signal ({', '.join(rules)})"] if rules else []
    lines += ["The line crosses its median too seldom (crossings)"] if _has_crossings(chart) else []
    lines += ["Stars: marked by a person"] if chart["special_points"] else []
    lines += [
        f"{number}: PDSA cycle from {cycle['started_on']}, {letter(cycle['title'] or 'no title', 60)}"
        for number, cycle in enumerate(told["cycles"], start=1)
    ]
    if told["hidden_below"]:
        lines.append(f"Not drawn: values about fewer than {told['hidden_below']} students")
    if lines:
        plain(figure.supxlabel("\n".join(lines[:12]), fontsize=7, x=0.01, ha="left", color=INK))


def _has_crossings(chart: Chart) -> bool:
    return len(_of_some(chart)) < len(chart["signals"])


# Files.


def _save(figure: Figure, media: str, title: str, description: str) -> bytes:
    made = io.BytesIO()
    if media == "png":
        about = {"Title": _latin(title), "Description": _latin(description), "Software": None}
        figure.savefig(made, format="png", metadata=about)
        return made.getvalue()
    figure.savefig(made, format="svg", metadata={"Date": None, "Creator": None})
    return describe_svg(made.getvalue().decode("utf-8"), title, description).encode("utf-8")


def _latin(text: str) -> str:
    """Return a text as PNG's plain text chunks hold it."""
    return text.replace("\x00", "").encode("latin-1", "replace").decode("latin-1")
