"""Loose sentences, as in a mail or a message: what they tell of a test, each by its words or by its place.

Few teams say "we predict". But whoever tells of a test says first what was done, then what was expected, what
came of it, and what follows. So a number right after what was expected is what came of it. A wrong field is
worse than a sentence that is left over: sentences become fields only together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nic_hub.capture.labels import told_concept
from nic_hub.capture.loose_words import (
    ACTION,
    COUNTED,
    LEAD,
    NO_ACTION,
    NOT_YET,
    OUTCOME,
    SAYS,
    TRIED,
    WILL,
)
from nic_hub.capture.material import Piece
from nic_hub.capture.stories import Story

_BEFORE = frozenset({"what", "prediction", "changes_tested", "change_idea"})
_AFTER = frozenset({"result", "decision", "learning"})
#: So many sentences after what was expected stands at the latest what came of it.
_NEAR = 3
_NEAR_ACTION = 2
#: A sentence of fewer words does not say what was done.
_SHORTEST_ACTION = 5


def loose_concept(sentence: str) -> str | None:
    """Return what a sentence without a heading seems to tell of a test, by its words alone."""
    start = _begin(sentence)
    found = next((concept for concept, pattern in SAYS if pattern.match(start)), None)
    if found == "what" and WILL.search(start):
        return None
    is_result = found in {None, "what"} and COUNTED.search(start) and not NOT_YET.search(start)
    return "result" if is_result and not (found and TRIED.search(start)) else found


def said_in(sentence: str) -> str | None:
    """Return what a sentence tells, whether it says so by its first words or only seems to."""
    return told_concept(sentence) or loose_concept(sentence)


def _begin(sentence: str) -> str:
    return LEAD.sub("", re.sub(r"^[\W_]+", "", sentence), count=1)


@dataclass(slots=True)
class _Said:
    """A sentence: what it tells by its words, and whether it was kept for that already."""

    piece: Piece
    concept: str | None
    is_kept: bool


@dataclass(slots=True)
class LooseSentences:
    """The sentences below no label, until all of the text was read."""

    _said: dict[int, tuple[Story, list[_Said]]] = field(default_factory=dict)

    def hear(self, story: Story, piece: Piece, concept: str | None, *, is_kept: bool) -> None:
        """Note a sentence."""
        self._said.setdefault(id(story), (story, []))[1].append(_Said(piece, concept, is_kept))

    def settle(self) -> Iterator[tuple[Story, str, Piece]]:
        """Yield the sentences that together tell of a test; the others are left over."""
        for story, said in self._said.values():
            _tell_by_place(said, {*story.told})
            told = [
                each for each in said if each.concept and not each.is_kept and each.concept not in story.told
            ]
            concepts = {each.concept for each in told if each.concept} | story.told.keys()
            is_tried = any(each.concept == "what" and TRIED.search(each.piece.text) for each in told)
            if _tells_of_a_test(concepts, is_tried=is_tried):
                yield from ((story, each.concept, each.piece) for each in told if each.concept)


def _tell_by_place(said: list[_Said], known: set[str]) -> None:
    """Say of sentences what they tell by what stands before them; take back what is out of place."""
    heard: dict[str, int] = {}
    for place, each in enumerate(said):
        if each.concept == "prediction" and "what" not in heard:
            _find_action(said[max(place - _NEAR_ACTION, 0) : place])
        if not each.is_kept:
            is_near = place - heard.get("prediction", -_NEAR - 1) <= _NEAR
            each.concept = _in_its_place(each, {*heard}, known, is_near=is_near)
        if each.concept:
            heard[each.concept] = place


def _find_action(before: list[_Said]) -> None:
    """Take for what was done the last sentence before what was expected that tells of an action."""
    for each in reversed(before):
        text = each.piece.text
        is_long = len(text.split()) >= _SHORTEST_ACTION
        if each.concept is None and is_long and ACTION.search(text) and not NO_ACTION.match(text):
            each.concept = "what"
            return


def _in_its_place(said: _Said, heard: set[str], known: set[str], *, is_near: bool) -> str | None:
    text = said.piece.text
    if said.concept and not (said.concept == "what" and heard & _AFTER):
        return said.concept
    if is_near and "result" not in heard and OUTCOME.search(text) and not NOT_YET.search(text):
        return "result"
    is_next = (heard | known) & _AFTER and WILL.search(text) and not text.endswith("?")
    return "next_step" if is_next else None


def _tells_of_a_test(concepts: set[str], *, is_tried: bool) -> bool:
    enough = 2 if is_tried else 3
    return bool(concepts & _BEFORE and concepts & _AFTER) and len(concepts) >= enough
