"""Where a text parts: into sentences, and a sentence that says several things at once into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nic_hub.capture.loose import loose_concept, said_in

#: After a full stop; not after "Ms." or the number of a list.
_END = re.compile(
    r"(?<=[.!?\U0001F300-\U0001FAFF])(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bvs\.)(?<!\bno\.)"
    r"(?<!\b[A-Z]\.)(?<!\bapprox\.)(?<!^\d\.)(?<!^\d\d\.)\s+(?=[\W_]{0,3}[A-Z\d]|i\b)"
)
#: Where nobody writes capitals, every full stop ends a sentence.
_SMALL_END = re.compile(
    r"(?<=[.!?\U0001F300-\U0001FAFF])(?<!\bms\.)(?<!\bmr\.)(?<!\bmrs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!^\d\.)(?<!^\d\d\.)\s+"
)
#: A capital where a sentence may begin; a phone makes one of every "I", and "ELs" or "Monday" begin none.
_CAPITAL = re.compile(r"(?:^|[.!?\U0001F300-\U0001FAFF]\s)[\W_]{0,9}(?!I\b)[A-Z]")
#: "Adapt: two minutes instead of four" says a decision and then what comes of it.
_DECIDED = re.compile(
    r"(?:(?<=^adopt)|(?<=^adapt)|(?<=^abandon))\s*[:\N{EN DASH}\N{EM DASH}-]\s+", re.IGNORECASE
)
#: What begins like this goes on with what was said before the comma.
_COMMA = re.compile(
    r"(?:,|;|\s[-\N{EN DASH}\N{EM DASH}])\s+"
    r"(?!(?:with|of|or|at|by|to|than|per|which|who|because|since|if|when|where|while|though|like)\b)"
)
#: Spoken into a phone, a text has no stops at all.
_SPOKEN = re.compile(
    r"(?<!\s)(?<!\bwhat)(?<!\bwhen)(?<!\bthat)(?<!\bif)(?<!\bas)(?<!\bthan)(?<!\bwhere)(?<!\bbefore)"
    r"(?<!\bafter)(?<!\bbecause)\s+(?:(?:(?:and|but|so|then|yes|yeah|okay|ok) ){0,3}(?=(?:we|i)\b)"
    r"|(?:and|but|so) (?=(?:it|they|that|this|what|next|starting)\b)|(?=what (?:we|i) learned\b))",
    re.IGNORECASE,
)
_STOP = re.compile(r"[,;:.!?]")
_LONG, _LONGEST_PARTED = 30, 20_000
_MOST_CLAUSES, _MOST_LOOKED_AT = 12, 300
_GOES_ON = re.compile(
    r"(?:it|they|this|that|these|those|he|she|most|some|also|then|and|but)\b", re.IGNORECASE
)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text; one that is longer than any that a person writes stays whole."""
    if len(text) > _LONGEST_PARTED:
        return [text]
    ends = _END if _CAPITAL.search(text) else _SMALL_END
    return [part for sentence in ends.split(text) for part in _DECIDED.split(sentence) if part]


def clauses_of(text: str) -> Iterator[str]:
    """Yield the sentences, and of one that says several things, "we thought 20, 11 did", each of them."""
    for sentence in sentences_of(text):
        if len(sentence) > _LONGEST_PARTED:
            yield sentence
        elif len(sentence.split()) > _LONG and not _STOP.search(sentence):
            yield from _SPOKEN.split(sentence)
        else:
            yield from _clauses(sentence)


def _clauses(sentence: str) -> Iterator[str]:
    begins = 0
    for comma in [*_COMMA.finditer(sentence)][:_MOST_CLAUSES]:
        head, tail = (
            said_in(sentence[begins : comma.start()]),
            said_in(sentence[comma.end() :][:_MOST_LOOKED_AT]),
        )
        if head and tail and head != tail:
            yield sentence[begins : comma.start()]
            begins = comma.end()
    yield sentence[begins:]


def split_story(line: str) -> tuple[str, str]:
    """Part the beginning of a line from the sentences after it: "Second try: we gave each table one"."""
    head, colon, rest = line.partition(":")
    return (head, rest.strip()) if colon and loose_concept(rest) else (line, "")


def goes_on(sentence: str) -> bool:
    """Say whether a sentence goes on about what the one before it said."""
    return _GOES_ON.match(sentence) is not None
