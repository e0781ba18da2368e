"""Story problems of mathematics, whose people are invented: "Maria has 12 apples. How many are left if ...?".

In doubt it is none, and whoever writes is asked. It must be quoted or called a story problem, tell of things
that somebody has, buys or shares, in numbers, and say nothing of school life.

Source: the domain guide, section 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUOTED = re.compile(
    r"\"(?P<straight>[^\"\n]{10,400})\"|\N{LEFT DOUBLE QUOTATION MARK}"
    r"(?P<curly>[^\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\n]{10,400})"
    r"\N{RIGHT DOUBLE QUOTATION MARK}"
)
_LABEL = r"\b(?:(?:word|story|math|maths|number|fraction|ratio)\s+(?:story\s+)?problems?)\b"
_LABEL_BEFORE = re.compile(rf"{_LABEL}[^.!?\n\"]{{0,40}}$", re.IGNORECASE)
#: Without quotation marks it ends with its question.
_LABELLED = re.compile(rf"{_LABEL}\s*:\s*(?P<story>[^?\n\"]{{10,300}}\?)", re.IGNORECASE)
_BEFORE = 70

_TELLS_OF_THINGS = re.compile(
    r"\b[A-Z][a-z]+\s+(?:(?:and|or)\s+[A-Z][a-z]+\s+)?(?:ha[sd]|have|g[ia]ves?|buys?|bought|sells?|sold|eats?|ate"
    r"|(?:bake|share|save)[sd]?|(?:pick|earn|collect|plant|walk)(?:s|ed)?|spends?|spent|runs?|ran|rides?|rode)\b"
)
_NUMBER = re.compile(
    r"\d+(?:[.,/]\d+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|twice)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:how (?:many|much|far|long|old)|what (?:fraction|part|is the))\b[^?]*\?", re.IGNORECASE
)
_SCHOOL_LIFE = re.compile(
    r"\b(?:students?|class(?:es)?|classmates?|teachers?|absen\w+|tard\w+|late|referrals?|detentions?|suspen\w+"
    r"|iep|504|adhd|grades?|grader|scores?|scored|quiz\w*|tests?|said|says|asked|told|cried|refused|parents?|moms?"
    r"|mother|dad|father|behaviou?rs?|counsel\w+|nurse|home|lives|fights?|hit|meds?|medic\w+|police|foster|shelter|i|we|my|our)\b",
    re.IGNORECASE,
)


def find_story_problems(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text holds a story problem."""
    for match in _QUOTED.finditer(text):
        is_called_so = _LABEL_BEFORE.search(text, max(0, match.start() - _BEFORE), match.start()) is not None
        if _is_story(match["straight"] or match["curly"], is_called_so):
            yield match.span()
    for match in _LABELLED.finditer(text):
        if _is_story(match["story"], is_called_so=True):
            yield match.span("story")


def _is_story(said: str, is_called_so: bool) -> bool:
    numbers = len(_NUMBER.findall(said))
    is_problem = numbers >= 1 if is_called_so else numbers >= 2 and _ASKS.search(said)
    return bool(is_problem and _TELLS_OF_THINGS.search(said) and not _SCHOOL_LIFE.search(said))
