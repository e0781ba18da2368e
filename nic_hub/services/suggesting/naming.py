"""Which untested ideas a question asks for by their names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.asking import content_words, is_named
from nic_hub.domain.visibility import Principal
from nic_hub.models import ChangeIdea
from nic_hub.services.access.visibility import readable
from nic_hub.services.suggesting.candidates import Material

#: A question with more words than this tells what it is about, and asks for nothing by its name.
MOST_WORDS = 6


def find_named(
    session: Session, principal: Principal, questions: Sequence[str], materials: Sequence[Material]
) -> frozenset[str]:
    """Return the ids of the ideas without a result that the question names, in one of its words.

    Tested ones need no such help: they are found by their words.
    """
    untested = [each.known.idea.id for each in materials if each.candidate.is_untested]
    short = [question for question in questions if len(content_words(question)) <= MOST_WORDS]
    if not untested or not short:
        return frozenset()
    titles = select(ChangeIdea.id, ChangeIdea.title).where(
        ChangeIdea.id.in_(untested), readable(principal, ChangeIdea)
    )
    return frozenset(
        idea_id
        for idea_id, title in session.execute(titles)
        if any(is_named(title, question) for question in short)
    )
