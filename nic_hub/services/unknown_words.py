"""The words of a question that nobody here knows: neither the records the asker may see, nor the model.

They are mostly misspelt, or of another language. A word that only hidden records hold is unknown, too: to say
otherwise would tell of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.search.engine import SearchEngine
from nic_hub.search.lexical import WordQuery
from nic_hub.search.words import words_of
from nic_hub.services.sight import Sight

#: Shorter words are abbreviations as often as they are mistakes.
SHORTEST = 4
#: The second of two words that are written as one may be shorter.
SHORTEST_END = 3
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "ness")


def find_unknown_words(session: Session, sight: Sight, engine: SearchEngine, text: str) -> tuple[str, ...]:
    """Return the words that neither a record nor the model knows, each once, in their order."""
    words = [word for word in words_of(text) if len(word) >= SHORTEST and word.isalpha()]
    strange = [word for word in dict.fromkeys(words) if not _is_known(engine.embedder.knows, word)]
    return tuple(_not_in_records(session, sight, engine, strange)) if strange else ()


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


def _not_in_records(session: Session, sight: Sight, engine: SearchEngine, words: list[str]) -> list[str]:
    snapshot, principal = engine.catch_up(session), sight.reader.principal
    audience = snapshot.audience(read_grants(principal), own_grants(principal))
    found = (snapshot.words.look_up(WordQuery.of(word), audience).frequencies for word in words)
    return [word for word, frequencies in zip(words, found, strict=True) if not frequencies.any()]
