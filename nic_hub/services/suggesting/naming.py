"""Which ideas a question asks for by their names, although nothing of what it asks for is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.suggesting.asking import content_words, first_clause, is_named
from nic_hub.domain.visibility import Principal
from nic_hub.models import ChangeIdea
from nic_hub.services.access.visibility import readable
from nic_hub.services.suggesting.candidates import Material

#: A question with more words than this tells what it is about, and asks for nothing by its name.
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names.

    Args:
        ids: of the ideas that it names.
        is_all: whether it says nothing else.
    """

    ids: frozenset[str] = frozenset()
    is_all: bool = False


def find_named(
    session: Session, principal: Principal, questions: Sequence[str], materials: Sequence[Material]
) -> Named:
    """Return the ideas that a question names, alone or in front of all else, in one of its wordings.

    Args:
        session: a reading transaction.
        principal: who asks.
        questions: the question, in its words and in those it is mapped to.
        materials: ideas without a result, or without the failure that was asked for. Others need no such
            help: they are found by their words.
    """
    ids = [each.known.idea.id for each in materials]
    short = [question for question in questions if len(content_words(question)) <= MOST_WORDS]
    if not ids or not short:
        return Named()
    query = select(ChangeIdea.id, ChangeIdea.title).where(
        ChangeIdea.id.in_(ids), readable(principal, ChangeIdea)
    )
    titles = [(row.id, row.title) for row in session.execute(query)]
    alone = _find(titles, short)
    return Named(alone or _find(titles, map(first_clause, short)), is_all=bool(alone))


def _find(titles: Iterable[tuple[str, str]], questions: Iterable[str]) -> frozenset[str]:
    asked = [*questions]
    return frozenset(idea_id for idea_id, title in titles if any(is_named(title, each) for each in asked))
