"""Initials that may be a student's: "J.T. cried again", "student M.K.", "my student A. refused".

Two letters with full stops are asked about wherever they stand, unless they shorten something that teams
write of (U.S., A.P.), begin a longer name (J.K. Rowling) or are an author's or a grown-up's. Without full
stops they count beside a word for a child or before what a child does. "Student A" is how somebody is left
unnamed.

Source: the domain guide, section 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nic_hub.domain.privacy.ambiguous_names import is_done_to_a_person
from nic_hub.domain.privacy.given_names import NOBODY
from nic_hub.domain.privacy.name_surroundings import names_no_student
from nic_hub.domain.privacy.person_verbs import ACTED, DID, DOES, ONE_PERSON, SPOKE
from nic_hub.domain.privacy.small_letter_names import CHILD, FAMILY

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
#: What two letters shorten in schools, with full stops or without: places, subjects, roles, degrees.
_SHORT = """
ad ai am ap ba bc bs ce dc ed eg el es eu gt hr hs ib id ie iq it jd la ld ma md ms nc nd nh nj nm ny ot
pa pd pe pm ps pt qa ri rn sc sd se st ta tk tv uk un us vp vs wv
"""
_SHORT_FOR = frozenset(_SHORT.split())
#: What they shorten without full stops alone.
_SHORT_BARE = """
aa ac ar cc ci co cs ct da de di do ea ec em en eq er ex hq hw ia ic jv kg lb ll lm lp lt ml mr na ne nf
no nt nv oa ok op oz ph pi pl po pp pr qi ra rd re rt si sl sp sr ss tl ua va vr vt wa wi wy
"""
_BARE_SHORT_FOR = _SHORT_FOR | frozenset(_SHORT_BARE.split())
_ONE_CHILD = rf"(?i:{CHILD})\s*(?:[,:(-]\s*)?"
_MINE = r"\b(?i:my|our|one|an?|another|this|that|the|new)\s+(?:[a-z]+\s+)?"
#: What children do, and no program, office or team that is known by two letters.
_CHILD_ACTS = rf"\s+(?:{ACTED}|cried|whispered|shouted|raised (?:his|her) hand|was absent|said (?:he|she))\b"
_ACTS = rf"\s+(?:{SPOKE}|{ACTED}|{DID}|{DOES})\b"
_FAMILY = rf"{_APOSTROPHE}s?\s+{FAMILY}\b"
_ENDS = r"\s*(?:[,;:)!?]|\.(?!\w)|$)|\s+and\b"
_DOTTED = r"[A-Z]\.\s?[A-Z]\b\.?(?:\s?[A-Z]\.)?"
_FREE = r"(?<![\w.@/-])"
_BESIDE_A_CHILD = tuple(
    map(
        re.compile,
        (
            # Student M.K., a boy named J.T., student MK.
            rf"\b{_ONE_CHILD}(?:(?:named|called)\s+)?(?P<name>{_DOTTED}|[a-z]\.[a-z]\.)(?!\w)",
            rf"\b{_ONE_CHILD}(?P<name>[A-Z]{{2}})(?={_ENDS}|{_ACTS}|{_APOSTROPHE}s\b)",
            # My student A. refused.
            rf"{_MINE}{_ONE_CHILD}(?P<name>[A-Z]\.)(?=\s+[a-z]|\s*[,;:)]|{_APOSTROPHE}s\b)",
        ),
    )
)
_ALONE = tuple(
    map(
        re.compile,
        (
            # J.T.'s mom, j.t. said so, JT giggled, K. would not sit.
            rf"{_FREE}(?P<name>[a-z]\.[a-z]\.)(?={_FAMILY}|\s+(?:{SPOKE}|{ACTED})\b)",
            rf"{_FREE}(?P<name>[A-Z]{{2}})(?={_FAMILY}|{_CHILD_ACTS}|{ONE_PERSON})",
            rf"(?:^|[.!?]\s{{1,2}}|\b(?:and|when|because|but)\s)(?P<name>[B-HJ-Z]\.)(?={_CHILD_ACTS})",
            # J.T. by itself, with no further letter behind it.
            rf"{_FREE}(?P<name>[A-Z]\.\s?[A-Z]\.)(?!\s?[A-Z]\.|\w|-\w)",
        ),
    )
)
#: I paired MK with a reader.
_BARE = (re.compile(rf"{_FREE}(?P<name>[A-Z]{{2}})(?![\w-])"),)
_HINT = re.compile(r"[A-Z]\.|\b[A-Z]{2}\b|\b[a-z]\.[a-z]\.")
_ACTS_THERE = re.compile(_ACTS)
#: E.B. White, M.L. King: words that are nobody, and families.
_FAMILIES = frozenset({"black", "king", "west", "white"})
_NEXT_NAME = re.compile(r"\s+(?P<word>[A-Z][a-z]+)")
#: "Bryk, A.S.": whose family name comes first is an author, unless it goes on with what a student did.
_AUTHOR = re.compile(r"[A-Z][\w-]+,\s$|[A-Z]\.\s?$")
#: "Bryk A. S., Gomez L. M. (2010)".
_CITED = re.compile(r"[^\n?!]{0,150}\((?:19|20)\d\d\b")
_BEFORE = 30


def find_initials(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text seems to hold a student's initials."""
    if not _HINT.search(text):
        return
    for patterns, is_somebody in ((_BESIDE_A_CHILD, _is_child), (_ALONE, _is_alone), (_BARE, _is_done_to)):
        for match in (each for pattern in patterns for each in pattern.finditer(text)):
            start, end = match.span("name")
            is_other = names_no_student(text, start, end) or _begins_a_name(text, end)
            if not is_other and is_somebody(text, start, end):
                yield start, end


def _is_child(text: str, start: int, end: int) -> bool:
    return not _is_short(text[start:end]) or _ACTS_THERE.match(text, end) is not None


def _is_alone(text: str, start: int, end: int) -> bool:
    is_author = _AUTHOR.search(text[max(0, start - _BEFORE) : start]) or _CITED.match(text, end)
    return not _is_short(text[start:end]) and (not is_author or _ACTS_THERE.match(text, end) is not None)


def _is_done_to(text: str, start: int, end: int) -> bool:
    return not _is_short(text[start:end]) and is_done_to_a_person(text, start, end)


def _is_short(initials: str) -> bool:
    letters = "".join(filter(str.isalpha, initials)).casefold()
    return letters in (_SHORT_FOR if "." in initials else _BARE_SHORT_FOR)


def _begins_a_name(text: str, end: int) -> bool:
    following = _NEXT_NAME.match(text, end)
    return following is not None and following["word"].casefold() not in NOBODY - _FAMILIES
