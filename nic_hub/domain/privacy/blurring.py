"""Sentences about few students, without the numbers that would give them away.

Two rules: what was expected, found and concluded loses all its numbers, since each of them may count those
students (``blur_numbers``). A plan is full of minutes, rooms and weeks, so it loses those alone that count
people (``blur_people``). Neither looks at how many students there were: whoever saw that "… week" was blurred
beside "two classes" would know the number.

Source: the domain guide, section 7 (small cells).
"""

from __future__ import annotations

import re

from nic_hub.domain.privacy.other_numbers import (
    ROMAN,
    ROMAN_LABELS,
    SHORT_ROMAN,
    SPANISH_COUNTS,
    SPANISH_OF,
    SPANISH_PLACES,
    SPANISH_SHARES,
    SPANISH_STUDENTS,
)

BLUR = "…"

#: Figures, numbers in words, places in a row ("6th of 7", "the sixth student"), and all or none of a few.
_COUNT_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    f"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|{SPANISH_COUNTS}|{ROMAN}"
)
_FEW = "lone|twins|triplets|trio|duo|quartet|quintet|(?:two|three|four|five|six)some"
_NUMBER_WORDS = rf"{_COUNT_WORDS}|dozen|couple|pair|single|both|half|halves|thirds?|quarters?|{_FEW}"
_ALL_OR_NONE = f"all|none|neither|nobody|no one|every(?:body|one)?|each|unanimous(?:ly)?|{SPANISH_SHARES}"
_STUDENTS = "(?:students?|pupils?|child(?:ren)?|kids?|learners?|boys?|girls?)"
#: Also one written together with what it counts ("4kids", "4of6"), a fraction in one sign, or in a circle.
_FIGURE = r"\d(?:[\d.,:/%+]*\d)?(?:[a-z]+\d*|[.,:/%+]*)|[\u00bc-\u00be\u2150-\u215e\u2189\u2460-\u2473]"
_PLACES = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_FRACTIONS = "(?:fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_TELLING = (
    rf"(?:{_FIGURE}|{_NUMBER_WORDS}|{_ALL_OR_NONE})(?:\s*(?:%|percent))?"
    rf"|(?:{_PLACES})(?=\s+(?:of|out|{_STUDENTS})\b)|no(?=\s+{_STUDENTS}\b)|{SPANISH_PLACES}|{SHORT_ROMAN}"
    # Two fifths, four-fifths, one-fifth, a fifth; the only one is one.
    rf"|{_FRACTIONS}s|(?<=-){_FRACTIONS}|(?<=\ba\s){_FRACTIONS}(?!\s+\w)"
    rf"|(?<=\bthe\s)only(?=\s+(?:one|{_STUDENTS})\b)"
)
#: What looks like it and counts no students: names of grades ("6th grade", "fifth-graders", "grades 4-8"), of
#: rooms and tables, the place of a lesson, a week or a test in its row, and words that only hold a number.
_PLACE = rf"(?:\d+(?:st|nd|rd|th)|{_PLACES})"
_AND_PLACE = rf"(?:\s*[,/\u2013-]\s*|-?\s+(?:and|or|to)\s+){_PLACE}"
_COUNTED = (
    "grade|grader|lesson|period|hour|day|week|month|quarter|term|semester|year|time|round|cycle|test|try|attempt|"
    "step|unit|chapter|page|question|card|draft|version"
)
_LABELLED = (
    r"grades?|gr\.|years?|class|levels?|tiers?|rooms?|tables?|groups?|periods?|blocks?|units?|lessons?|chapters?|pages?"
    "|versions?|drafts?|weeks?|days?|steps?|parts?|phases?|cycles?"
)
_LABELS = (
    rf"(?:{_LABELLED})\s+\d{{1,3}}[a-z]?(?:\s*(?:[-\u2013/]|to)\s*\d{{1,3}})?"
    r"(?![.,]?\d|\s*(?:%|percent|points?|of|out)\b)"
)
_IDIOMS = "one another|each other|one[ -](?:on|to|by)[ -]one|at all|after all|all right|all over"
_HARMLESS = rf"{ROMAN_LABELS}|{_PLACE}(?:{_AND_PLACE}){{0,11}}[\s-]+(?:{_COUNTED})s?|{_LABELS}|{_IDIOMS}"
_NUMBERS = re.compile(rf"(?<!\w)(?:(?P<harmless>{_HARMLESS})|{_TELLING})(?!\w)", re.IGNORECASE)

#: Whoever a test may be about: most are students, and some are the grown-ups who learn.
_PEOPLE = (
    "(?:students?|pupils?|child(?:ren)?|kids?|learners?|boys?|girls?|graders?|scholars?|readers?|writers?|speakers?"
    "|newcomers?|sophomores?|juniors?|seniors?|freshm[ae]n|classmates?|friends?|peers?|partners?|twins|siblings?|brothers?|sisters?|cousins?|kiddos?|sts|stus?|ss"
    "|volunteers?|participants?|members?|helpers?|leaders?|people|persons?|visitors?|viewers?|candidates?"
    "|teachers?|coach(?:es)?|mentors?|mentees|principals?|tutors?|aides?|adults?|educators?|colleagues"
    rf"|schedulers?|parents?|mothers|fathers|famil(?:y|ies)|ells?|els|mlls?|{SPANISH_STUDENTS}|maestr[oa]s?|padres|madres)"
)
#: Words between a number and whom it counts; a plural is itself what is counted ("two cards students keep").
_BETWEEN = (
    r"(?:(?!(?:of|for|with|per|an?|the|to|in|on|at|from|by|as|that|when|if|will|can|do|does|each|every|or|and)\b)"
    rf"(?!{_PEOPLE}\b)(?:[\w'\u2019]*(?:[^\W_s]|[su]s|['\u2019]s)|m[rs]s?\.|dr\.)[\s-]+){{0,5}}?"
)
_OF_THEM = rf"(?:(?:out\s+)?of\s+(?:(?:the|my|our|their|his|her|these|those|your|all)\s+)?|{SPANISH_OF})?"
_SIMPLE = rf"(?:\d{{1,3}}(?:/\d{{1,3}})?\+?|{_COUNT_WORDS}|single|dozen|couple|pair|both)"
_NUMBER = rf"{_SIMPLE}(?:(?:\s*[-\u2013]\s*|\s+(?:to|or|and)\s+){_SIMPLE})?"
#: The same number once more, or that it is a rough one or a share: "six (6)", "6 or so", "50 percent".
_AGAIN = rf"(?:\s+or\s+so|\s*\({_SIMPLE}\)|\s*(?:%|percent))?"
_SOME = rf"(?:\d{{1,3}}|(?!one\b|zero\b)(?:{_COUNT_WORDS}))"
_VERBS = "who|whose|whom|are|were|have|had|will|would|can|could|do|did|should|might|(?:wo|do|did|are|were)n.t"
_COUNTS_PEOPLE = "|".join(
    (
        _FEW,
        SHORT_ROMAN,
        # Three students, both quiet boys, a couple of kids, two of my fifth graders, a 3-student group.
        rf"{_NUMBER}{_AGAIN}(?=[\s-]+{_OF_THEM}{_BETWEEN}{_PEOPLE}\b)",
        # 4 of them, two of us; the three who never speak; both will try it.
        rf"{_NUMBER}(?=\s+(?:of\s+(?:them|us|whom|mine|ours)|from\s+(?:my|our)\s+(?:class|group|grade))\b)",
        rf"(?:{_SOME}|both)(?=\s+(?:{_VERBS})\b)",
        # All three, these two, the other four: with nothing after them that they could count.
        rf"(?<=\b(?:all|the|our|los|las|mis)\s)(?:{_SOME})(?=\s*(?:$|[.,;:?!)]))",
        rf"(?<=\bmy\s)(?:{_SOME})(?=\s*(?:$|[.,;:?!)]))",
        rf"(?<=\b(?:these|those|other)\s)(?:{_SOME})(?=\s*(?:$|[.,;:?!)]))",
        # A sample's size.
        r"(?<=\bn=)\d{1,3}|(?<=\bn\s=\s)\d{1,3}|(?<=\bn\s)\d{1,3}",
    )
)
_OF = rf"(?:(?:out\s+)?of\s+(?:the\s+|my\s+|our\s+|these\s+)?|{SPANISH_OF})"
_PART_OF = rf"(?:{_NUMBER})\s+\(?{_OF}(?:{_SOME})"
#: A small group of four; students: 6; group (6).
_SIZE = (
    rf"(?:group|class|team|cohort|sample)\s+of\s+{_NUMBER}"
    rf"|(?:{_PEOPLE}|group|class)\s*[:(=]\s*{_NUMBER}(?=\s*(?:$|[.,;)\n]))|\d{{1,3}}{_PEOPLE}"
)
#: In groups of three students, nobody learns how many groups there are.
_IN_GROUPS = rf"(?:groups|teams|sets|pairs|rows)\s+of\s+{_NUMBER}"
_PEOPLE_COUNTED = re.compile(
    rf"(?<![\w.,/-])(?:(?P<harmless>{_HARMLESS}|{_IN_GROUPS})|(?P<part>{_PART_OF}|{_SIZE})|{_COUNTS_PEOPLE})(?!\w)",
    re.IGNORECASE,
)


def blur_numbers(text: str) -> str:
    """Return a sentence without what could give a number about few students away.

    The names of grades and rooms stay readable; a number that counts something else goes rather than stays.
    """
    return _NUMBERS.sub(lambda found: found[0] if found["harmless"] else BLUR, text)


def blur_people(text: str) -> str:
    """Return a sentence of a plan without the numbers that count people."""
    return _PEOPLE_COUNTED.sub(_blur_people, text)


def _blur_people(found: re.Match[str]) -> str:
    if found["harmless"]:
        return found[0]
    return blur_numbers(found[0]) if found["part"] else BLUR
