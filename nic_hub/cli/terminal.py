"""What the commands show on a terminal: how far long work has come, and answers for a tired reader."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from nic_hub.domain.vocabulary import Direction

#: Widest line that is still easy to read.
MAX_WIDTH = 88
#: Where nobody watches, a line this often is enough to see that something happens.
SECONDS_BETWEEN_LINES = 5.0

#: A tired reader takes in this many facts about somebody else's context.
MAX_FACTS = 3
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")

Shown = Mapping[str, Any]


class Progress:
    """Shows how far long work has come: a bar on a terminal, a line every few seconds into a file.

    Quick work shows nothing in a file. Standard output is left to what the command prints.
    """

    def __init__(self) -> None:
        self._bar: Any = None
        self._what = ""
        self._last = time.monotonic()

    def __enter__(self) -> Progress:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line of the bar."""
        self._close()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` is done."""
        if total == 0:
            return
        if sys.stderr.isatty():
            self._draw(what, done, total)
        elif time.monotonic() - self._last >= SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            click.echo(f"{what}: {done:,} of {total:,}", err=True)

    def _draw(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            self._close()
            self._what = what
            self._bar = click.progressbar(length=total, label=what, file=sys.stderr)
        self._bar.update(done - self._bar.pos)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()
        self._bar, self._what = None, ""


def show_answer(answer: Shown) -> Iterator[str]:
    """Write an answer, the most important first, in lines that fit the terminal.

    Args:
        answer: what ``POST /suggestions`` would answer.
    """
    yield from _wrapped(answer["message"])
    for number, suggestion in enumerate(answer["suggestions"], start=1):
        yield ""
        yield from _show_suggestion(number, suggestion)
    yield from _show_nearest(answer["nearest"])
    yield from _show_live(answer["live_tests"])
    yield from _show_history(answer["your_history"])


def _show_suggestion(number: int, suggestion: Shown) -> Iterator[str]:
    idea, evidence = suggestion["change_idea"], suggestion["evidence"]
    yield click.style(f"{number}. {idea['title']}", bold=True) + f"  ({_team(suggestion['team'])})"
    yield from _line("What", _first_sentence(idea["description"]))
    yield from _show_outcome(suggestion)
    direction = Direction(evidence["direction"]).in_words
    yield from _line("Evidence", f"{evidence['strength']} of 5, {direction}: {evidence['explanation']}.")
    yield from _line("Whose", _whose(suggestion))
    yield from _line("For whom", _for_whom(suggestion["context"]))
    yield from _line("Tool", ", ".join(_tool(tool) for tool in suggestion["tools"]))
    yield from _line("Careful", " ".join(suggestion["cautions"]))


def _show_outcome(suggestion: Shown) -> Iterator[str]:
    """Tell what happened: the latest test, and what was reported without one."""
    yield from _line("What happened", suggestion["latest_test"])
    idea = suggestion["change_idea"]
    teller = "the paper" if idea["provenance"] == "paper" else "the team"
    if idea["reported_outcome"]:
        yield from _line(f"As {teller} reports", idea["reported_outcome"])


def _whose(suggestion: Shown) -> str | None:
    told = (reason["text"] for reason in suggestion["reasons"] if reason["code"] == "tested_by_others")
    return next(told, None)


def _for_whom(context: Shown) -> str:
    """Tell at most ``MAX_FACTS`` facts of the context they worked in, what differs first."""
    different = context["different"][: MAX_FACTS - bool(context["same"])]
    same = context["same"][: MAX_FACTS - len(different)]
    alike = f"same {', '.join(same)}" if same else ""
    return "; ".join(filter(None, [alike, *different]))


def _tool(tool: Shown) -> str:
    return " ".join(filter(None, [tool["title"], tool["link"]]))


def _first_sentence(text: str) -> str:
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def _show_nearest(nearest: Sequence[Shown]) -> Iterator[str]:
    if nearest:
        yield from ("", click.style("Near, but not the same:", bold=True))
    for each in nearest:
        yield from _wrapped(f"- {each['change_idea']['title']}: {each['why_not_the_same']}", "  ")


def _show_live(tests: Sequence[Shown]) -> Iterator[str]:
    """Tell who is testing on the same driver now."""
    if tests:
        yield from ("", click.style("Being tested now on this driver:", bold=True))
    for each in tests:
        since = f", since {each['started_on']}" if each["started_on"] else ""
        until = f", study date {each['study_on']}" if each["study_on"] else ""
        who = each["team"]["name"] if each["team"] else "a team"
        yield from _wrapped(f"- {each['change_idea']['title']} ({who}{since}{until})", "  ")


def _show_history(history: Sequence[Shown]) -> Iterator[str]:
    if history:
        yield from ("", click.style("What your own team tried:", bold=True))
    for each in history:
        told = (
            each["latest_test"]
            or each["change_idea"]["reported_outcome"]
            or f"{each['evidence']['explanation']}."
        )
        yield from _wrapped(f"- {each['change_idea']['title']}: {told}", "  ")


def _team(team: Shown) -> str:
    district = team["district"]
    return f"{team['name']}, {district['name']}" if district else str(team["name"])


def _line(name: str, text: str | None) -> Iterator[str]:
    if text:
        yield from _wrapped(f"{name}: {text}", "   ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
    further = indent + "  " if indent else ""
    return click.wrap_text(text, width, indent, further, preserve_paragraphs=True).splitlines()


def show_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Write rows under their heads, in columns as wide as what is in them."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
