"""A run chart in numbers and in words, for those who compute with it and those who can't see it.

The words claim no more than the rules do: a signal is never called an improvement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from nic_hub.domain.run_charts.far_points import FarPoint, find_far_points
from nic_hub.domain.run_charts.phases import (
    SUSTAINED_LENGTH,
    SUSTAINED_SHIFT,
    Phase,
    read_phases,
    suggest_phases,
)
from nic_hub.domain.run_charts.rules import DEFAULT_RULES, RULE_SETS, Values
from nic_hub.domain.run_charts.run_charts import MIN_USEFUL
from nic_hub.domain.wording import count, join, times

#: Stands for the name of a measure of which only is shown that it was there.
TAKEN_BACK = "A measure that was taken back"
#: Says which point is at a place: "point 3", or the day of a measure's value.
Naming = Callable[[int], str]


def tell_chart(
    values: Values,
    rules: str = DEFAULT_RULES,
    *,
    starts: Collection[int] = (),
    special: Collection[int] = (),
    name: Naming = str,
) -> dict[str, Any]:
    """Return all that a chart tells.

    What stands for the whole chart (median, runs, limits) is that of the last phase, the one that holds now;
    signals are those of all phases.

    Args:
        values: in the order of time; None keeps a place without a value.
        rules: name of the rule set.
        starts: places at which a person starts a new median.
        special: places that a person marks as astronomical points; they are told, and change nothing.
        name: names the point at a place, for the words.

    Raises:
        KeyError: there is no such rule set.
    """
    phases, chosen = read_phases(values, rules, starts), RULE_SETS[rules]
    told = [_tell_phase(phase) for phase in phases]
    last = {key: value for key, value in told[-1].items() if key not in {"first", "last"}}
    asked = [point for point in find_far_points(values) if point.place not in special]
    shift = [place for place in suggest_phases(values) if place not in starts]
    return {
        "rules": rules,
        "rules_title": chosen.title,
        "rules_source": chosen.source,
        "false_alarm_rate": chosen.false_alarms,
        "values": sum(value is not None for value in values),
        "missing": sum(value is None for value in values),
        **last,
        "signals": [signal for phase in told for signal in phase["signals"]],
        "phases": told,
        "suggested_phases": [{"rule": SUSTAINED_SHIFT, "index": place} for place in shift],
        "special_points": sorted(special),
        "far_points": [_tell_far(point) for point in asked],
        "description": " ".join(
            [*_describe(values, phases, rules, name), *_suggest(shift, name), *_ask(asked, special, name)]
        ),
    }


def _tell_phase(phase: Phase) -> dict[str, Any]:
    reading = phase.reading
    return {
        "first": phase.first,
        "last": phase.last,
        "median": reading.median,
        "useful_points": reading.useful_points,
        "longest_run": reading.longest_run,
        "longest_run_limit": reading.limits.longest_run,
        "crossings": reading.crossings,
        "crossings_limit": reading.limits.crossings,
        "too_few_points": reading.is_too_short,
        "verdict": reading.verdict,
        "signals": [
            {"rule": signal.rule, "indices": list(signal.indices), "text": signal.text}
            for signal in phase.signals
        ],
    }


def _tell_far(point: FarPoint) -> dict[str, Any]:
    return {"index": point.place, "distance": round(point.distance, 6), "score": round(point.score, 2)}


def show_number(number: float | None) -> str:
    """Return a number as people write it: without needless digits."""
    return "none" if number is None else f"{number:.10g}" if abs(number) >= 1e6 else f"{round(number, 3):g}"


def _describe(values: Values, phases: Sequence[Phase], rules: str, name: Naming) -> Iterator[str]:
    known = [value for value in values if value is not None]
    if not known:
        yield "There is no value to draw."
        return
    places = [place for place, value in enumerate(values, start=1) if value is not None]
    span = (
        f"from {show_number(known[0])} ({name(places[0])}) to {show_number(known[-1])} ({name(places[-1])})"
    )
    ends = f"lowest {show_number(min(known))}, highest {show_number(max(known))}"
    yield f"{count(len(known), 'value')} {span}; {ends}."
    for phase in phases:
        yield from _describe_phase(phase, rules, name, is_only=len(phases) == 1)


def _describe_phase(phase: Phase, rules: str, name: Naming, *, is_only: bool) -> Iterator[str]:
    reading = phase.reading
    where = "" if is_only else f"{name(phase.first)} to {name(phase.last)}: "
    yield f"{where}Median {show_number(reading.median)}."
    if reading.is_too_short:
        told = count(reading.useful_points, "point")
        yield f"Too few points to tell: {told} off the median, and {MIN_USEFUL} are needed."
        return
    for signal in phase.signals:
        of = f"{name(signal.indices[0])} to {name(signal.indices[-1])}"
        yield f"Signal by the rule {signal.rule} ({of}): {signal.text}"
    share = f"{RULE_SETS[rules].false_alarms:.0%}"
    if phase.signals:
        yield (
            "A signal says that something other than chance is probably at work, not that it is an "
            f"improvement; by the {rules} rules about {share} of charts of 24 points signal by chance alone."
        )
    else:
        yield f"No signal by the {rules} rules: {_no_signal(phase)}"


def _no_signal(phase: Phase) -> str:
    reading = phase.reading
    run = f"the longest run has {count(reading.longest_run, 'point')}"
    return f"{run} and the line crosses the median {times(reading.crossings)}."


def _suggest(shift: Sequence[int], name: Naming) -> Iterator[str]:
    if not shift:
        return
    rule = f"{SUSTAINED_SHIFT} ({SUSTAINED_LENGTH} points in a row on one side)"
    places = join([name(place) for place in shift])
    yield f"By the rule {rule}, a new median could start at {places}; whoever knows what was changed decides."


def _ask(asked: Sequence[FarPoint], special: Collection[int], name: Naming) -> Iterator[str]:
    if special:
        yield f"Marked by a person as special: {join([name(place) for place in sorted(special)])}."
    if asked:
        points = join([name(point.place) for point in asked])
        yield f"Far from their neighbours, no signal: {points}. What happened then?"
