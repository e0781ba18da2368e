"""Reads the context out of a question in a teacher's own words, and says which words it used.

It is conservative: where the words disagree ("weekly or daily?") nothing is read, and the team's own
context fills the gap. How long, how often and by whom is read only of what the asker has: in "a 10-minute
opener" it belongs to what is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.cues import AMOUNTS, CUES, GROUPS, NUMBERS, ORDINALS, compile_cue
from nic_hub.domain.vocabulary import Band, ClassSize, GradeBand, SchoolLevel, Subject

#: A value, and the words it was read from.
Read = tuple[Any, str]

_CUES = {
    part: {value: compile_cue(pattern) for value, pattern in values.items()} for part, values in CUES.items()
}
_GROUPS = {
    (group, band): compile_cue(
        rf"(?:{amount})\s(?:(?:my|our|the|of|students|kids|are|have)\s){{0,4}}(?:{words})"
    )
    for group, words in GROUPS.items()
    for band, amount in AMOUNTS.items()
}

_ORDINAL = rf"(?:1[0-2]|[1-9])(?:st|nd|rd|th)|{'|'.join(ORDINALS)}"
_SEPARATOR = r"\s?(?:,\s?and|,\s?or|,|-|/|&|\band\b|\bor\b|\bto\b|\bthrough\b)\s?"
#: What follows "grade" when it is a mark and not a year of school.
_MARKS = r"(?!\s(?:reflections?|monitoring|books?|sheets?|reports?|checks?|points?|distributions?|forms?))"
_ORDINAL_GRADES = compile_cue(
    rf"(?P<list>(?:{_ORDINAL})(?:{_SEPARATOR}(?:{_ORDINAL}))*)[\s-]?grad(?:e|es|er|ers)\b{_MARKS}"
)
_NUMBERED_GRADES = compile_cue(
    rf"""(?P<verb>(?:i|we|to|they|you|who|teachers|must|can)\s)?grades?\s?
    (?P<list>(?:k|1[0-2]|[1-9])(?:{_SEPARATOR}(?:1[0-2]|[1-9]))*)
    (?!\d|\.\d|\s?%|\s(?:percent|points?|papers|essays|tests|quizzes|assignments|times|weeks|days))"""
)
_KINDERGARTEN = compile_cue(r"kindergart(?:en|ens|ner|ners|eners?)|kinders")
_PRE_K = compile_cue(r"pre-?k|pre-?kindergarten|preschool(?:ers?)?")
_K_TO = compile_cue(r"k\s?-\s?(?P<last>1[0-2]|[1-9])")
_MINUTES = compile_cue(rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})[\s-]?min(?:ute)?s?")
_CLASS_SIZE = compile_cue(
    r"""class(?:es)?\sof\s(?P<of>\d{1,2})
    |(?P<inside>\d{1,2})\s(?:(?:students|kids|children|pupils|learners|of\sthem)\s)?(?:in|per)\s
     (?:(?:a|the|each|every|my|our|one)\s)?(?:class|classes|classroom|room|section)"""
)

#: Parts that mostly describe what is asked about ("a weekly check-in", "a 10-minute opener").
OF_PRACTICE = ("minutes", "frequency", "delivered_by")
#: What stands before them when they are the asker's own: "we only have", "in my".
_OWN = re.compile(
    r"""\b(?:(?:i|we)(?:'ve)?(?:\s(?:only|just|do|can))*\s(?:have|get|got|meet|met|see|teach|run|use)
    |(?:i|we)'ve|i'm|we're|my|our|us|me)\s(?:[\w'-]+\s){0,4}$""",
    re.VERBOSE,
)

_YEAR = re.compile(rf"\d+|{'|'.join(ORDINALS)}|k")
_RANGE = re.compile(r"-|\bto\b|\bthrough\b")
_DASHES = "\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{HYPHEN}"
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
#: The last year of each band.
_LAST_GRADE = {
    GradeBand.PRE_K: -1,
    GradeBand.K_2: 2,
    GradeBand.GRADES_3_5: 5,
    GradeBand.GRADES_6_8: 8,
    GradeBand.GRADES_9_12: 12,
}
_LEVEL_GRADES: Mapping[Any, range] = {
    SchoolLevel.ELEMENTARY: range(6),
    SchoolLevel.MIDDLE: range(6, 9),
    SchoolLevel.HIGH: range(9, 13),
}
#: Upper ends of the class sizes, in students.
_SIZES = {
    ClassSize.UNDER_16: 15,
    ClassSize.FROM_16_TO_24: 24,
    ClassSize.FROM_25_TO_32: 32,
    ClassSize.OVER_32: 99,
}


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a question says of its context, and the words that say it, in the order of the question."""

    context: Context
    words: tuple[str, ...] = ()


def read_context(question: str) -> ReadContext:
    """Read the context out of a question; what it does not clearly say stays unknown."""
    text = _simplify(question)
    read = {part: list(_read_cues(text, cues)) for part, cues in _CUES.items()}
    read["minutes"] = list(_read_minutes(text))
    read |= {part: [each for each in read[part] if _is_own(text, each[1])] for part in OF_PRACTICE}
    read["subject"] = [
        each for each in read["subject"] if each[0] != Subject.ADVISORY or _is_own(text, each[1])
    ]
    read["class_size"] = list(_read_class_sizes(text))
    agreed = {part: found for part, found in read.items() if len({value for value, _ in found}) == 1}
    values = {part: found[0][0] for part, found in agreed.items()}
    grades, grade_words = _read_grades(text)
    groups = list(_read_groups(text))
    context = Context(
        grade_bands=_bands(grades or _LEVEL_GRADES.get(values.get("school_level"), ())),
        student_group_bands=dict(group for group, _ in groups),
        **values,
    )
    words = {said for found in [*agreed.values(), groups] for _, said in found} | grade_words
    return ReadContext(context, tuple(sorted(words, key=text.index)))


def _is_own(text: str, words: str) -> bool:
    """Say whether words tell of what the asker has ("we have 10 minutes"), not of what they ask about."""
    return any(_OWN.search(text[: match.start()]) for match in re.finditer(re.escape(words), text))


def _simplify(question: str) -> str:
    """Lower the case, and write every kind of dash, apostrophe and space the same way."""
    plain = question.lower().translate({ord(dash): "-" for dash in _DASHES} | {ord(_APOSTROPHE): "'"})
    return " ".join(plain.split())


def _read_cues(text: str, cues: Mapping[Any, re.Pattern[str]]) -> Iterator[Read]:
    for value, cue in cues.items():
        for match in cue.finditer(text):
            yield value, match[0]
            # "We have no coach" also holds "coach": the first cue that is found is the longest.
            text = text[: match.start()] + "." * len(match[0]) + text[match.end() :]


def _read_minutes(text: str) -> Iterator[Read]:
    for match in _MINUTES.finditer(text):
        minutes = NUMBERS.get(match["number"]) or int(match["number"])
        if 1 <= minutes <= 600:
            yield minutes, match[0]


def _read_class_sizes(text: str) -> Iterator[Read]:
    for match in _CLASS_SIZE.finditer(text):
        students = int(match["of"] or match["inside"])
        yield next(size for size, most in _SIZES.items() if students <= most), match[0]


def _read_groups(text: str) -> Iterator[tuple[tuple[str, Band], str]]:
    for (group, band), cue in _GROUPS.items():
        for match in cue.finditer(text):
            yield (group, band), match[0]


def _read_grades(text: str) -> tuple[set[int], set[str]]:
    """Return the years of school a text speaks of (kindergarten is 0, before it -1), and its words."""
    grades: set[int] = set()
    words: set[str] = set()
    for found, said in _find_grades(text):
        grades |= found
        words.add(said)
    return grades, words


def _find_grades(text: str) -> Iterator[tuple[set[int], str]]:
    for match in _ORDINAL_GRADES.finditer(text):
        yield _years(match["list"]), match[0]
    for match in _NUMBERED_GRADES.finditer(text):
        if not match["verb"]:
            yield _years(match["list"]), match[0]
    for match in _K_TO.finditer(text):
        yield set(range(int(match["last"]) + 1)), match[0]
    yield from (({0}, match[0]) for match in _KINDERGARTEN.finditer(text))
    yield from (({-1}, match[0]) for match in _PRE_K.finditer(text))


def _years(words: str) -> set[int]:
    """Return the years in "4-8" or "fifth and sixth"; a dash, "to" and "through" mean all between."""
    years = [_year(each) for each in _YEAR.findall(words)]
    if len(years) == 2 and _RANGE.search(words):
        return set(range(years[0], years[1] + 1))
    return set(years)


def _year(word: str) -> int:
    return 0 if word == "k" else ORDINALS.get(word) or int(word)


def _bands(grades: Iterable[int]) -> tuple[GradeBand, ...]:
    found = {_band(grade) for grade in grades}
    return tuple(band for band in GradeBand if band in found)


def _band(grade: int) -> GradeBand:
    return next((band for band, last in _LAST_GRADE.items() if grade <= last), GradeBand.GRADES_9_12)
