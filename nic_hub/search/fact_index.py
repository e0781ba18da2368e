"""The facts of one process, built from the database and kept up with it.

``catch_up`` costs one indexed query when nothing changed. What it returns never changes, so that whoever
weighs it needs no lock.
"""

from __future__ import annotations

import threading

from sqlalchemy.orm import Session

from nic_hub.models.search import FACT_LOG
from nic_hub.search.fact_reading import read_facts, renew_facts
from nic_hub.search.facts import Facts
from nic_hub.search.positions import Position, start_of


class FactIndex:
    """Follows the facts of one database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._position: Position | None = None
        self._facts: Facts | None = None

    def catch_up(self, session: Session) -> Facts:
        """Take in what was committed since the last call, and return the present facts.

        When it fails in the middle, the next call takes in the same changes again.

        Args:
            session: a reading transaction.
        """
        with self._lock:
            changed, position = (self._position or start_of(session, FACT_LOG)).look(session)
            if self._facts is None:
                self._facts = read_facts(session)
            elif changed:
                self._facts = renew_facts(session, self._facts, changed)
            self._position = position
            return self._facts
