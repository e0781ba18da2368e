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
from typing import NamedTuple

from nic_hub.domain.suggesting.asking import content_words
from nic_hub.domain.vocabulary import TermRelation
from nic_hub.domain.wording import sentence
from nic_hub.domain.words.term_forms import matcher, may_name, names, spell, words_of

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

    @property
    def is_same(self) -> bool:
        """Say whether both words mean the same."""
        return self.relation == TermRelation.SAME


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
        return self.term.is_same


class Apart(NamedTuple):
    """A word that a question names, and another one that must not stand for it.

    ``is_near`` when the asker's own district keeps them apart, or the network.
    """

    named: str
    other: str
    note: str | None
    is_near: bool = True


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
        same = [each for each in self.mapped if each.is_same]
        least = min((each.trust for each in same), default=1.0)
        found: dict[str, Rewording] = {}
        # A word may have several meanings: each is asked for in its turn.
        for each in sorted(self.mapped, key=lambda one: not one.is_same):
            text = _put(self.question, [each, *same])
            found.setdefault(text, Rewording(text, least if each.is_same else each.trust, each))
        return [each for each in found.values() if each.text != self.question][:MOST_REWORDINGS]


def hear(question: str, terms: Sequence[LocalTerm], district_ids: Collection[str]) -> Heard:
    """Find the local words in a question.

    Args:
        question: what was asked.
        terms: the words in use in the asker's network.
        district_ids: the asker's own districts: their words come first, then the network's, then others'.
    """
    if not terms:
        return Heard(question)
    pairs = [each for each in terms if not _brings_together(each)]
    mappings = [each for each in terms if _brings_together(each)]
    pairs = [each for each in pairs if not _is_settled_here(each, mappings, district_ids)]
    said = (each for each in _find_said(question, terms) if not _is_kept_apart(each, pairs))
    mapped = tuple(_choose(said, district_ids))
    meant = _put(question, [each for each in mapped if each.is_same])
    return Heard(question, mapped, tuple(_keep_apart(f"{question}\n{meant}", pairs, district_ids)))


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
    who = "Your coach" if apart.is_near else "The coach of another district"
    told = f"{who} keeps {apart.other} apart from {apart.named}: they are not the same."
    return f"{told} {_as_sentence(apart.note)}" if apart.note else told


def _as_sentence(note: str) -> str:
    return sentence(note.strip().rstrip("."))


def _find_said(question: str, terms: Collection[LocalTerm]) -> Iterator[LocalTerm]:
    """Yield the mappings whose local word is in the question; a word inside of a longer one is not meant."""
    left = question
    words = words_of(question)
    by_word: dict[str, list[LocalTerm]] = {}
    for each in terms:
        for word in filter(lambda one: may_name(words, one), (each.local, each.shared)):
            by_word.setdefault(spell(word), []).append(each)
    for word in sorted(by_word, key=len, reverse=True):
        known = [(each, each.local if spell(each.local) == word else each.shared) for each in by_word[word]]
        said = [(each, written) for each, written in known if names(left, written)]
        local = (each for each, written in said if written == each.local and _brings_together(each))
        yield from (led for each in local for led in _follow(each, terms))
        for _, written in said:
            left = matcher(written).sub(" | ", left)


def _follow(said: LocalTerm, terms: Iterable[LocalTerm]) -> Iterator[LocalTerm]:
    """Yield a mapping, and those of its shared word where that means the same: a chain has no end halfway."""
    led, seen = [said], {spell(said.local)}
    for each in led:
        yield each
        if each.is_same and spell(each.shared) not in seen:
            seen.add(spell(each.shared))
            led += [
                one._replace(local=said.local)
                for one in terms
                if spell(one.local) == spell(each.shared) and one.district_id in {None, said.district_id}
                if _brings_together(one) and spell(one.shared) not in seen
            ]


def _brings_together(term: LocalTerm) -> bool:
    return term.relation != TermRelation.NOT_SAME


def _is_settled_here(pair: LocalTerm, mappings: Iterable[LocalTerm], district_ids: Collection[str]) -> bool:
    """Say whether the asker's own district maps to each other what another one keeps apart."""
    is_foreign = pair.district_id is not None and pair.district_id not in district_ids
    own = (each for each in mappings if each.district_id in district_ids)
    return is_foreign and any(_is_kept_apart(each, [pair]) for each in own)


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


def _keep_apart(text: str, pairs: Iterable[LocalTerm], district_ids: Collection[str]) -> Iterator[Apart]:
    """Yield what must not stand for a word of the text; who names both words of a pair asks for both."""
    words = words_of(text)
    for pair in pairs:
        says_local, says_shared = (
            may_name(words, word) and names(text, word) for word in (pair.local, pair.shared)
        )
        if says_local != says_shared:
            named, other = (pair.local, pair.shared) if says_local else (pair.shared, pair.local)
            yield Apart(named, other, pair.note, pair.district_id in {None, *district_ids})


def _put(question: str, mapped: Iterable[Mapped]) -> str:
    """Return a question with local words in their shared ones, the first mapping of each counting."""
    # All at once: a shared word may hold another local one.
    longest_first = sorted(mapped, key=lambda each: -len(spell(each.term.local)))
    wanted = [(matcher(each.term.local).pattern, each.term.shared) for each in longest_first]
    any_of = "|".join(f"({pattern})" for pattern, _ in wanted)

    def put(found: re.Match[str]) -> str:
        return wanted[(found.lastindex or 1) - 1][1]

    return re.sub(any_of, put, question, flags=re.IGNORECASE) if wanted else question
