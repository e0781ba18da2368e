"""Names of students in small letters, as tired people type them on a phone; and in capitals alone.

A given name that is hardly ever another word counts wherever it stands: small letters take nothing from it. A
name that is a word, too (grace, will, hope), counts only where no word but a name can stand: before a family
name that is no word, as "a student named ...", before "'s mother", or as one who said something.

Source: the domain guide, section 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nic_hub.domain.privacy.family_names import FAMILY_NAMES
from nic_hub.domain.privacy.given_names import AMBIGUOUS, GIVEN_NAMES, NOBODY
from nic_hub.domain.privacy.name_surroundings import begins_with_known_person, names_no_student

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
#: Words for a child, before a name.
CHILD = (
    r"(?:students?|pupils?|child|boy|girl|kid|learner|scholar|classmate|son|daughter|brother|sister|nephew"
    r"|niece)"
)
#: What belongs to a child, after a name.
FAMILY = (
    r"(?:mom|mother|dad|father|parents?|grandma|grandmother|grandpa|family|sister|brother|guardian|IEP|504)"
)
#: Names that small letters turn into words of English or Spanish, or into things.
_ALSO_WORDS = """
alexa alma amber aria bao brandy carol chuck consuelo daisy derrick ella esperanza gael harry heather ines jin
junior kali leon lily ling lola luke lupe mandy maverick mei min ming perla piper reina rocio salvador sherry
soledad vera
"""
#: Names that with a capital are a family's, a president's or a country's, too; small letters leave the name.
_NO_WORDS = """
ariel blake brooke cameron carter casey clayton dawson eva harrison jackson jordan kai kelly kendall kim logan
lynn macy mitchell morgan myles nelson parker ryder skyler taylor tyler victor wesley
"""
_WORDS = (AMBIGUOUS | frozenset(_ALSO_WORDS.split())) - frozenset(_NO_WORDS.split())
_NAMES = (GIVEN_NAMES | AMBIGUOUS) - _WORDS
#: Verbs that may stand before a family name, and months and seasons that have days for families.
_HELPS = frozenset({"will", "may", "van"})
#: What somebody called or named who is not called so: "a student called out", "a kid named all of them".
_NO_NAMES = NOBODY | frozenset(
    {"as", "back", "down", "for", "home", "my", "names", "numbers", "off", "out", "round", "things", "upon"}
)
_TIMES = frozenset({"april", "may", "june", "august", "summer", "autumn"})

#: A word in small letters, or a longer one in capitals; no part of a link, an address or a file's name.
_WORD = re.compile(rf"(?<![\w./{_APOSTROPHE[1:-1]}-])(?<![\w.]@)(?:[a-z]{{3,}}|[A-Z]{{5,}})(?![\w@/]|\.\w)")
_NEXT = re.compile(r"\s+(?:(?P<initial>[b-hj-z])\.|(?:[a-z]\.?\s+)?(?P<word>[a-zA-Z]{2,}))(?!\w)")
_SECOND_OF_A_PLACE = re.compile(r"\b(?:san|santa|st\.?|saint|fort|mount|lake|port|big)\s+$", re.IGNORECASE)
#: What makes something else of the name before it.
_SOMETHING = re.compile(r"\s+(?:civili[sz]ation|calendar|empire|ruins|of\s+time)\b", re.IGNORECASE)

_NAMED = re.compile(rf"\b{CHILD}\s*,?\s+(?:is\s+|was\s+)?(?:named|called)\s+$", re.IGNORECASE)
_ONE_NAMED = re.compile(
    rf"\b(?:an?|my|our|this|that|another|new)\s+{CHILD}\s*,?\s+(?:named|called)\s+$", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"(?:^|[.;:!?\n(\"\N{LEFT DOUBLE QUOTATION MARK}]\s*"
    r"|\b(?:and|but|because|when|then|so|that|if|as|like|what)\s+)$"
)
_SPOKE = re.compile(r"\s+(?:said|asked|told|cried|whispered|shouted|yelled|replied)\b")
_HAS_FAMILY = re.compile(rf"{_APOSTROPHE}s?\s+{FAMILY}\b")
#: Children of one family.
_ARE_A_FAMILY = re.compile(r"\s+(?:family|twins|brothers|sisters|siblings|boys|girls|kids)\b", re.IGNORECASE)
#: What is somebody's where the apostrophe is left out.
_IS_THEIRS = re.compile(
    rf"\s+(?:{FAMILY}|mum|home|house|group|table|desk|seat|turn|work|sheet|paper|notebook|idea|answers?|scores?|grades?"
    r"|behaviou?r|phone|friends?)\b"
)
_BEFORE = 40


def find_names_in_small_letters(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text seems to hold a student's name that is not written with a capital."""
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        if _is_name(text, word, match) and _is_person(text, *match.span()):
            yield match.start(), _end_of_name(text, match.end())


def _is_name(text: str, word: str, match: re.Match[str]) -> bool:
    if word in _NAMES:
        return True
    if word in _WORDS:
        return _stands_for_a_person(text, word, match)
    if word in FAMILY_NAMES and _ARE_A_FAMILY.match(text, match.end()):
        return True
    if word.endswith("s"):
        return word[:-1] in _NAMES and _IS_THEIRS.match(text, match.end()) is not None
    return word not in _NO_NAMES and _ONE_NAMED.search(_before(text, match)) is not None


def _stands_for_a_person(text: str, word: str, match: re.Match[str]) -> bool:
    before = _before(text, match)
    return bool(
        before.endswith("@")
        or (word not in _HELPS and (_end_of_family_name(text, match.end()) or _NAMED.search(before)))
        or (word not in _TIMES and _HAS_FAMILY.match(text, match.end()))
        or (_SPOKE.match(text, match.end()) and _CLAUSE.search(before))
    )


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _BEFORE) : match.start()]


def _is_person(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _BEFORE) : start]
    is_other = _SECOND_OF_A_PLACE.search(before) or _SOMETHING.match(text, end)
    ends = {end, _end_of_name(text, end)}
    is_no_student = any(names_no_student(text, start, each) for each in ends)
    return not (is_other or is_no_student or begins_with_known_person(text, start))


def _end_of_name(text: str, end: int) -> int:
    """Return where a name ends whose given name ends here: a family name or an initial belongs to it."""
    match = _NEXT.match(text, end)
    if match and match["initial"]:
        return match.end()
    return _end_of_family_name(text, end) or end


def _end_of_family_name(text: str, end: int) -> int | None:
    match = _NEXT.match(text, end)
    is_one = match and match["word"] and match["word"].casefold() in FAMILY_NAMES
    return match.end() if match and is_one else None
