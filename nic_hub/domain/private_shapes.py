"""What e-mail addresses, phone numbers and ID numbers look like, and what looks like them but is harmless.

The shapes are read off a text whose digits, dashes and spaces were made plain (see ``domain.privacy``).

Source: the North American Numbering Plan (area code and exchange begin with 2 to 9), ITU-T E.164 (a plus
sign and up to 15 digits), social security numbers (three, two and four digits).
"""

from __future__ import annotations

import re
from enum import StrEnum


class PrivateKind(StrEnum):
    """What a finding seems to be."""

    EMAIL = "email"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    BIRTH_DATE = "birth_date"
    STUDENT_NAME = "student_name"


#: A school year is written after many a label and is no number of a person.
_NO_YEAR = r"(?!(?:19|20)\d\d(?:-\d\d(?:\d\d)?)?(?![\d-]))"
#: What may stand between a label and its number: ": ", " #", " no. ", " is ".
_LINK = r"[\s:.=\#()-]{0,4} (?:(?:no|number|num|code|is|was)\b[\s:.=\#(-]{0,3}){0,2}"
#: A number does not begin inside a longer one, nor in a word or a price, nor end inside a longer one.
_BEGIN = r"(?<![\w$€£]) (?<!\d[-.,])"
_END = r"(?![\w%] | [-.:/]\d | ,\d{3}(?!\d))"
#: The first part of an address begins at a boundary, so that a long word is read only once.
_LOCAL_PART = r"(?<![\w.+%'-]) [\w.+%'-]{1,64}"
_OPEN, _CLOSE = r"\s?[\[({<]\s?", r"\s?[\])}>]\s?"

_SHAPES: tuple[tuple[PrivateKind, str], ...] = (
    # name@school.org, also with spaces around the signs. It ends in letters, which keeps "3 @ 2.50" out.
    (
        PrivateKind.EMAIL,
        rf"{_LOCAL_PART} \s?@\s? (?:[\w-]{{1,63}}\s?\.\s?){{1,6}} [^\W\d_]{{2,24}} (?!\w)",
    ),
    # name [at] school [dot] org, name (at) school.org.
    (
        PrivateKind.EMAIL,
        rf"""{_LOCAL_PART} {_OPEN}at{_CLOSE}
        (?:[\w-]{{1,63}} (?:\s?\.\s?|{_OPEN}dot{_CLOSE}|\sdot\s)){{1,6}} [^\W\d_]{{2,24}} (?!\w)""",
    ),
    # name at school dot org: only with a known ending, since people do say "at" and "dot".
    (
        PrivateKind.EMAIL,
        rf"""{_LOCAL_PART} \s at \s (?:[\w-]{{1,63}}\s dot \s){{1,6}}
        (?:org|com|edu|net|gov|us|info|school|uk|ca|mx)\b""",
    ),
    # 123-45-6789.
    (PrivateKind.ID_NUMBER, rf"{_BEGIN} \d{{3}}(?P<gap>[-.\s])\d{{2}}(?P=gap)\d{{4}} {_END}"),
    # student ID 48213, pupil no. A-48213, lunch number: 48213.
    (
        PrivateKind.ID_NUMBER,
        rf"""\b(?:student|pupil|learner|child|lunch|badge|medicaid|local|state|perm(?:anent)?)(?:'?s)?[\s_-]?
        (?:ids?\b|i\.d\.|identifi(?:er|cation)\b|number\b|num\b|no\b\.?|\#)
        {_LINK} {_NO_YEAR} [a-z]{{0,3}}-?\d[\d-]{{2,}}\d\b""",
    ),
    # Student 88213: five digits and more are no count, which would go before the word.
    (
        PrivateKind.ID_NUMBER,
        r"\b(?:student|pupil|learner|child) \s+ [a-z]{0,3}-?\d{5,}\b",
    ),
    # ID 482134, ID# 482134, SSN 123456789. ID 83702 is a postal code in Idaho.
    (
        PrivateKind.ID_NUMBER,
        rf"""(?<!\w)(?:(?:ids?|ssn|ssid|sasid|sid|sis|uic|pin)\b|i\.d\.)
        {_LINK} {_NO_YEAR} (?!83[2-8]\d\d\b) [a-z]{{0,3}}-?\d[\d-]{{3,}}\d\b""",
    ),
    # (555) 234-5678, 555-234-5678, +1 555.234.5678, 555 234 5678. With dashes or a bracket it is refused
    # whatever its digits: 555-123-4567 is no number of North America, but a mistyped one is.
    (
        PrivateKind.PHONE,
        rf"""{_BEGIN} (?:\+?1[-.\s]{{0,2}})?
        (?: \(\s?\d{{3}}\s?\)[-.\s]{{0,2}}\d{{3}}[-.\s]?\d{{4}}
          | \d{{3}}(?P<dash>[-./])\d{{3}}(?P=dash)\d{{4}}
          | [2-9]\d{{2}}(?P<space>\s)\d{{3}}(?P=space)\d{{4}}
          | [2-9]\d{{9}}
          | [2-9]\d{{2}}\s?-\s?\d{{3}}\s?-\s?\d{{4}}
          | 555[-.]\d{{4}} )
        {_END}""",
    ),
    # +44 20 7946 0958.
    (PrivateKind.PHONE, rf"(?<![\w+]) \+[1-9](?:[\s()-]{{0,2}}\d){{8,14}} {_END}"),
    # call her at 234-5678, cell: 234 5678. After a verb, two numbers apart may well be counts.
    (
        PrivateKind.PHONE,
        rf"""\b(?:(?P<verb>call|text|reach|contact|dial)|phone|tel|telephone|cell|mobile|fax)\b
        [\s:.\#()-]{{0,3}}
        (?:(?:me|us|her|him|them|mom|dad|home|number|no|is|at|on|the|office)\b[\s:.\#-]{{0,3}}){{0,4}}
        [2-9]\d{{2}}(?(verb)[-.]?|[-.\s]?)\d{{4}} {_END}""",
    ),
    # Nine digits or more in a row are no count: those have commas.
    (PrivateKind.ID_NUMBER, rf"{_BEGIN} (?<![./+]) (?<!\d:) \d{{9,}} {_END}"),
)

SHAPES = tuple((kind, re.compile(shape, re.IGNORECASE | re.VERBOSE)) for kind, shape in _SHAPES)

#: Without these no shape can match, so that most texts are done after one look.
_ADDRESS_HINT = re.compile(r"@|[\[({<]\s?at\b|\sdot\s", re.IGNORECASE)
_NUMBER_HINT = re.compile(r"\d(?:\D{0,3}\d){3}")

#: Digits in a link lead to a page.
_LINKS = re.compile(
    r"https?://[^\s<>|]+ | www\.[^\s<>|]+ | (?<![\w@.-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/[^\s<>|]+",
    re.IGNORECASE | re.VERBOSE,
)
#: Codes of schools, districts, records and books are public.
_PUBLIC_CODES = re.compile(
    rf"""\b(?: (?:school|district|campus|site|building|nces|cds|lea|isbn|doi)
            (?P<label>[\s_-]?(?:ids?\b|codes?\b|numbers?\b|no\b\.?|\#))?
          | (?:team|cycle|course|class|section|room|grant|record|form|meeting)[\s_-]?
            (?P<other>ids?\b|codes?\b|numbers?\b|no\b\.?|\#) )
    {_LINK} [a-z]{{0,3}}-?\d[\d-]*""",
    re.IGNORECASE | re.VERBOSE,
)


def find_hints(plain: str) -> frozenset[PrivateKind]:
    """Return the kinds worth looking for in a text."""
    hints = {PrivateKind.EMAIL} if _ADDRESS_HINT.search(plain) else set()
    return frozenset(
        hints | ({PrivateKind.PHONE, PrivateKind.ID_NUMBER} if _NUMBER_HINT.search(plain) else set())
    )


def find_harmless(plain: str) -> dict[PrivateKind, list[tuple[int, int]]]:
    """Find the places whose digits are known to be harmless, for each kind of finding."""
    links = [match.span() for match in _LINKS.finditer(plain)]
    codes = list(_PUBLIC_CODES.finditer(plain))
    # "School 555-234-5678" is a phone number; "school ID 5552345678" is a code.
    labelled = [code.span() for code in codes if (code["label"] or code["other"]) and code[0][-10:].isdigit()]
    return {
        PrivateKind.EMAIL: [],
        PrivateKind.PHONE: links + labelled,
        PrivateKind.ID_NUMBER: links + [code.span() for code in codes],
    }
