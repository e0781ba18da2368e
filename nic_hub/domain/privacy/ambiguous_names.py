"""Names that are other words, too, or a family's: they count where nobody but a person can stand.

"Hunter and Chase threw the cards", "I paired Autumn with a reader", "pulled Nguyen and Ortiz out"; "Grace
period", "Chase the evidence" and "May 3" speak of nobody.

Source: the domain guide, section 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nic_hub.domain.privacy.family_names import FAMILY_NAMES
from nic_hub.domain.privacy.given_names import AMBIGUOUS, GIVEN_NAMES
from nic_hub.domain.privacy.name_surroundings import names_where
from nic_hub.domain.privacy.person_verbs import ACTED, SPOKE

_NAMES = AMBIGUOUS | FAMILY_NAMES
_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_WORD = re.compile(rf"(?<![\w{_APOSTROPHE[1:-1]}-])[A-Z][a-z]+(?![\w-])")
#: Months, seasons and lessons are moved and put somewhere as students are.
_MOVED = frozenset({"april", "may", "june", "august", "summer", "autumn", "art"})
#: Schools, places, virtues and months that are listed with each other; two others make a list one of people.
_OTHER_NAMES = """
austin brooklyn dallas madison lincoln jackson washington warren franklin nevada virginia georgia london
paris orlando phoenix savannah sydney jordan kenya israel india asia houston kingston valencia guadalupe
trinity liberty harrison clayton mitchell nelson marshall mason grant jefferson roosevelt faith hope charity
grace joy patience honor justice mercy courage destiny harmony serenity prudence verity constance summer
autumn jasper clay stone mark chance hunter archer baker cooper fisher ruby pearl jade diamond crystal rose
violet ivy hazel olive sage heather river sierra sol mar paz art guy king prince princess major genesis
"""
_NAMED_AFTER = _MOVED | frozenset(_OTHER_NAMES.split())
_BEFORE = 40
#: Others who stand between the first of some names and what they did, or what was done with them.
_AND_OTHERS = r"(?:(?:\s*,\s*|,?\s+(?:and|or)\s+|\s*[&/]\s*)[A-Z][a-z]+\b){0,4}"

#: Aurora, Miles and Skyler; Ruiz 3/4, Pham 1/4.
_TALLY = r"(?:\s+\d[\d/.%]*)"
_ITEM = r"\b[A-Z][a-z]+\b"
_LIST = re.compile(
    rf"{_ITEM}(?:{_TALLY}?\s*,\s*(?:and\s+|or\s+)?{_ITEM}){{2,20}}{_TALLY}?"
    rf"|{_ITEM}{_TALLY}(?:\s*[,;]\s*{_ITEM}{_TALLY}){{1,20}}"
)

#: What keeps a word from being the one who acts: "the best of Austin cried", "the Hope cried".
_NOT_ONE_WHO_ACTS = re.compile(
    r"\b(?:of|to|for|by|about|on|than|like|the|an?|this|every|each|last|next)\s+$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    rf"{_AND_OTHERS}\s+(?:{SPOKE}|{ACTED}|sat|slept|likes|loves|hates|forgot|refused to|copied|cheated)\b"
)
_WHO = re.compile(rf"{_AND_OTHERS}\s*,\s+(?:who|he|she)\b")
_OWNS = re.compile(
    rf"{_APOSTROPHE}s?\s+(?:desk|seat|notebook|backpack|hands?|face|handwriting|tears|mouth|accommodations|tantrum"
    r"|outburst|meltdown|mom|mother|dad|father|grandma|grandmother|parents)\b"
)
#: A family's child: the Nguyen boy, student Okafor.
_CHILD_BEFORE = re.compile(r"\b(?:student|pupil|child|boy|girl|kid|classmate)\s+$", re.IGNORECASE)
#: Ximena's cousin Brooklyn.
_RELATED = re.compile(r"\b(?:cousin|brother|sister|twin|nephew|niece|best friend|buddy)\s+$", re.IGNORECASE)
_CHILD = re.compile(r"\s+(?:boys?|girls?|kids?|child(?:ren)?|twins|brothers?|sisters?|siblings)\b")
#: What is done with students alone.
_DONE_TO_A_PERSON = re.compile(
    r"\b(?:pair(?:ed|ing)?|partner(?:ed|ing)?|seat(?:ed|ing)?|remind(?:ed|ing)?|scold(?:ed|ing)?|comfort(?:ed|ing)?"
    r"|hug(?:ged|ging)?|prais(?:ed|ing)|(?:call|check)(?:ed|ing|s)? on"
    r"|(?:sat|sits?|sitting) (?:behind|with|by|near)|next to|beside|conf(?:erenc|err)(?:ed|ing) with"
    r"|(?:an?|one|my|our) (?:student|kid|child|boy|girl) like"
    r"|(?:students|kids|children|boys|girls) such as"
    r"|call(?:ed|ing)? home (?:for|about)|(?:iep|504|referral|behavior plan|home visit) for)\s+$",
    re.IGNORECASE,
)
_MOVED_IN_THE_ROOM = (
    re.compile(r"\b(?:moved?|moving|sent|send|pull(?:ed|ing)?|put)\s+$", re.IGNORECASE),
    re.compile(
        rf"{_AND_OTHERS}\s+(?:to (?:the|a|another|his|her|my) (?:front|back|side|table|rug|desk|seat|group"
        r"|corner|hall|office|nurse)|next to|near (?:me|the)|aside|closer)\b"
    ),
)
#: What is done with things, too, and how it goes on where it is done with a person.
_DONE = (
    (r"told|tell|asked|ask|begged", r"(?:to|that|what|why|if|how|he|she|not)\b"),
    (r"gave|give|handed|showed|lent|offered", r"(?:an?|the|his|her|extra|more|some|one|two|three)\b"),
    (
        r"moved?|moving|sent|send|pulled|pull(?:ing)?|put|took|take|kept|walk(?:ed)?|excused|escorted",
        r"(?:to|out|down|aside|home|into|back|up|over|away|next|near|closer|in|with|from|after)\b",
    ),
    (
        r"saw|see|watch(?:ed)?|heard|caught|noticed|let|made|had|found",
        r"(?:\w+ing|raise|try|sit|stand|choose|share|explain|read|write|talk|look|smile|leave|help|finish|cry)\b",
    ),
    (r"help(?:ed|s|ing)?", r"(?:with|to|find|get|see|start|finish|read|write|solve|calm)\b"),
    (
        r"(?:work(?:ed|ing)?|met|talk(?:ed|ing)?|spoke|check(?:ed|ing)? in) (?:with|to)",
        r"(?:again|after (?:class|school|the)|before|during|(?:about|on) (?:his|her)|at (?:lunch|recess))\b",
    ),
)
_DONE_TO = [
    (re.compile(rf"\b(?:{verb})\s+$", re.IGNORECASE), re.compile(rf"{_AND_OTHERS}\s+{goes_on}"))
    for verb, goes_on in _DONE
]


def find_ambiguous_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a word with a capital that may be a name stands where only a person can."""
    for names in _LIST.finditer(text):
        yield from _names_of_a_list(text, *names.span())
    for match in _WORD.finditer(text):
        if match[0].casefold() in _NAMES and _is_somebody(text, match):
            yield match.span()


def _names_of_a_list(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    names = list(_WORD.finditer(text, start, end))
    words = {match[0].casefold() for match in names}
    are_people = not words.isdisjoint(GIVEN_NAMES) or len(words - _NAMED_AFTER) >= 2
    if words <= _NAMES | GIVEN_NAMES and are_people:
        yield from (match.span() for match in names)


def is_done_to_a_person(text: str, start: int, end: int) -> bool:
    """Say whether the words around a word tell what is done with students alone: "paired ... with"."""
    before = _before(text, start)
    moved, to_a_place = _MOVED_IN_THE_ROOM
    return bool(_DONE_TO_A_PERSON.search(before) or (moved.search(before) and to_a_place.match(text, end)))


def _is_somebody(text: str, match: re.Match[str]) -> bool:
    word, (start, end), before = match[0].casefold(), match.span(), _before(text, match.start())
    if before.endswith("@") or _RELATED.search(before) or is_done_to_a_person(text, start, end):
        return True
    is_other = _NOT_ONE_WHO_ACTS.search(before) or names_where(text, start)
    if (_ACTS.match(text, end) or _WHO.match(text, end)) and not is_other:
        return True
    if word in FAMILY_NAMES and (_CHILD_BEFORE.search(before) or _CHILD.match(text, end)):
        return True
    if word in _MOVED:
        return False
    is_done = any(verb.search(before) and goes_on.match(text, end) for verb, goes_on in _DONE_TO)
    return is_done or _OWNS.match(text, end) is not None


def _before(text: str, start: int) -> str:
    return text[max(0, start - _BEFORE) : start]
