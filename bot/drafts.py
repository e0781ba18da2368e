"""What somebody wrote into a window and has not sent yet; sealed, one for each form."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import Store, drafts, new_id
from bot.vault import Vault

KEPT_SECONDS = 90 * 24 * 3600.0


class Drafts:
    """The draft table."""

    def __init__(self, store: Store, vault: Vault) -> None:
        """Open the table."""
        self._store, self._vault = store, vault

    def save(
        self, team_id: str, user_id: str, form: str, values: dict[str, Any], *, written_at: float
    ) -> None:
        """Keep what was written; an earlier draft of the same form is replaced, a later one stays.

        Several threads work on what somebody types, and may come to it in another order.
        """
        row = {
            "id": new_id(),
            "team_id": team_id,
            "user_id": user_id,
            "form": form,
            "sealed_values": self._vault.seal(values),
            "updated_at": written_at,
        }
        with self._store.writing() as connection:
            connection.execute(_put_later(connection).values(row))

    def find(self, team_id: str, user_id: str, form: str) -> dict[str, Any]:
        """Return what was written before, or nothing."""
        with self._store.reading() as connection:
            sealed = connection.scalar(select(drafts.c.sealed_values).where(_is_that(team_id, user_id, form)))
        return dict(self._vault.open(sealed) or {}) if sealed else {}

    def forget_old(self) -> None:
        """Remove what nobody came back to for three months."""
        with self._store.writing() as connection:
            connection.execute(delete(drafts).where(drafts.c.updated_at < time.time() - KEPT_SECONDS))

    def forget(self, team_id: str, user_id: str, form: str) -> None:
        """Remove a draft that was sent."""
        with self._store.writing() as connection:
            connection.execute(delete(drafts).where(_is_that(team_id, user_id, form)))


def _put_later(connection: Connection) -> Any:
    """Insert a draft, or put it in the place of one that is no later."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(drafts)
    return statement.on_conflict_do_update(
        index_elements=["team_id", "user_id", "form"],
        set_={name: statement.excluded[name] for name in ("sealed_values", "updated_at")},
        where=drafts.c.updated_at <= statement.excluded.updated_at,
    )


def _is_that(team_id: str, user_id: str, form: str) -> Any:
    return and_(drafts.c.team_id == team_id, drafts.c.user_id == user_id, drafts.c.form == form)
