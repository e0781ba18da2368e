"""Where the bot is installed, with the token for each workspace; sealed at rest."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select

from bot.store import Store, installations, new_id
from bot.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The bot in one workspace, or in a whole organisation (``team_id`` empty)."""

    enterprise_id: str
    team_id: str
    token: str = field(repr=False)
    bot_user_id: str = ""
    bot_id: str = ""


class Installations:
    """The installation table, and the one workspace that the settings may name."""

    def __init__(self, store: Store, vault: Vault, *, only: Installation | None = None) -> None:
        """Open the table.

        Args:
            store: the bot's tables.
            vault: seals the tokens.
            only: the installation for every workspace, when a token was set by hand.
        """
        self._store, self._vault, self._only = store, vault, only

    def save(self, installation: Installation) -> None:
        """Store an installation; an earlier one of the same workspace is replaced."""
        values = {
            "id": new_id(),
            "enterprise_id": installation.enterprise_id,
            "team_id": installation.team_id,
            "sealed_token": self._vault.seal(installation.token),
            "bot_user_id": installation.bot_user_id,
            "bot_id": installation.bot_id,
            "installed_at": time.time(),
        }
        with self._store.writing() as connection:
            connection.execute(
                delete(installations).where(_is_that(installation.enterprise_id, installation.team_id))
            )
            connection.execute(insert(installations).values(values))

    def find(self, enterprise_id: str, team_id: str) -> Installation | None:
        """Find the installation for a workspace, or that of its whole organisation."""
        if self._only is not None:
            return self._only
        # A workspace has one id in all of Slack; its organisation is not named in every payload.
        of_team = and_(installations.c.team_id == team_id, installations.c.team_id != "")
        wanted = or_(of_team, _is_that(enterprise_id, "")) if enterprise_id else of_team
        with self._store.reading() as connection:
            rows = connection.execute(
                select(installations).where(wanted).order_by(installations.c.team_id.desc())
            ).all()
        return next((found for row in rows if (found := self._read(row)) is not None), None)

    def end(self, enterprise_id: str, team_id: str, *, before: float) -> None:
        """Forget the token of a workspace that removed the bot; other workspaces keep theirs.

        Args:
            enterprise_id: the organisation.
            team_id: the workspace; empty for an installation in the whole organisation.
            before: when it was removed; a token that was given since then is another one.
        """
        with self._store.writing() as connection:
            which = installations.c.team_id == team_id if team_id else _is_that(enterprise_id, "")
            connection.execute(delete(installations).where(which, installations.c.installed_at <= before))

    def _read(self, row: Any) -> Installation | None:
        """Return an installation; None where its token was sealed with another secret."""
        token = self._vault.open(row.sealed_token)
        if token is None:
            return None
        return Installation(
            enterprise_id=row.enterprise_id,
            team_id=row.team_id,
            token=token,
            bot_user_id=row.bot_user_id,
            bot_id=row.bot_id,
        )


def _is_that(enterprise_id: str, team_id: str) -> Any:
    return and_(installations.c.enterprise_id == enterprise_id, installations.c.team_id == team_id)
