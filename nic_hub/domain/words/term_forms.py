"""The forms of a term: how a word of a district is recognised in a text, and compared with another one.

Whatever the case, the number, the punctuation, and whether "and" is written as "&".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from nic_hub.domain.suggesting.asking import content_words

_WORD = re.compile(r"&|[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_OWNED = re.compile(f"(?:{_APOSTROPHE}s|(?<=s){_APOSTROPHE})$")
#: Endings of one word: strategy and strategies, box and boxes, cache and caches, slip and slips.
#: "Ties" and "pies" are too short for it.
_IES = re.compile(r"(?:(?<![aeiou])y|(?<=\w\w)ies?)$")
_ES = re.compile(r"(?<=ss|sh|ch|.x|.z)es?$")
_S = re.compile(r"(?<![su])s$")
#: What may follow a word: it is still the same word.
_ENDING = f"(?:{_APOSTROPHE}s|s{_APOSTROPHE}?)?"
#: A name of so many words may be spread over a title: "reflection on confusion".
_SPREAD = 2
_GAP, _AND = r"[\W_]+", "(?:and|&)"
_SHORT = 3


def names(text: str, term: str) -> bool:
    """Say whether a text holds a term, whatever the case, the number and the punctuation."""
    return matcher(term).search(text) is not None


def bears(title: str, term: str) -> bool:
    """Say whether a title is that of what a term names: it holds it, or its telling words in their order."""
    if names(title, term):
        return True
    wanted, told = _stems(term), iter(_stems(title))
    return len(wanted) >= _SPREAD and all(word in told for word in wanted)


def is_same_word(one: str, other: str) -> bool:
    """Say whether two terms are the same word, written in another way."""
    return spell(one) == spell(other)


@lru_cache(maxsize=4096)
def spell(term: str) -> str:
    """Return a term as it is compared with others."""
    return " ".join(_stem(word.lower()) for word in _WORD.findall(term)) or term.strip().lower()


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared with those of a term."""
    return frozenset(_stem(word.lower()) for word in _WORD.findall(text))


def may_name(words: Collection[str], term: str) -> bool:
    """Say whether the first word of a term is among those of a text, which is quickly found out."""
    return spell(term).partition(" ")[0] in words


@lru_cache(maxsize=4096)
def matcher(term: str) -> re.Pattern[str]:
    """Return what finds a term in a text."""
    pattern = _GAP.join(map(_pattern, _WORD.findall(term))) or re.escape(term)
    pattern = pattern.replace(f"{_GAP}{_AND}{_GAP}", rf"(?:{_GAP}and{_GAP}|[\W_]*&[\W_]*)")
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


def _pattern(word: str) -> str:
    """Return what finds a word in any of its forms."""
    plain = word.lower()
    if plain in {"and", "&"}:
        return _AND
    if word.isupper():
        return re.escape(word) + _ENDING
    stem = _stem(plain)
    if len(plain) > _SHORT and _IES.search(_OWNED.sub("", plain)):
        return f"{re.escape(stem[:-1])}(?:y|ie){_ENDING}"
    return re.escape(stem) + ("e?" if _ES.search(f"{stem}e") else "") + _ENDING


def _stem(word: str) -> str:
    """Return a word without the ending of its plural; a short one has none."""
    if word == "&":
        return "and"
    if len(word) <= _SHORT:
        return word
    word = _OWNED.sub("", word)
    for ending, rest in ((_IES, "i"), (_ES, ""), (_S, "")):
        if ending.search(word):
            return ending.sub(rest, word)
    return word


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in content_words(text)]
