"""Who may read what a drafted storyboard was copied from: by itself it is shared no more widely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.vocabulary import Visibility
from nic_hub.errors import Invalid
from nic_hub.models import Record, Storyboard, StoryboardSentence
from nic_hub.services.kinds import RECORD_KINDS


def find_width(sources: Iterable[Record], most: Visibility = Visibility.PUBLIC) -> Visibility:
    """Return how widely all of these records may be read, and no more widely than ``most``.

    A draft is its team's, and so is what a coach has hidden from others.
    """
    widths = (Visibility.TEAM if each.is_draft or each.is_hidden else each.visibility for each in sources)
    return min((most, *widths), key=lambda each: each.width)


def list_standing(session: Session, board: Storyboard) -> list[StoryboardSentence]:
    """Return the copied sentences that nobody has rewritten or taken out since, in their order."""
    query = select(StoryboardSentence).where(StoryboardSentence.storyboard_id == board.id)
    rows = session.scalars(query.order_by(StoryboardSentence.position))
    return [row for row in rows if row.text in (getattr(board, row.field) or "")]


def refuse_wider_than_sources(session: Session, board: Storyboard) -> None:
    """Refuse to share a storyboard with more people than may read what it copies.

    Raises:
        Invalid: its visibility is wider; who means that names it.
    """
    width = find_width(_sources(session, list_standing(session, board)))
    if board.visibility.width > width.width:
        raise Invalid.field(
            "visibility",
            f"This copies sentences that only the {width} may read. Publish it with the visibility {width}, "
            "or name a wider one if you mean to share them.",
        )


def _sources(session: Session, sentences: Iterable[StoryboardSentence]) -> list[Record]:
    ids: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        ids[sentence.kind].add(sentence.record_id)
    models = {RECORD_KINDS[kind]: sorted(wanted) for kind, wanted in ids.items()}
    return [
        row
        for model, wanted in models.items()
        for row in session.scalars(select(model).where(model.id.in_(wanted)))
    ]
