"""How people type on a phone: apostrophes left out, words cut short. Records are not written so.

What is listed here is everybody's shorthand. What only a school or district says so is mapped by a coach.
"""

from __future__ import annotations

import re

#: "dont" and "youre", as they are written on a phone; "were", "well" and "its" are words of their own.
_NO_APOSTROPHE = re.compile(
    r"\b(are|ca|could|did|does|do|had|has|have|is|should|was|were|wo|would)nt\b"
    r"|\b(they|you)re\b|\b(could|i|should|they|we|would|you)ve\b|\b(i)m\b",
    re.IGNORECASE,
)
#: Shorthand, and what it stands for.
_SHORT = {
    "abt": "about",
    "altho": "although",
    "any1": "anyone",
    "b4": "before",
    "b/c": "because",
    "bc": "because",
    "convo": "conversation",
    "convos": "conversations",
    "cuz": "because",
    "diff": "different",
    "esp": "especially",
    "every1": "everyone",
    "hw": "homework",
    "no1": "no one",
    "pls": "please",
    "plz": "please",
    "ppl": "people",
    "some1": "someone",
    "tho": "though",
    "tix": "tickets",
    "ur": "your",
    "w/o": "without",
    "xmas": "Christmas",
}
_WHOLE = r"(?<![\w'./-])"
_SHORTHAND = re.compile(rf"{_WHOLE}(?:{'|'.join(map(re.escape, _SHORT))})(?![\w'/])", re.IGNORECASE)
#: Shorthand that is known by what stands around it. A single "n" between words is "and", beside a sign it is
#: a number of students.
_AMID_WORDS = (
    (re.compile(rf"{_WHOLE}w/\s*(?=\w\w|\d)", re.IGNORECASE), "with "),
    (re.compile(r"(?<=\w\s)w(?=\s\w)"), "with"),
    (re.compile(r"(?<=[a-z]\s)'?n'?(?=\s[a-z])"), "and"),
    (re.compile(r"\b(\w*)thru\b", re.IGNORECASE), r"\1through"),
    (re.compile(r"\bgr\.?\s?(?=(?:k|\d\d?)\b)", re.IGNORECASE), "grade "),
    (re.compile(r"(?<=\d(?:st|nd|rd|th))\s?gr\b", re.IGNORECASE), " grade"),
    (re.compile(r"(?<![\w#])#s\b", re.IGNORECASE), "numbers"),
)


def write_out(text: str) -> str:
    """Return a text as records are written: "ppl dont talk w/ me" as "people don't talk with me"."""
    text = _SHORTHAND.sub(lambda found: _SHORT[found[0].lower()], with_apostrophes(text))
    for pattern, words in _AMID_WORDS:
        text = pattern.sub(words, text)
    return text


def with_apostrophes(text: str) -> str:
    """Write "dont" and "youre" as records do: "don't", "you're"."""
    return _NO_APOSTROPHE.sub(_set_apostrophe, text)


def _set_apostrophe(found: re.Match[str]) -> str:
    start, whole = found[found.lastindex or 0], found[0]
    return f"{start}n't" if whole[-2:].lower() == "nt" else f"{start}'{whole[len(start) :]}"
