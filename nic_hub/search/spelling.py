"""English words that a misspelt one may have been meant to be.

The words, and how usual each is, come with pyspellchecker. They take some 40 MB, and are loaded with the
first word that nobody knows.

Source: P. Norvig, How to write a spelling corrector, 2007.
"""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker


def corrections_of(word: str) -> list[str]:
    """Return the words one slip away from a word in lower case, the most usual first.

    A slip is a letter too many, one too few, a wrong one, or two in the wrong order; hardly anybody makes one
    in the first letter, and new words ("vaping") are mistaken for others there. A word that is English itself
    needs no correction.
    """
    speller = _load()
    found = {each for each in speller.candidates(word) or () if each != word and each[:1] == word[:1]}
    return sorted(found, key=lambda each: (-speller.word_usage_frequency(each), each))


@cache
def _load() -> SpellChecker:
    return SpellChecker(language="en", distance=1)
