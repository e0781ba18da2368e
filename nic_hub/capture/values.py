"""Words of a form read as a word of a list, a day or a number. What is not clear is left open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from nic_hub.capture.decisions import find_decisions
from nic_hub.domain.vocabulary import AsPlanned, Decision, PredictionMet, Scale


class Unclear(Exception):
    """The words do not say which it is."""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(\d{{4}})\b", re.IGNORECASE)
_SLASHES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{2}|\d{4})\b")

_MET = (
    (
        PredictionMet.PARTLY,
        re.compile(r"\b(?:partly|partial(?:ly)?|somewhat|in part|mostly|half)\b", re.IGNORECASE),
    ),
    (
        PredictionMet.CANT_TELL,
        re.compile(r"can.?t tell|unclear|not sure|too early|unknown|inconclusive", re.IGNORECASE),
    ),
    (
        PredictionMet.NOT,
        re.compile(r"\b(?:not|no|did ?n.?t|was ?n.?t|missed|incorrect|wrong)\b", re.IGNORECASE),
    ),
    (
        PredictionMet.MET,
        re.compile(r"\b(?:yes|met|correct|right|exceeded|true|fully|matched)\b", re.IGNORECASE),
    ),
)
_PLANNED = (
    (
        AsPlanned.PARTLY,
        re.compile(r"\b(?:partly|partial(?:ly)?|mostly|somewhat|almost|not entirely)\b", re.IGNORECASE),
    ),
    (AsPlanned.NO, re.compile(r"\b(?:no|not|did ?n.?t)\b", re.IGNORECASE)),
    (AsPlanned.YES, re.compile(r"\b(?:yes|fully|as planned|completely)\b", re.IGNORECASE)),
)
_SCALES = (
    (Scale.SEVERAL_SCHOOLS, re.compile(r"\b(?:several|two|three|four|five|\d+)\s+schools\b", re.IGNORECASE)),
    (Scale.DISTRICT, re.compile(r"\b(?:whole |entire )?district(?:.?wide)?\b", re.IGNORECASE)),
    (
        Scale.SCHOOL,
        re.compile(r"\b(?:whole|entire|all|one)\b.{0,10}\bschool\b|\bschool.?wide\b", re.IGNORECASE),
    ),
    (
        Scale.SEVERAL_CLASSROOMS,
        re.compile(
            r"\b(?:several|two|three|four|five|2|3|4|5|6)\s+(?:class(?:room)?e?s|teachers)\b", re.IGNORECASE
        ),
    ),
    (
        Scale.GRADE,
        re.compile(r"\b(?:whole|entire|all|one)\b.{0,12}\bgrade\b|\bgrade.?(?:wide|level)\b", re.IGNORECASE),
    ),
    (Scale.ONE_CLASSROOM, re.compile(r"\b(?:one|a|1|single)\s+(?:class(?:room)?|teacher)\b", re.IGNORECASE)),
    (
        Scale.FEW_STUDENTS,
        re.compile(
            r"\b(?:few|one|two|three|four|five|six|small group of|[1-9])\s+(?:students?|kids|pupils)\b",
            re.IGNORECASE,
        ),
    ),
)
_NUMBER = re.compile(r"(?<![\d.,/])(\d{1,3}(?:,\d{3})+|\d{1,7})(?![\d/%]|[.,]\d)")


def read_day(text: str) -> date:
    """Return the one day that a text names.

    Raises:
        Unclear: it names none, several, or one that can be read in two ways.
    """
    days = {*_days(text)}
    if len(days) != 1:
        raise Unclear("It does not name one day, with its year: write it as YYYY-MM-DD.")
    return days.pop()


def _days(text: str) -> list[date]:
    found = [(int(y), int(m), int(d)) for y, m, d in _ISO.findall(text)]
    found += [(int(y), _month(m), int(d)) for m, d, y in _MONTH_FIRST.findall(text)]
    found += [(int(y), _month(m), int(d)) for d, m, y in _DAY_FIRST.findall(text)]
    found += [_slashed(*map(int, each)) for each in _SLASHES.findall(text)]
    try:
        return [date(*each) for each in found]
    except ValueError as error:
        raise Unclear("There is no such day: write it as YYYY-MM-DD.") from error


def _slashed(first: int, second: int, year: int) -> tuple[int, int, int]:
    if first <= 12 and second <= 12 and first != second:
        raise Unclear("Day and month can be read in two ways: write it as YYYY-MM-DD.")
    month, day = (second, first) if first > 12 else (first, second)
    return (year + 2000 if year < 100 else year, month, day)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def read_decision(text: str) -> Decision:
    """Return the one decision that a text says.

    Raises:
        Unclear: it says none of the three, or several.
    """
    found = find_decisions(text)
    if len(found) != 1:
        raise Unclear("It does not say one of: adopt, adapt, abandon. Choose one.")
    return found[0]


def read_number(text: str) -> int:
    """Return the one whole number of a text.

    Raises:
        Unclear: there is none, or there are several.
    """
    numbers = {int(each.replace(",", "")) for each in _NUMBER.findall(text)}
    if len(numbers) != 1:
        raise Unclear("It does not say one whole number.")
    return numbers.pop()


def _first_of(table: tuple[tuple[Any, re.Pattern[str]], ...], advice: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        found = next((value for value, words in table if words.search(text)), None)
        if found is None:
            raise Unclear(advice)
        return found

    return read


#: How the words of a field are read; any other is a text.
READ_AS: Mapping[str, Callable[[str], Any]] = {
    "decision": read_decision,
    "prediction_met": _first_of(_MET, "Choose one of: met, partly, not, cant_tell."),
    "as_planned": _first_of(_PLANNED, "Choose one of: yes, partly, no."),
    "scale": _first_of(_SCALES, f"Choose one of: {', '.join(Scale)}."),
    "started_on": read_day,
    "study_on": read_day,
    "closed_on": read_day,
    "student_count": read_number,
}
