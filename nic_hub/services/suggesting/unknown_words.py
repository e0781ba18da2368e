"""The words of a question that nobody here knows: neither the records the asker may see, nor the model.

They are mostly misspelt, or of another language. A misspelt one is read as the word of a record that is one
slip away. A word that only hidden records hold is unknown, too: to say otherwise would tell of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.domain.words.term_forms import words_of as forms_of
from nic_hub.search.engine import SearchEngine
from nic_hub.search.lexical import WordQuery
from nic_hub.search.spelling import corrections_of
from nic_hub.search.words import words_of
from nic_hub.services.access.sight import Sight

#: Shorter words are abbreviations as often as they are mistakes.
SHORTEST = 4
#: The second of two words that are written as one may be shorter.
SHORTEST_END = 3
#: A question with fewer unknown words may still be English.
FOREIGN_WORDS = 2
FOREIGN_SHARE = 2 / 3
#: A question with more of them is no hurried one: it is not mended word by word.
MOST_UNKNOWN = 20
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "ness")


class Respelled(NamedTuple):
    """A misspelt word of a question, in lower case, and the one it is read as."""

    written: str
    read_as: str

    @property
    def text(self) -> str:
        """Say how it was read, so that the asker can correct it."""
        return f"I read “{self.written}” as “{self.read_as}”."


@dataclass(frozen=True, slots=True)
class WordFinder:
    """Looks for words in the records that one person may see, and in the model.

    Args:
        session: a reading transaction.
        sight: what the person may know.
        engine: holds the records' words, and the model.
    """

    session: Session
    sight: Sight
    engine: SearchEngine

    def find_unknown(self, text: str) -> tuple[str, ...]:
        """Return the words that neither a record nor the model knows, each once, in their order."""
        words = [word for word in words_of(text) if len(word) >= SHORTEST and word.isalpha()]
        strange = [word for word in dict.fromkeys(words) if not _is_known(self.engine.embedder.knows, word)]
        known = self._in_records(strange)
        return tuple(word for word in strange if word not in known)

    def respell(self, question: str) -> tuple[str, tuple[Respelled, ...]]:
        """Return a question with its misspelt words put right, and which these are.

        A word is read as one that a record has and that is one slip away. One with a capital letter within a
        sentence may be a name, and stays as it is; so do the local words of the network, and those of another
        language.
        """
        unknown = self.find_unknown(question)
        if not unknown or len(unknown) > MOST_UNKNOWN:
            return question, ()
        local = {form for term in self.sight.terms() for form in forms_of(term.local)}
        strange = [word for word in unknown if forms_of(word).isdisjoint(local)]
        written = [word for word in strange if _may_be_misspelt(word, question)]
        respelled = tuple(each for each in map(self._correct, written) if each)
        if len(respelled) < len(unknown) and is_foreign(question, unknown):
            return question, ()
        for each in respelled:
            question = re.sub(rf"\b{each.written}\b", each.read_as, question, flags=re.IGNORECASE)
        return question, respelled

    def _correct(self, word: str) -> Respelled | None:
        candidates = corrections_of(word)
        known = self._in_records(candidates)
        return next((Respelled(word, each) for each in candidates if each in known), None)

    def _in_records(self, words: list[str]) -> set[str]:
        if not words:
            return set()
        snapshot, principal = self.engine.catch_up(self.session), self.sight.reader.principal
        audience = snapshot.audience(read_grants(principal), own_grants(principal))
        found = (snapshot.words.look_up(WordQuery.of(word), audience).frequencies for word in words)
        return {word for word, frequencies in zip(words, found, strict=True) if frequencies.any()}


def _may_be_misspelt(word: str, question: str) -> bool:
    """Say whether a word stands in a question as it is, and not as a name would."""
    is_name = re.search(rf"(?<=[\w,;] ){word.capitalize()}\b|\b{word.upper()}\b", question)
    return not is_name and re.search(rf"\b{word}\b", question, re.IGNORECASE) is not None


def is_foreign(question: str, unknown: tuple[str, ...]) -> bool:
    """Say whether so much of a question is unknown that it is hardly English."""
    words = {word for word in words_of(question) if len(word) >= SHORTEST}
    return len(unknown) >= FOREIGN_WORDS and len(unknown) > FOREIGN_SHARE * len(words)


def _is_known(knows: Callable[[str], bool], word: str) -> bool:
    """Say whether a word, what it is a form of, or both words in it ("mind" and "set") are known."""
    places = range(SHORTEST, len(word) - SHORTEST_END + 1)
    return any(map(knows, _forms(word))) or any(knows(word[:at]) and knows(word[at:]) for at in places)


def _forms(word: str) -> Iterator[str]:
    """Return a word, and what it may be a form of: "folding" of "fold", "planned" of "plan"."""
    yield word
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= SHORTEST:
            yield from (base, f"{base}e")
            yield from [base[:-1]] if base[-1] == base[-2] else []
