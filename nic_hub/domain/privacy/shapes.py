"""What addresses, phone numbers and ID numbers look like, and what looks like them but is harmless.

The shapes are read off a text whose digits, dashes and spaces were made plain (see ``privacy``).

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
    INITIALS = "initials"
    ADDRESS = "address"


#: Kinds that name somebody, who may be a member of the network or a grown-up.
NAMING = frozenset({PrivateKind.STUDENT_NAME, PrivateKind.INITIALS})


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

#: The name of a street has capitals: Maple, N. 4th, Martin Luther King. History is full of others.
_STREET_NAME = r"""(?-i:(?:[NSEW]\.?\s+)? (?!(?:Silk|Oregon|Supreme|Mile|Minute)\s)
    (?:[A-Z][\w'.-]*|\d{1,3}(?:st|nd|rd|th)) (?:\s+[A-Z][\w'-]*){0,2})"""
#: 12 Maple Dr., but not "3 Leads Dr. Kim".
_NO_NAME = r"(?!\.?\s+(?!Apt|Unit)(?-i:[A-Z][a-z]))"
_STREET = (
    r"(?:(?:street|avenue|boulevard|road|lane|highway|parkway|ave|blvd|rd|ln|hwy|pkwy|ct|cir)\b"
    rf"|(?:st|dr)\b{_NO_NAME})"
)
#: These are other things, too: a food drive, a peace circle.
_WAY = r"(?:drive|court|place|way|circle|terrace|trail|square|pl|ter)\b"
_FLAT = r"(?:\.?,?\s*(?:apt|apartment|unit|\#)\.?\s?\#?\w{1,5}\b)?"
_LIVES = r"\b(?:liv(?:es?|ed|ing)|stay(?:s|ed|ing)|moved|address|home|house)\b"

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
    # 412 Maple Street, Apt 3; 1200 N. 4th Ave; at 12 Harmony Court.
    (PrivateKind.ADDRESS, rf"(?<![\w.,$-])\d{{1,5}}[a-z]?\s+{_STREET_NAME}\s+{_STREET}{_FLAT}"),
    (
        PrivateKind.ADDRESS,
        rf"""(?<![\w.,$-])(?:{_NO_YEAR}\d{{3,5}}|(?<=\bat\s)\d{{1,5}})\s+{_STREET_NAME}\s+{_WAY}{_FLAT}""",
    ),
    # lives at 412 maple street, home is 9 oak dr.
    (
        PrivateKind.ADDRESS,
        rf"""{_LIVES} [^.!?\n\d]{{0,30}} \d{{1,5}}\s+
        (?:(?!(?:minutes?|miles?|blocks?|weeks?|days?|hours?|students?|kids|of|on|in|from|down|the)\b)[a-z]+\s+){{1,2}}
        (?:{_STREET}|{_WAY}) {_FLAT}""",
    ),
    # lives on Maple Street, lives in apartment 12; her address is 412 Maple.
    (
        PrivateKind.ADDRESS,
        rf"\bliv(?:es?|ed|ing)\s+(?:over\s+)?(?:on|off|at|near)\s+{_STREET_NAME}\s+(?:{_STREET}|{_WAY})",
    ),
    (
        PrivateKind.ADDRESS,
        rf"{_LIVES}\s+(?:in|at)\s+(?:apt|apartment|unit|trailer|lot)\b[\s.\#]{{0,3}}\d+\w?",
    ),
    (
        PrivateKind.ADDRESS,
        r"\b(?:home|street|mailing|his|her|their)\s+address\s*(?:is|:)\s*\d{1,5}\s+\w+",
    ),
    (PrivateKind.ADDRESS, r"\bp\.?\s?o\.?\s+box\s+\d+"),
    # Calle Roble 412.
    (PrivateKind.ADDRESS, r"\b(?:calle|avenida)\s+(?-i:[A-Z]\w+\s+){1,3}\#?\d{1,5}\b"),
    # Nine digits or more in a row are no count: those have commas.
    (PrivateKind.ID_NUMBER, rf"{_BEGIN} (?<![./+]) (?<!\d:) \d{{9,}} {_END}"),
)

SHAPES = tuple((kind, re.compile(shape, re.IGNORECASE | re.VERBOSE)) for kind, shape in _SHAPES)

#: Without these no shape can match, so that most texts are done after one look.
_MAIL_HINT = re.compile(r"@|[\[({<]\s?at\b|\sdot\s", re.IGNORECASE)
_STREET_HINT = re.compile(
    rf"\b(?:{_STREET}|{_WAY}|apt\b|apartment\b|unit\b|trailer\b|lot\b|address\b|box\b|calle\b|avenida\b)",
    re.IGNORECASE,
)
_NUMBER_HINT = re.compile(r"\d(?:\D{0,3}\d){3}")
_HINTS = {
    PrivateKind.EMAIL: _MAIL_HINT,
    PrivateKind.PHONE: _NUMBER_HINT,
    PrivateKind.ID_NUMBER: _NUMBER_HINT,
    PrivateKind.ADDRESS: _STREET_HINT,
}

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
    return frozenset(kind for kind, hint in _HINTS.items() if hint.search(plain))


def find_harmless(plain: str) -> dict[PrivateKind, list[tuple[int, int]]]:
    """Find the places whose digits are known to be harmless, for each kind of finding."""
    links = [match.span() for match in _LINKS.finditer(plain)]
    codes = list(_PUBLIC_CODES.finditer(plain))
    # "School 555-234-5678" is a phone number; "school ID 5552345678" is a code.
    labelled = [code.span() for code in codes if (code["label"] or code["other"]) and code[0][-10:].isdigit()]
    return {
        PrivateKind.EMAIL: [],
        PrivateKind.ADDRESS: links,
        PrivateKind.PHONE: links + labelled,
        PrivateKind.ID_NUMBER: links + [code.span() for code in codes],
    }
