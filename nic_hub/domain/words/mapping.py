"""When a local word may be mapped to a shared one, and what a coach may decide about it.

Source: the domain guide, section 3 ("Vocabulary term": proposed, then approved).
"""

from __future__ import annotations

from nic_hub.domain.suggesting.asking import content_words
from nic_hub.domain.vocabulary import TermRelation, TermStatus
from nic_hub.domain.words.term_forms import is_same_word, spell
from nic_hub.errors import Conflict, Invalid

Pair = tuple[str, str]


def require_two_words(local: str, shared: str) -> None:
    """Refuse to map a word to itself, or one that tells nothing.

    Raises:
        Invalid: both are the same word; or the local one stands in every other question.
    """
    if len(spell(local).split()) == 1 and not content_words(local):
        raise Invalid.field("local_term", "Write a word that says more: this one is in every other question.")
    if is_same_word(local, shared):
        raise Invalid.field("shared_term", "Write another word: a word needs no mapping to itself.")


def require_decidable(wanted: TermStatus, present: TermStatus, *, is_archived: bool) -> None:
    """Refuse a decision that was made already, or about what is out of use.

    Raises:
        Conflict: it says why.
    """
    if is_archived:
        raise Conflict("This word is archived. Restore it first.")
    if wanted == present:
        raise Conflict(f"This word is {present} already.")


def is_same_pair(one: Pair, other: Pair) -> bool:
    """Say whether two mappings are about the same two words, in either order."""
    straight = is_same_word(one[0], other[0]) and is_same_word(one[1], other[1])
    return straight or (is_same_word(one[0], other[1]) and is_same_word(one[1], other[0]))


def contradict(one: TermRelation, other: TermRelation) -> bool:
    """Say whether one of two relations keeps apart what the other one brings together."""
    return (one == TermRelation.NOT_SAME) != (other == TermRelation.NOT_SAME)
