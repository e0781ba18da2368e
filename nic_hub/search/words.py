"""Text to index terms: words in lower case without accents, each reduced to its stem.

No stop words: "Think It Out" must be found by its name.
Source: M. F. Porter, An algorithm for suffix stripping, Program 14(3), 1980.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_VOWELS = frozenset("aeiou")
#: No English word is longer; what is longer (an address, keys that were leant on) has no stem.
_LONGEST = 40

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate",
    "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive",
    "biliti": "ble", "logi": "log", "bli": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = dict.fromkeys(
    ("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism",
     "ate", "iti", "ous", "ive", "ize"), "",
)  # fmt: skip


def words_of(text: str) -> list[str]:
    """Return the words of a text as they stand, in lower case and without accents."""
    return _WORD.findall(_fold(text))


def terms_of(text: str) -> list[str]:
    """Return the stems of the words of a text, in order and with repetitions."""
    return [stem(word) for word in words_of(text)]


def _fold(text: str) -> str:
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(character for character in parts if not unicodedata.combining(character))


def stem(word: str) -> str:
    """Return the Porter stem of a word in lower case.

    One with other letters than a-z stays as it is, and so does one that is too long to be a word.
    """
    if not 2 < len(word) <= _LONGEST or not (word.isascii() and word.isalpha()):
        return word
    word = _step_1c(_step_1b(_step_1a(word)))
    word = _replace_longest(word, _STEP_2, above=0)
    word = _replace_longest(word, _STEP_3, above=0)
    word = _replace_longest(word, _STEP_4, above=1)
    return _step_5(word)


def _is_consonant(word: str, index: int) -> bool:
    if word[index] in _VOWELS:
        return False
    return word[index] != "y" or index == 0 or not _is_consonant(word, index - 1)


def _measure(stem_: str) -> int:
    """Count the vowel-consonant sequences: the m of the paper."""
    kinds = [_is_consonant(stem_, index) for index in range(len(stem_))]
    return sum(1 for before, after in pairwise(kinds) if not before and after)


def _has_vowel(stem_: str) -> bool:
    return any(not _is_consonant(stem_, index) for index in range(len(stem_)))


def _ends_double_consonant(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _is_consonant(word, len(word) - 1)


def _ends_cvc(word: str) -> bool:
    """Say whether it ends consonant-vowel-consonant, the last not w, x or y, as in "hop"."""
    if len(word) < 3 or word[-1] in "wxy":
        return False
    last = len(word) - 1
    return _is_consonant(word, last) and not _is_consonant(word, last - 1) and _is_consonant(word, last - 2)


def _step_1a(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _step_1b(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix) and _has_vowel(word[: -len(suffix)]):
            return _mend(word[: -len(suffix)])
    return word


def _mend(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _ends_double_consonant(word) and word[-1] not in "lsz":
        return word[:-1]
    if _measure(word) == 1 and _ends_cvc(word):
        return word + "e"
    return word


def _step_1c(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and _has_vowel(word[:-1]) else word


def _replace_longest(word: str, suffixes: dict[str, str], *, above: int) -> str:
    """Replace the longest matching suffix when what is before it has a measure above the limit."""
    for length in range(min(7, len(word)), 1, -1):
        replacement = suffixes.get(word[-length:])
        if replacement is not None:
            base = word[:-length]
            return base + replacement if _may_drop(base, word[-length:], above) else word
    return word


def _may_drop(base: str, suffix: str, above: int) -> bool:
    return _measure(base) > above and (suffix != "ion" or base.endswith(("s", "t")))


def _step_5(word: str) -> str:
    if word.endswith("e"):
        base = word[:-1]
        if _measure(base) > 1 or (_measure(base) == 1 and not _ends_cvc(base)):
            word = base
    if word.endswith("ll") and _measure(word) > 1:
        word = word[:-1]
    return word
