"""Free text that seems to hold personal data is refused before it is stored.

That is an e-mail or a home address, a phone or an ID number, a date of birth, a student's name or initials.
Nobody can be sure of a name, so whoever writes is asked: they mend the text, or say that it is no student's.

The text is first read as a person would read it: full-width and other digits become plain ones, letters lose
their accents, characters that cannot be seen are passed over, every kind of dash is a dash. The patterns then
look for shapes, not for single numbers, so that dates, school years, counts, percentages, grades, sources and
links stay what they are. A value that was found is never repeated in an error or a log.

Source: the domain guide, section 7.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nic_hub.domain.privacy.initials import find_initials
from nic_hub.domain.privacy.people import NamesInUse, find_birth_dates, find_names
from nic_hub.domain.privacy.shapes import NAMING, SHAPES, PrivateKind, find_harmless, find_hints
from nic_hub.domain.privacy.story_problems import find_story_problems
from nic_hub.domain.wording import join
from nic_hub.errors import FieldProblem, PrivateText


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Where a text seems to hold something private: the characters from ``start`` up to but not ``end``."""

    start: int
    end: int
    kind: PrivateKind


_NAMES = {
    PrivateKind.EMAIL: "an e-mail address",
    PrivateKind.PHONE: "a phone number",
    PrivateKind.ID_NUMBER: "an ID number",
    PrivateKind.BIRTH_DATE: "a date of birth",
    PrivateKind.STUDENT_NAME: "what may be a student's name",
    PrivateKind.INITIALS: "what may be a student's initials",
    PrivateKind.ADDRESS: "a home address",
}
_MARKS = {
    PrivateKind.EMAIL: "[e-mail address removed]",
    PrivateKind.PHONE: "[phone number removed]",
    PrivateKind.ID_NUMBER: "[ID number removed]",
    PrivateKind.BIRTH_DATE: "[date of birth removed]",
    PrivateKind.STUDENT_NAME: "[name removed]",
    PrivateKind.INITIALS: "[initials removed]",
    PrivateKind.ADDRESS: "[address removed]",
}
#: Returns the names of the hub's own members, teams, schools and tools, which are no student's.
KnownNames = Callable[[], NamesInUse]
#: Returns where a text seems to name a person.
NameFinder = Callable[[str], Iterable[tuple[int, int]]]
#: What looks for names beside the patterns, where the operator chose one.
_further: list[NameFinder] = []

#: So far after a name is looked whether it goes on as that of a member does.
LONGEST_NAME = 100
#: Fields full of numbers that are nobody's. An e-mail address is looked for there, too.
NUMBERED = frozenset({"key", "link", "source"})
#: Fields that hold the name of a member, a school or a team, or of the grown-up who carries out a test.
NAMES = frozenset({"name", "who"})

#: Marks on a letter, frames around it, and characters that cannot be seen.
_PASSED_OVER = frozenset({"Cf", "Mn", "Me"})
#: Signs that are read as another one, beside every dash of Unicode.
_READ_AS = {
    "\N{MINUS SIGN}": "-",
    "\N{HYPHEN BULLET}": "-",
    "\N{IDEOGRAPHIC FULL STOP}": ".",
    "\N{MIDDLE DOT}": ".",
    "\N{BULLET}": ".",
    **dict(zip("ŁłØøĐđħı", "LlOoDdhi", strict=True)),
}


def find_private(text: str) -> list[Finding]:
    """Find what looks like an address, a phone or an ID number, a date of birth or a student's name.

    Returns:
        Findings in order of place, not overlapping; offsets are those of the text as given.
    """
    plain, places = _read_plainly(text)
    found = [*_find_shapes(plain), *_find_people(plain)]
    return _without_overlaps(
        Finding(places[start], places[end - 1] + 1, kind) for (start, end), kind in found
    )


def _find_shapes(plain: str) -> Iterator[tuple[tuple[int, int], PrivateKind]]:
    hints = find_hints(plain)
    harmless = find_harmless(plain) if hints else {}
    for kind, shape in SHAPES:
        if kind in hints:
            spans = (match.span() for match in shape.finditer(plain))
            yield from ((span, kind) for span in spans if not _lies_within(span, harmless[kind]))


def _find_people(plain: str) -> Iterator[tuple[tuple[int, int], PrivateKind]]:
    yield from ((span, PrivateKind.BIRTH_DATE) for span in find_birth_dates(plain))
    stories = list(find_story_problems(plain))
    for start, end in find_names(plain):
        # Who has more than a given name is not one of a story.
        if " " in plain[start:end] or not _lies_within((start, end), stories):
            yield (start, end), PrivateKind.STUDENT_NAME
    yield from ((span, PrivateKind.INITIALS) for span in find_initials(plain))


def redact(
    text: str, *, keep: Collection[PrivateKind] = (), unless: Callable[[str, Finding], bool] | None = None
) -> str:
    """Replace whatever looks private by a mark that says what was there.

    Args:
        text: what somebody wrote.
        keep: kinds that stay.
        unless: says of a text and a finding in it whether it is nothing private.
    """

    def find() -> list[Finding]:
        found = (each for each in find_private(text) if each.kind not in keep)
        return [each for each in found if unless is None or not unless(text, each)]

    # Taking something out may bring two halves together, so the result is read again until nothing is found.
    while found := find():
        for finding in reversed(found):
            text = text[: finding.start] + _MARKS[finding.kind] + text[finding.end :]
    return text


def redact_inside(value: Any) -> Any:
    """Return a JSON value with whatever looks private replaced in its texts and its keys."""
    if isinstance(value, Mapping):
        return {redact(name): redact_inside(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [redact_inside(inner) for inner in value]
    return redact(value) if isinstance(value, str) else value


def look_for_names_with(finder: NameFinder | None) -> None:
    """Choose, when the hub starts, what looks for names beside the patterns before a text is stored."""
    _further[:] = [finder] if finder else []


def find_private_in(name: str, text: str, known: KnownNames = NamesInUse) -> list[Finding]:
    """Find what looks private in the text of a field; ``known`` names are asked for once a name was found."""
    further = [Finding(*span, PrivateKind.STUDENT_NAME) for finder in _further for span in finder(text)]
    found = _without_overlaps([*find_private(text), *further])
    last = name.rsplit("/", 1)[-1]
    if last in NUMBERED:
        return [each for each in found if each.kind == PrivateKind.EMAIL]
    return [
        each
        for each in found
        if each.kind not in NAMING or not (last in NAMES or _is_known(text, each, known()))
    ]


def _is_known(text: str, name: Finding, known: NamesInUse) -> bool:
    following = text[name.end : name.end + LONGEST_NAME]
    return known.hold(text[name.start : name.end], following=following)


def find_private_fields(
    fields: Mapping[str, str | None],
    confirmed: Collection[str] = (),
    *,
    confirm_as: str = "",
    known: KnownNames = NamesInUse,
) -> list[FieldProblem]:
    """List the fields whose text seems to hold something private.

    Args:
        fields: texts by field name; one inside an object by its path, ``context/curriculum``.
        confirmed: names of fields, or kinds, of which the writer says that they are not a student's. The name
            of an object stands for all that is in it.
        confirm_as: what the writer names to say so, where it is not the field.
        known: returns names that are no student's.

    Returns:
        One problem a field that says where and how to mend it; the value itself is not repeated.
    """
    return [
        FieldProblem(f"/{name}", _describe(confirm_as or name, found))
        for name, text in fields.items()
        if text and confirmed_name(name) not in confirmed and name not in confirmed
        if (found := [each for each in find_private_in(name, text, known) if each.kind not in confirmed])
    ]


def confirmed_name(name: str) -> str:
    """Return the name of the outermost object that a text is in."""
    return name.split("/", 1)[0]


def refuse_private(
    fields: Mapping[str, str | None], confirmed: Collection[str] = (), *, known: KnownNames = NamesInUse
) -> None:
    """Refuse free text that seems to hold something private.

    Args:
        fields: texts by field name.
        confirmed: names of fields, or kinds, of which the writer says that they are not a student's.
        known: returns names that are no student's.

    Raises:
        PrivateText: with one problem a field (see ``find_private_fields``).
    """
    problems = find_private_fields(fields, confirmed, known=known)
    if problems:
        names = join([problem.pointer[1:] for problem in problems])
        raise PrivateText(
            f"Nothing was stored, because this text seems to hold personal data: {names}.", problems
        )


def _describe(name: str, found: Iterable[Finding]) -> str:
    told = [f"{_NAMES[each.kind]} (characters {each.start + 1} to {each.end})" for each in found]
    return (
        f"This seems to hold {join(told)}. Take it out, or, when it is not a student's, "
        f'send "confirm_not_student": ["{name}"] along.'
    )


def _read_plainly(text: str) -> tuple[str, Sequence[int]]:
    """Return the text as a person reads it, and for each of its characters the place it comes from."""
    if text.isascii():
        return text, range(len(text))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        characters.append(plain)
        places.extend([place] * len(plain))
    return "".join(characters), places


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in _PASSED_OVER:
        return ""
    if category in {"Nd", "Pd"} or character.isspace():
        return {"Nd": str(unicodedata.digit(character, "")), "Pd": "-"}.get(category, " ")
    parts = (each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))
    return "".join(_READ_AS.get(each, each) for each in unicodedata.normalize("NFKC", "".join(parts)))


def _lies_within(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _without_overlaps(found: Iterable[Finding]) -> list[Finding]:
    """Keep the finding that begins first, and of those the longest."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept
