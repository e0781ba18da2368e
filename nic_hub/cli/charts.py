"""The command that draws no chart but reads one: ``hub run-chart``. It needs no database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from nic_hub.cli.number_column import read_column
from nic_hub.domain.run_charts.rules import DEFAULT_RULES, RULE_SETS
from nic_hub.domain.run_charts.telling import show_number, tell_chart
from nic_hub.domain.wording import join
from nic_hub.errors import Invalid


@click.command("run-chart")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--rules",
    type=click.Choice(list(RULE_SETS)),
    default=DEFAULT_RULES,
    show_default=True,
    help="Which rules to hold against it.",
)
@click.option(
    "--phase", "starts", type=int, multiple=True, metavar="N", help="Start a new median at this point."
)
@click.option(
    "--special", type=int, multiple=True, metavar="N", help="Mark this point as special (astronomical)."
)
@click.option("--json", "as_json", is_flag=True, help="Print all numbers.")
def run_chart(
    *, file: Path, rules: str, starts: Sequence[int], special: Sequence[int], as_json: bool
) -> None:
    """Read a run chart from FILE, one number a line: median, runs, crossings, and what signals.

    A header is passed over, and an empty line keeps the place of a missing value.
    """
    values = read_column(file)
    _refuse_outside((*starts, *special), len(values))
    told = tell_chart(values, rules, starts=starts, special=special, name=lambda place: f"point {place}")
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else "\n".join(_show(told)))


def _refuse_outside(places: Sequence[int], length: int) -> None:
    wrong = [str(place) for place in places if not 1 <= place <= length]
    if wrong:
        raise Invalid(f"There is no point {join(wrong)}: the chart has points 1 to {length}.")


def _show(told: dict[str, Any]) -> Iterator[str]:
    yield f"Rules: {told['rules']} ({told['rules_source']})"
    for phase in told["phases"]:
        if len(told["phases"]) > 1:
            yield f"Points {phase['first']} to {phase['last']}"
        yield f"Median: {show_number(phase['median'])}"
        yield f"Useful points: {phase['useful_points']}"
        yield f"Longest run: {phase['longest_run']}{_limit(phase['longest_run_limit'], 'at most')}"
        yield f"Crossings: {phase['crossings']}{_limit(phase['crossings_limit'], 'at least')}"
        yield f"Verdict: {phase['verdict']}"
    yield from (f"Signal {one['rule']}, points {_places(one['indices'])}" for one in told["signals"])
    yield ""
    yield told["description"]


def _limit(limit: int | None, word: str) -> str:
    return "" if limit is None else f" (chance: {word} {limit})"


def _places(indices: Sequence[int]) -> str:
    return ", ".join(str(index) for index in indices)
