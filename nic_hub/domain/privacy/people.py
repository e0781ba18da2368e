"""What a likely student's name and a date of birth look like, by the words around them.

Patterns ask, they do not know: whoever writes is told what was seen, and says when it is no student. A name
counts when it is a common given name, or when what stands beside it speaks of one person: "student named
...", an initial, "... said", "... (grade 5)", "...'s mother". Adults with a title (Ms. Rivera), people of
lessons and of research, schools and places do not count.

Source: the domain guide, section 7; FERPA, 34 CFR 99.3 (names, names of relatives, date and place of birth).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from nic_hub.domain.privacy.ambiguous_names import find_ambiguous_names
from nic_hub.domain.privacy.given_names import AMBIGUOUS, GIVEN_NAMES, NOBODY
from nic_hub.domain.privacy.name_surroundings import (
    is_known_person,
    names_a_place,
    names_no_student,
    names_where,
)
from nic_hub.domain.privacy.person_verbs import ACTED, DID, DOES, ONE_PERSON, SPOKE
from nic_hub.domain.privacy.small_letter_names import CHILD, FAMILY, find_names_in_small_letters

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_SYLLABLES = r"[A-Z][a-z]+"
_WORD = rf"(?:[A-Z][a-z]{{0,2}}{_APOSTROPHE})?{_SYLLABLES}(?:-?{_SYLLABLES})?(?:-{_SYLLABLES})?"
_NAME = rf"(?P<name>\b{_WORD}(?:\s+{_WORD})?)"
_WITH_INITIAL = rf"(?P<name>\b{_WORD}\s+[A-Z]"
_ORDINAL = r"(?:\d+\w\w|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_AGE = rf"(?:aged?\s+\d|an?\s+(?:\w+[- ])?{_ORDINAL}[- ]grad|(?:grade|gr\.?)\s+\d)"
_MY_STUDENT = rf"\b(?i:my|our|one|an?)\s+(?:\w+\s+)?{CHILD}(?:\s*[,(-]\s*|\s+)"
#: The Spanish boy, the Hmong girl, the Monday kid; the Okonkwo boy is somebody.
_OF_A_PEOPLE = (
    r"\w*(?:an|ish|ese|ic|day|speaking)\b|(?:Hmong|Latin[oax]|Filipino|Somali|Pakistani|Iraqi|Yemeni|Nepali|Punjabi|Israeli"
    r"|Muslim|Jewish|Arab|Greek|Dutch|Thai|Creole|Kurd|Mam|Karen|Sikh)\b"
)
#: A name in a place where only a person stands. The word must not be one that is nobody.
_IN_PLACE = tuple(
    map(
        re.compile,
        (
            rf"(?i:\b{CHILD}\s*,?\s+(?:is\s+|was\s+)?(?:named|called))\s+{_NAME}",
            rf"{_WITH_INITIAL}\.)(?=\s*(?:$|[a-z,;:)(]|{_APOSTROPHE}s))",
            rf"{_WITH_INITIAL})(?={_APOSTROPHE}s\b|\s+(?:{SPOKE}|{DID})\b)",
            rf"\b[a-z]\w*,?\s{_NAME}(?=\s+{DID}\b)",
            rf"{_NAME}(?={_APOSTROPHE}s?\s+{FAMILY}\b)",
            rf"{_NAME}(?=\s*[(,]\s*{_AGE}|\s*\(\s*{_ORDINAL}[- ]grade)",
            rf"{_MY_STUDENT}{_NAME}(?=\s*[,.;:)!?-]|\s+{DOES}\b|$)",
            rf"\b[Tt]he\s+(?:[a-z]+\s+)?(?P<name>(?!{_OF_A_PEOPLE}){_WORD})(?=\s+(?:boy|girl)\b)",
            rf"\b[Tt]he\s+(?P<name>{_WORD})(?=\s+(?:family(?!\s+of)|twins|brothers|sisters|siblings)\b)",
            # Only so much room: looking through all of a long one from each of its lines takes seconds.
            rf"(?:^|[.!?;:\n]\s{{0,9}}|\b(?:and|but|because|so|when|while|since|if|that)\s){_NAME}{ONE_PERSON}",
        ),
    )
)
#: Who speaks or acts, unless it is where somebody is from: "the boys from Forest Glen laughed".
_ACTING = re.compile(rf"{_NAME}(?=\s+(?:{SPOKE}|{ACTED})\b)")
_CAPITAL = re.compile(rf"\b{_WORD}\b")
#: Whoever stands beside a name in a list has one, too: "Diego and Xochitl", "Diego, Xochitl, Noor".
_LISTED = re.compile(
    rf"(?:\s*[&/]\s*|,?\s+(?:and|or)\s+)(?P<name>{_WORD})\b"
    rf"|\s*,\s*(?P<item>{_WORD})(?=\s*(?:[,&/.;:)]|$)|\s+(?:and|or)\s)"
)
_BEFORE_ANOTHER = rf"(?<![\w{_APOSTROPHE[1:-1]}@-])(?P<name>{_WORD}(?:\s+{_WORD})?)"
_LISTED_BEFORE = re.compile(rf"{_BEFORE_ANOTHER}(?:,?\s+(?:and|or)\s+|\s*[&/]\s*)$")
_LISTED_EARLIER = re.compile(rf"{_BEFORE_ANOTHER}(?:,?\s+(?:and|or)\s+|\s*[,&/]\s*)$")
_LONGEST_LISTED = 60
_PARTICLE = r"(?i:(?:de|del|la|las|los|da|dos|van|von|der|den|bin|al|el)[\s-]+){0,2}"
_SURNAME = re.compile(
    rf"\s+(?:[A-Z]\.\s+)?{_PARTICLE}(?P<word>{_WORD})\b|\s+(?:[A-Z]\.|[B-HJ-Z]\b(?!{_APOSTROPHE}))"
)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ORDINAL_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})"
    rf"|{_MONTH}\s+{_ORDINAL_DAY}(?:,?\s+\d{{4}})?|{_ORDINAL_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?)"
)
_BIRTH = re.compile(
    rf"\b(?:d\.?\s?o\.?\s?b\b\.?|date\s+of\s+birth|birth\s?-?date|b(?:irth)?[\s-]?day|born|b\.)"
    rf"(?:\s+(?:is|was|on|in|of|the)|\s*[:=#(\-\N{{EN DASH}}])*\s*(?P<day>{_DAY})(?!\d)",
    re.IGNORECASE,
)
_DAY_OF_NAME = re.compile(rf"\s?\((?:b\.?\s?)?(?P<day>{_DAY})\s?\)", re.IGNORECASE)
_BIRTH_HINT = re.compile(r"\d")


def find_birth_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text seems to tell a date of birth: by its word, or right beside a name."""
    if not _BIRTH_HINT.search(text):
        return
    for match in _BIRTH.finditer(text):
        yield match.span()
    if _DAY_OF_NAME.search(text):
        beside = (_DAY_OF_NAME.match(text, end) for _, end in find_names(text))
        yield from (match.span("day") for match in beside if match)


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text seems to hold a student's name."""
    listed: set[tuple[int, int]] = set()
    for span in _find_single_names(text):
        yield span
        # One list is read once, however many of its names are known.
        for beside in (_find_listed(text, span[1]), _find_listed_before(text, span[0])):
            for each in takewhile(lambda found: found not in listed, beside):
                listed.add(each)
                yield each


def _find_listed(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield the names that follow a name in a list."""
    while match := _LISTED.match(text, end):
        start, end = match.span("name" if match["name"] else "item")
        if _is_nobody(text[start:end]) or not _is_person(text, start, end):
            return
        end = _end_of_name(text, end)
        yield start, end


def _find_listed_before(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the names that a list had before a name of which the words around it speak."""
    before = _LISTED_BEFORE
    while match := before.search(text, max(0, start - _LONGEST_LISTED), start):
        span = _without_nobody(text, *match.span("name"))
        if span is None or not _is_person(text, *span):
            return
        yield span
        start, before = span[0], _LISTED_EARLIER


def _find_single_names(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (*_IN_PLACE, _ACTING):
        for match in pattern.finditer(text):
            span = _without_nobody(text, *match.span("name"))
            is_place = pattern is _ACTING and span and names_where(text, span[0])
            if span and not is_place and _is_person(text, *span):
                yield span
    yield from find_names_in_small_letters(text)
    for start, end in find_ambiguous_names(text):
        if _is_person(text, start, end):
            yield start, _end_of_name(text, end)
    for match in _CAPITAL.finditer(text):
        if not _parts(match[0]).isdisjoint(GIVEN_NAMES) and _is_person(text, *match.span()):
            yield match.start(), _end_of_name(text, match.end())


def _parts(name: str) -> set[str]:
    """Return a name and what it is put together of: mary-kate is mary and kate, d'andre is andre."""
    plain = name.casefold()
    return {plain, *re.split(rf"-|{_APOSTROPHE}", plain)}


@dataclass(frozen=True, slots=True)
class NamesInUse:
    """Names that are no student's, in small letters, with a space on either side.

    Args:
        people: whole names; one who only shares a given name with a member may be a student.
        things: names of schools, teams and tools; a part of one is enough.
    """

    people: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Iterable[str], things: Iterable[str]) -> NamesInUse:
        """Make them of names as they are written."""
        return cls(frozenset(map(_plain_name, people)), frozenset(map(_plain_name, things)))

    def hold(self, name: str, *, following: str = "") -> bool:
        """Say whether a name is one of them, by itself or with the words that follow it in the text."""
        plain, whole = _plain_name(name), _plain_name(name + following)
        return any(whole.startswith(person) for person in self.people if person.startswith(plain)) or any(
            plain in thing for thing in self.things
        )


def _plain_name(name: str) -> str:
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    words = re.findall(r"\w+", bare.casefold())
    return f" {' '.join(words)} "


def _without_nobody(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Take words that are nobody off the front of a name: "When Thuy" is Thuy; nothing may be left."""
    while start < end:
        match = _CAPITAL.match(text, start, end)
        if match is None or not _is_nobody(match[0]):
            return (start, end) if match else None
        start = match.end() + 1
    return None


def _is_nobody(word: str) -> bool:
    plain = word.casefold()
    return plain in NOBODY or (
        plain not in GIVEN_NAMES | AMBIGUOUS and plain.endswith(("s", "ing", "tion", "ity", "ment"))
    )


def _is_person(text: str, start: int, end: int) -> bool:
    last = _end_of_name(text, end)
    first = _CAPITAL.match(text, start, end)
    ends = {last, first.end()} if first else {last}
    if any(names_no_student(text, start, end) for end in ends) or names_a_place(text, start):
        return False
    return not is_known_person(text[start:last])


def _end_of_name(text: str, end: int) -> int:
    """Return where a name ends whose first word ends here: a surname or an initial belongs to it."""
    match = _SURNAME.match(text, end)
    if match is None or (match["word"] and match["word"].casefold() in NOBODY):
        return end
    return match.end()
