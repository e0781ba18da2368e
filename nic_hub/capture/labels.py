"""Which part of a test or a story the words above and before a text name."""

from __future__ import annotations

import re

from nic_hub.capture.marks import ends_in_emoji
from nic_hub.capture.phrases import ASKED, LABELS
from nic_hub.capture.sayings import LEADS, SENTENCES

CONCEPT_OF = {phrase.strip(): concept for concept, text in LABELS.items() for phrase in text.split(";")}
#: The four phases: what stands below one without a label of its own belongs to the concept it stands for.
PHASES = {"plan": "what", "do": "observations", "study": "result", "act": "next_step", "check": "result"}
#: Told about all tests of a file, not about one.
ABOUT = frozenset({"team", "school", "district", "grade", "driver", "tool"})

_NUMBERED = re.compile(
    r"^(?:\W+|step\s+\d+\W*|(?:part|section)\s+\w\W+|\(?\d{1,2}\s?[a-z]?[.):]+\s*"
    r"|[pdsa]\s*[-\N{EN DASH}\N{EM DASH}:=]\s*)+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*[(\[][^)\]]{0,120}[)\]]\s*")
_POSSESSIVE = re.compile(r"^(?:our|the|your|my|his|her|their|a)\s+")
_OF_TEST = re.compile(r"\s+(?:of|for|from|in)\s+(?:the|this|our|your)?\s*(?:test|cycle|pdsa)(?:\s*#?\d+)?$")
_PHASE_WORD = re.compile(
    r"^(plan|do|study|act|check)\b(?:\s+(?:phase|stage|step))?(?:\s*[-\N{EN DASH}\N{EM DASH}:/|].*)?$"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_CYCLE = re.compile(
    r"^\W*(?:(?:pdsa|pdca|cycle|test|round|iteration|try|attempt)(?:\s+(?:cycle|test|of change|ramp))*"
    r"\s*(?:no\.?|number|\#)?\s*(\d{1,2})\b|case\s+study\s+([a-z])\b"
    rf"|(?:our |the )?({'|'.join(_ORDINALS)})\s+(?:cycle|test|round|try|attempt)"
    r"(?=\s*(?:[:\N{EN DASH}\N{EM DASH}-]|$)))"
    r"\s*[-\N{EN DASH}\N{EM DASH}:.)]*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SLASH = re.compile(r"\s*/\s*")
#: One teacher writes "what I saw" where a team writes "what we saw".
_ONE_TEACHER = re.compile(r"\bi\b")
_LONGEST_LABEL = 90
_MOST_WORDS = 14
_MOST_LEADING_WORDS = 45
_ARE = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]re\\b")
#: Between the prompts of a form, a semicolon is as good as a comma.
_SIGNS = {ord("'"): None, ord("\N{RIGHT SINGLE QUOTATION MARK}"): None, ord(";"): ","}


def plain_label(text: str) -> str:
    """Return the words of a label alone: without its number, asides, and signs at its end."""
    bare = _ASIDE.sub(" ", _NUMBERED.sub("", text.strip(), count=1)).lower()
    bare = _ARE.sub(" are", bare).translate(_SIGNS)
    bare = _SLASH.sub("/", " ".join(bare.split())).strip(
        " .:;?!*_\N{HORIZONTAL ELLIPSIS}-\N{EN DASH}\N{EM DASH}"
    )
    return _OF_TEST.sub("", _POSSESSIVE.sub("", bare))


def without_aside(text: str) -> str:
    """Return a label without what it says in brackets."""
    return _ASIDE.sub(" ", text)


def concept_of(text: str) -> str | None:
    """Return what a label names, if it is in the lists."""
    if len(text) > _LONGEST_LABEL:
        return None
    bare = plain_label(text)
    return CONCEPT_OF.get(bare) or CONCEPT_OF.get(_ONE_TEACHER.sub("we", bare))


def phase_of(text: str) -> str | None:
    """Return the phase that a heading begins: ``Plan``, ``STUDY - what did we find?``."""
    match = _PHASE_WORD.match(plain_label(text)) if len(text) <= _LONGEST_LABEL else None
    return match[1] if match else None


def asked_concept(text: str) -> str | None:
    """Return what a heading or a question seems to ask for, by its words."""
    if len(text) > _LONGEST_LABEL or len(text.split()) > _MOST_WORDS:
        return None
    bare = plain_label(text)
    return next((concept for concept, pattern in ASKED if pattern.search(bare)), None)


def told_concept(sentence: str) -> str | None:
    """Return what a sentence says it is: "We predicted that ..."."""
    start = sentence.lstrip(" -*\N{BULLET}")
    return next((concept for concept, pattern in SENTENCES if pattern.match(start)), None)


def lead_concept(line: str) -> str | None:
    """Return what the list is about that a sentence leads over to."""
    if not line.endswith(":") or ends_in_emoji(line) or not 4 <= len(line.split()) <= _MOST_LEADING_WORDS:
        return None
    return next((concept for concept, pattern in LEADS if pattern.search(line)), None)


def cycle_number(text: str) -> tuple[int, str] | None:
    """Return number and name of the test that a heading begins: ``PDSA cycle 2: Prompts on desks``."""
    match = _CYCLE.match(text) if len(text) <= 200 else None
    if match is None:
        return None
    digits, letter, ordinal, name = match.groups()
    if ordinal:
        return _ORDINALS.index(ordinal.lower()) + 1, name.strip()
    return int(digits) if digits else ord(letter.upper()) - ord("A") + 1, name.strip()
