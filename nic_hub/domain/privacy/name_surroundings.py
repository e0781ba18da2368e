"""What stands around a name that is no student's: a title, a school, a place, a year of publication."""

from __future__ import annotations

import re

from nic_hub.domain.privacy.given_names import KNOWN_PEOPLE

#: What follows a word that is part of the name of something: a school, a book, a street.
_THING = re.compile(
    r"\s{1,3}(?:school|elementary|middle|high|academy|district|college|university|institute|foundation|street"
    r"|avenue|hall|county|park|center|centre|learning|curriculum|method|protocol|routine|model|framework"
    r"|unified|union|prep|city|island|hills?|valley|heights|creek|lake|press|et al|project|program|award|day"
    r"|isd|usd|lit|dit|team|arbor|families|speaking|speakers?|language)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(?:mr|mrs|ms|mx|miss|dr|prof|professor|coach|principal|superintendent|sr|sra)\b\.?\s*@?$",
    re.IGNORECASE,
)
#: What a grown-up does, behind the name: "Tom (our math coach)".
_IN_OFFICE = re.compile(
    r"\s*\((?:(?:our|the|my|lead|head|assistant|instructional|math|literacy|reading|science|\d\w\w|grade)[\s-]){0,3}"
    r"(?:coach|principal|teacher|counsell?or|facilitator|interventionist|superintendent|aide|librarian)\)",
    re.IGNORECASE,
)
#: What comes before the second word of a place: San Jose, St. Paul.
_PLACE = re.compile(r"\b(?:San|Santa|St\.?|Saint|Los|Las|El|La|Fort|Mount|Lake|Port|New)\s+$")
_WHERE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Nn]ear)\s+(?:[A-Z][\w-]*\s+)?$")
_CITED = re.compile(r"(?:,?\s*(?:and|&)\s+[A-Z][\w-]+|\s+et al\.?){0,9},?\s*\(?(?:19|20)\d\d\b")
#: Whoever is greeted or thanked reads along: "Hi Karen,", "Thank you Maria for ...", "Thanks @Tom!".
_GREETING = re.compile(r"(?:^|[.!?\n]\s*)(?:hi|hello|hey|thanks|thank\s+you),?\s+@?$", re.IGNORECASE)
_GREETED = re.compile(r"\s*(?:$|[,.!:(\n-]|for\b)")
_BEFORE = 16
_LONGEST = 60


def names_no_student(text: str, start: int, end: int) -> bool:
    """Say whether a name is that of a grown-up, an author, a school or the like, by what is around it."""
    before = text[max(0, start - _BEFORE) : start]
    is_greeted = _GREETING.search(before) and _GREETED.match(text, end)
    follows = (_THING, _IN_OFFICE, _CITED)
    return bool(is_greeted or _TITLED.search(before) or any(each.match(text, end) for each in follows))


def names_a_place(text: str, start: int) -> bool:
    """Say whether a word with a capital is the second of a place's name."""
    return bool(_PLACE.search(text[max(0, start - _BEFORE) : start]))


def names_where(text: str, start: int) -> bool:
    """Say whether a name that begins here tells where somebody is: "from Austin", "at Forest Glen"."""
    return bool(_WHERE.search(text[max(0, start - _LONGEST) : start]))


def is_known_person(name: str) -> bool:
    """Say whether somebody is one of lessons or of research, or begins the name of one of three words."""
    whole = " ".join(re.findall(r"[a-z]+", name.casefold()))
    begins_one = " " in whole and any(person.startswith(f"{whole} ") for person in KNOWN_PEOPLE)
    return whole in KNOWN_PEOPLE or begins_one


def begins_with_known_person(text: str, start: int) -> bool:
    """Say whether a name that begins here is of one of those, however long the name is."""
    words = re.findall(r"[a-z]+", text[start : start + _LONGEST].casefold())
    return any(is_known_person(" ".join(words[:count])) for count in (1, 2))
