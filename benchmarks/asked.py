"""Teachers' questions to measure time with: the texts of ``questions/``, and never the same twice."""

from __future__ import annotations

import calendar
import json
import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import cycle, product
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions"
#: The day on which all questions are asked: results must not depend on when the benchmark runs.
TODAY = date(2026, 11, 1)
PARTS = ("learn", "report", "tune")
#: What was asked before is answered from memory, so each time two words stand behind a question. They are
#: common ones: a word that the hub has never seen would cost an embedding of its own.
ENDINGS = [f"{day} {month}" for month, day in product(calendar.month_name[1:], calendar.day_name)]
_FRESH = cycle(ENDINGS)


@cache
def read_questions() -> list[str]:
    """Return all questions that somebody wrote, all kinds mixed, in the same order every time."""
    files = (QUESTIONS / f"{part}.json" for part in PARTS)
    found = (each["query"] for file in files for each in json.loads(file.read_text(encoding="utf-8")))
    known = sorted(found)
    return random.Random(0).sample(known, len(known))


def fresh_questions() -> list[str]:
    """Return all questions, with an ending that this process has not used yet, nor will soon."""
    ending = next(_FRESH)
    return [f"{text} {ending}" for text in read_questions()]


def all_questions() -> Iterator[str]:
    """Yield every question with every ending: more than a server remembers."""
    for ending in ENDINGS:
        for text in read_questions():
            yield f"{text} {ending}"
