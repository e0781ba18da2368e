"""Local words: which of them a question uses, in which other words it may be asked, and what is kept apart.

A district says "CUBES", the network says "three reads". Where a coach has said how the two relate, a question
with the one is asked with the other, too: as surely when they are the same, less so when they are only akin.
Words that a coach keeps apart never stand for each other.

Source: the domain guide, sections 3 ("Vocabulary term") and 5 (the look-alikes).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nic_hub.domain.asking import content_words
from nic_hub.domain.vocabulary import TermRelation
from nic_hub.domain.wording import sentence

#: How surely somebody who says the local term is served by what is about the shared one.
TRUST = {
    TermRelation.SAME: 1.0,
    TermRelation.NARROWER: 0.9,
    TermRelation.BROADER: 0.9,
    TermRelation.RELATED: 0.8,
}
#: What another district's mapping is worth beside one's own, or the network's.
FOREIGN_TRUST = 0.9
#: In so many other words a question is asked at most: each costs a search.
MOST_REWORDINGS = 3
_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
#: What may follow a word: it is still the same word.
_ENDING = f"(?:{_APOSTROPHE}s|s{_APOSTROPHE}?)?"
_OWN_ENDING = re.compile(f"(?:{_APOSTROPHE}s|(?<![su])s{_APOSTROPHE}?)$")
#: A name of so many words may be spread over a title: "reflection on confusion".
_SPREAD = 2
_SHORT = 3
_RELATIONS = {
    TermRelation.SAME: "the same as",
    TermRelation.NARROWER: "narrower than",
    TermRelation.BROADER: "broader than",
    TermRelation.RELATED: "related to",
}


class LocalTerm(NamedTuple):
    """A word of a district (or of the whole network, ``district_id`` None), and the word it is mapped to."""

    id: str
    network_id: str
    local: str
    shared: str
    relation: TermRelation
    district_id: str | None
    note: str | None
    is_used: bool = True


class Mapped(NamedTuple):
    """A mapping that a question uses; ``is_near`` when it is the asker's own district's, or the network's."""

    term: LocalTerm
    is_near: bool

    @property
    def trust(self) -> float:
        """Return how surely the shared term serves who said the local one, 0 to 1."""
        return TRUST[self.term.relation] * (1.0 if self.is_near else FOREIGN_TRUST)

    @property
    def is_same(self) -> bool:
        """Say whether both words mean the same."""
        return self.term.relation == TermRelation.SAME


class Apart(NamedTuple):
    """A word that a question names, and another one that must not stand for it."""

    named: str
    other: str
    note: str | None


class Rewording(NamedTuple):
    """A question in other words, how far they are to be trusted (0 to 1), and the mapping behind them."""

    text: str
    trust: float
    mapped: Mapped


@dataclass(frozen=True, slots=True)
class Heard:
    """What local words there are in a question.

    Args:
        question: as it was asked.
        mapped: the mappings it uses.
        apart: the words that it names and that others must not stand for.
    """

    question: str
    mapped: tuple[Mapped, ...] = ()
    apart: tuple[Apart, ...] = ()

    @property
    def meant(self) -> str:
        """Return the question with each local word in its shared one: the nearest of several."""
        return _put(self.question, self.mapped)

    @property
    def is_bare_name(self) -> bool:
        """Say whether the question names nothing but local words: "CUBES?" asks for what is called so."""
        named = {word for each in self.mapped for word in content_words(each.term.local)}
        return bool(self.mapped) and named.issuperset(content_words(self.question))

    @property
    def bare_apart(self) -> tuple[Apart, ...]:
        """Return what is kept apart from a word that is all the question names."""
        asked = set(content_words(self.question))
        return tuple(each for each in self.apart if asked and asked <= set(content_words(each.named)))

    @property
    def rewordings(self) -> list[Rewording]:
        """Return the other words in which the question is asked; those that mean the same first."""
        base, same = self.question, [each for each in self.mapped if each.is_same]
        found = []
        if same:
            base = _put(base, same)
            found.append(Rewording(base, min(each.trust for each in same), same[0]))
        akin = [each for each in self.mapped if not each.is_same]
        found += [Rewording(_put(base, [each]), each.trust, each) for each in akin]
        return [each for each in found if each.text != self.question][:MOST_REWORDINGS]


def hear(question: str, terms: Sequence[LocalTerm], district_ids: Collection[str]) -> Heard:
    """Find the local words in a question.

    Args:
        question: what was asked.
        terms: the words in use in the asker's network.
        district_ids: the asker's own districts: their words come first, then the network's, then others'.
    """
    if not terms:
        return Heard(question)
    pairs = [each for each in terms if each.relation == TermRelation.NOT_SAME]
    mappings = [each for each in terms if each.relation != TermRelation.NOT_SAME]
    said = (each for each in _find_said(question, mappings) if not _is_kept_apart(each, pairs))
    mapped = tuple(_choose(said, district_ids))
    meant = _put(question, [each for each in mapped if each.is_same])
    return Heard(question, mapped, tuple(_keep_apart(f"{question}\n{meant}", pairs)))


def names(text: str, term: str) -> bool:
    """Say whether a text holds a term, whatever the case, the number and the punctuation."""
    return _matcher(term).search(text) is not None


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


def tell_mapping(mapped: Mapped, district: str | None) -> str:
    """Tell how a local word was read, in a sentence or two.

    Args:
        mapped: the mapping.
        district: name of the district whose word it is; None for the whole network.
    """
    term = mapped.term
    who = "Your coach" if mapped.is_near or district is None else f"The coach of {district}"
    told = f"{who} mapped {_relate(term, 'as')}."
    return f"{told} {_as_sentence(term.note)}" if term.note else told


def tell_relation(term: LocalTerm) -> str:
    """Tell a mapping without who made it."""
    return _relate(term, "is mapped as")


def _relate(term: LocalTerm, verb: str) -> str:
    rest = "" if term.relation == TermRelation.SAME else "; not the same"
    return f"{term.local} {verb} {_RELATIONS[term.relation]} {term.shared}{rest}"


def tell_found_by(mapped: Mapped) -> str:
    """Tell that something was found by the shared word, where it is not the same as what was asked for."""
    term = mapped.term
    return f"Found by “{term.shared}”, which is related to {term.local}, but not the same."


def tell_apart(apart: Apart) -> str:
    """Tell why something is no answer although it sounds alike."""
    told = f"Your coach keeps {apart.other} apart from {apart.named}: they are not the same."
    return f"{told} {_as_sentence(apart.note)}" if apart.note else told


def _as_sentence(note: str) -> str:
    return sentence(note.strip().rstrip("."))


def _words(text: str) -> frozenset[str]:
    return frozenset(_stem(word.lower()) for word in _WORD.findall(text))


def _may_name(words: Collection[str], term: str) -> bool:
    """Say whether the first word of a term is among those of a text, which is quickly found out."""
    return spell(term).partition(" ")[0] in words


def _find_said(question: str, mappings: Iterable[LocalTerm]) -> Iterator[LocalTerm]:
    """Yield the mappings whose local word is in the question; a word inside of a longer one is not meant."""
    left = question
    words = _words(question)
    by_word: dict[str, list[LocalTerm]] = {}
    for each in mappings:
        if _may_name(words, each.local):
            by_word.setdefault(spell(each.local), []).append(each)
    for word in sorted(by_word, key=len, reverse=True):
        said = [each for each in by_word[word] if names(left, each.local)]
        yield from said
        for each in said:
            left = _matcher(each.local).sub(" | ", left)


def _is_kept_apart(term: LocalTerm, pairs: Iterable[LocalTerm]) -> bool:
    words = {spell(term.local), spell(term.shared)}
    return any(words == {spell(pair.local), spell(pair.shared)} for pair in pairs)


def _choose(said: Iterable[LocalTerm], district_ids: Collection[str]) -> Iterator[Mapped]:
    """Yield, of each word, the mappings that are nearest to the asker, the surest first."""
    by_word: dict[str, list[tuple[int, LocalTerm]]] = {}
    for each in said:
        rank = 1 if each.district_id is None else 0 if each.district_id in district_ids else 2
        by_word.setdefault(spell(each.local), []).append((rank, each))
    for found in by_word.values():
        nearest = min(rank for rank, _ in found)
        chosen = [Mapped(each, nearest < 2) for rank, each in found if rank == nearest]
        yield from sorted(chosen, key=lambda each: (-each.trust, spell(each.term.shared), each.term.id))


def _keep_apart(text: str, pairs: Iterable[LocalTerm]) -> Iterator[Apart]:
    """Yield what must not stand for a word of the text; who names both words of a pair asks for both."""
    words = _words(text)
    for pair in pairs:
        says_local, says_shared = (
            _may_name(words, word) and names(text, word) for word in (pair.local, pair.shared)
        )
        if says_local != says_shared:
            named, other = (pair.local, pair.shared) if says_local else (pair.shared, pair.local)
            yield Apart(named, other, pair.note)


def _put(question: str, mapped: Iterable[Mapped]) -> str:
    """Return a question with local words in their shared ones, the first mapping of each counting."""
    for each in mapped:
        question = _matcher(each.term.local).sub(each.term.shared.replace("\\", r"\\"), question)
    return question


@lru_cache(maxsize=4096)
def _matcher(term: str) -> re.Pattern[str]:
    """Return what finds a term in a text."""
    words = [re.escape(word if word.isupper() else _stem(word)) + _ENDING for word in _WORD.findall(term)]
    pattern = r"[\W_]+".join(words) or re.escape(term)
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


def _stem(word: str) -> str:
    """Return a word without the ending of its plural; a short one has none."""
    return word if len(word) <= _SHORT else _OWN_ENDING.sub("", word)


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in content_words(text)]
