"""Which message answers which delivery, and what was suggested in it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update

from bot.store import Store, answers, new_id
from bot.vault import Vault

QUESTION_KEPT_SECONDS = 30 * 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of the bot.

    Args:
        id: opaque; buttons carry it.
        inbox_id: the delivery it answers.
        team_id: the workspace it stands in.
        user_id: who asked.
        channel_id: the conversation it stands in.
        thread_ts: the thread it stands in.
        message_ts: the message, once Slack accepted it.
        suggestion_id: the question in the hub, once it answered.
        idea_ids: the change ideas that were suggested, in their order.
        is_private: whether only the asker can read it.
    """

    id: str
    inbox_id: str
    team_id: str
    user_id: str
    channel_id: str
    thread_ts: str | None
    message_ts: str | None
    suggestion_id: str | None
    idea_ids: tuple[str, ...]
    is_private: bool


class Answers:
    """The answer table."""

    def __init__(self, store: Store, vault: Vault) -> None:
        """Open the table; the vault seals questions."""
        self._store, self._vault = store, vault

    def begin(
        self,
        inbox_id: str,
        *,
        team_id: str,
        user_id: str,
        channel_id: str,
        thread_ts: str | None,
        is_private: bool,
    ) -> Answer:
        """Note that an answer is due, or find what an earlier attempt noted."""
        found = self._one(answers.c.inbox_id == inbox_id)
        if found is not None:
            return found
        values: dict[str, Any] = {
            "id": new_id(),
            "inbox_id": inbox_id,
            "team_id": team_id,
            "user_id": user_id,
            "channel_id": channel_id,
            "thread_ts": thread_ts,
            "idea_ids": [],
            "is_private": int(is_private),
            "created_at": time.time(),
        }
        with self._store.writing() as connection:
            connection.execute(insert(answers).values(values))
        begun = self._one(answers.c.inbox_id == inbox_id)
        assert begun is not None
        return begun

    def is_begun(self, inbox_id: str) -> bool:
        """Say whether somebody has begun to bring something that must come once."""
        return self._one(answers.c.inbox_id == inbox_id) is not None

    def forget(self, answer_id: str) -> None:
        """Forget what was begun and surely never came."""
        with self._store.writing() as connection:
            connection.execute(delete(answers).where(answers.c.id == answer_id))

    def note_message(self, answer_id: str, message_ts: str) -> None:
        """Store where the answer stands."""
        self._change(answer_id, message_ts=message_ts)

    def note_suggestion(self, answer_id: str, suggestion_id: str | None, idea_ids: Sequence[str]) -> None:
        """Store which question of the hub was answered, and with which ideas."""
        self._change(answer_id, suggestion_id=suggestion_id, idea_ids=list(idea_ids))

    def keep_question(self, answer_id: str, question: str) -> None:
        """Keep a question, sealed: it may be posted as help wanted, or others go on from it."""
        self._change(answer_id, sealed_question=self._vault.seal(question))

    def question_of(self, answer_id: str) -> str:
        """Return the question that was kept."""
        with self._store.reading() as connection:
            sealed = connection.scalar(select(answers.c.sealed_question).where(answers.c.id == answer_id))
        return str(self._vault.open(sealed) or "") if sealed else ""

    def forget_questions(self) -> None:
        """Remove questions after a month: nobody goes on from them any more."""
        with self._store.writing() as connection:
            old = answers.c.created_at < time.time() - QUESTION_KEPT_SECONDS
            connection.execute(update(answers).where(old).values(sealed_question=None))

    def forget_questions_before(self, team_id: str, moment: float) -> None:
        """Remove the questions that were kept in a workspace before a moment."""
        old = answers.c.team_id == team_id, answers.c.created_at < moment
        kept = *old, answers.c.sealed_question.is_not(None)
        with self._store.reading() as connection:
            if not connection.scalar(select(exists().where(*kept))):
                return
        with self._store.writing() as connection:
            connection.execute(update(answers).where(*kept).values(sealed_question=None))

    def get(self, answer_id: str, team_id: str) -> Answer | None:
        """Find an answer of a workspace by the id that its buttons carry."""
        return self._one(answers.c.id == answer_id, answers.c.team_id == team_id)

    def last_in_thread(self, team_id: str, channel_id: str, thread_ts: str, user_id: str) -> Answer | None:
        """Find what somebody was last told in a thread; another's question is not theirs to go on from."""
        return self._one(
            answers.c.team_id == team_id,
            answers.c.channel_id == channel_id,
            answers.c.thread_ts == thread_ts,
            answers.c.user_id == user_id,
            answers.c.suggestion_id.is_not(None),
        )

    def asked_by_another(
        self, team_id: str, channel_id: str, thread_ts: str, user_id: str
    ) -> list[str] | None:
        """Find what somebody else asked in a thread of a channel, where everybody in it can read it.

        Returns:
            The questions of whoever asked last, in their order; none when they were forgotten; None when
            nobody else asked anything there.
        """
        in_thread = (
            answers.c.team_id == team_id,
            answers.c.channel_id == channel_id,
            answers.c.thread_ts == thread_ts,
            answers.c.is_private == 0,
            answers.c.user_id != user_id,
            answers.c.suggestion_id.is_not(None) | answers.c.sealed_question.is_not(None),
        )
        found = select(answers.c.user_id, answers.c.sealed_question).where(*in_thread)
        with self._store.reading() as connection:
            rows = connection.execute(found.order_by(answers.c.created_at)).all()
        if not rows:
            return None
        sealed = [row.sealed_question for row in rows if row.user_id == rows[-1].user_id]
        asked = [self._vault.open(each) if each else None for each in sealed]
        return [str(each) for each in asked] if all(asked) else []

    def visible_in(self, team_id: str, channel_id: str) -> list[Answer]:
        """List what stands in a channel for all to read, the newest first."""
        which = (
            answers.c.team_id == team_id,
            answers.c.channel_id == channel_id,
            answers.c.is_private == 0,
            answers.c.message_ts.is_not(None),
        )
        with self._store.reading() as connection:
            rows = connection.execute(select(answers).where(*which).order_by(answers.c.created_at.desc()))
            return [_read(row) for row in rows]

    def _one(self, *which: Any) -> Answer | None:
        with self._store.reading() as connection:
            row = connection.execute(
                select(answers).where(*which).order_by(answers.c.created_at.desc())
            ).first()
        return None if row is None else _read(row)

    def _change(self, answer_id: str, **values: Any) -> None:
        with self._store.writing() as connection:
            connection.execute(update(answers).where(answers.c.id == answer_id).values(values))


def _read(row: Row[Any]) -> Answer:
    return Answer(
        id=row.id,
        inbox_id=row.inbox_id,
        team_id=row.team_id,
        user_id=row.user_id,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts,
        message_ts=row.message_ts,
        suggestion_id=row.suggestion_id,
        idea_ids=tuple(row.idea_ids),
        is_private=bool(row.is_private),
    )
