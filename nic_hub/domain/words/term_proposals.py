"""Which words may name the same thing: proposed by the program, decided by a coach.

Two signs are looked at, and both only propose "related": an idea that came from another under another name,
and ideas of two districts that are nearest to each other in meaning without sharing a telling word. What is
the same, narrower or kept apart is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from nic_hub.domain.suggesting.asking import content_words
from nic_hub.domain.vocabulary import TermOrigin
from nic_hub.domain.words.mapping import Pair, is_same_pair
from nic_hub.domain.words.term_forms import is_same_word

#: What ends the name at the beginning of a title; a longer one is a sentence, and no name.
_NAME_ENDS = re.compile("[:;(\N{EN DASH}\N{EM DASH}]")
MOST_WORDS = 8


class Named(NamedTuple):
    """An idea under its name, as everybody in the network may read it."""

    id: str
    title: str
    district_id: str | None
    driver_id: str | None
    parent_id: str | None
    created_at: datetime


class Proposal(NamedTuple):
    """Two words that may have to do with each other, where the first is used, and why they are proposed."""

    local: str
    shared: str
    district_id: str | None
    origin: TermOrigin
    why: str


def name_of(title: str) -> str | None:
    """Return the name that begins a title; none when it is a whole sentence."""
    name = _NAME_ENDS.split(title)[0].strip().rstrip(".?!")
    return name if name and len(name.split()) <= MOST_WORDS else None


def propose_from_lineage(ideas: Mapping[str, Named]) -> Iterator[Proposal]:
    """Propose, for each idea that came from another one, its name beside that of the idea it came from."""
    for idea in ideas.values():
        source = ideas.get(idea.parent_id or "")
        if source is not None and idea.district_id != source.district_id:
            told = f"“{idea.title}” came from “{source.title}”: one lineage under two names."
            yield from _propose(idea, source, TermOrigin.CO_USE, told)


def propose_from_neighbours(pairs: Iterable[tuple[Named, Named, float]]) -> Iterator[Proposal]:
    """Propose the names of ideas of two districts that are nearest to each other in meaning.

    Args:
        pairs: two ideas, and the cosine of their texts.
    """
    for one, other, cosine in pairs:
        older, newer = sorted((one, other), key=lambda idea: (idea.created_at, idea.id))
        if newer.district_id is None:
            older, newer = newer, older
        told = f"Nearest to each other across districts in meaning ({cosine:.2f}), in different words."
        yield from _propose(newer, older, TermOrigin.NEIGHBOURS, told)


def leave_out_settled(proposals: Iterable[Proposal], settled: Collection[Pair]) -> Iterator[Proposal]:
    """Leave out pairs about which somebody decided, or is about to; of several alike the first stays."""
    known = list(settled)
    for proposal in proposals:
        pair = proposal.local, proposal.shared
        if not any(is_same_pair(pair, other) for other in known):
            known.append(pair)
            yield proposal


def share_a_word(one: str, other: str) -> bool:
    """Say whether two names share a telling word: then search finds the one by the other anyway."""
    return bool(_telling(one) & _telling(other))


def _propose(local: Named, shared: Named, origin: TermOrigin, why: str) -> Iterator[Proposal]:
    one, other = name_of(local.title), name_of(shared.title)
    if one and other and not is_same_word(one, other) and not share_a_word(one, other):
        yield Proposal(one, other, local.district_id, origin, why)


def _telling(name: str) -> set[str]:
    return {word.removesuffix("s") for word in content_words(name)}
