"""What several threads want to write at the same moment goes into one transaction.

Each commit waits for the disk, and SQLite lets one writer in at a time: when a whole network asks at once,
the commits are what an acknowledgement waits for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batches(Generic[Item, Result]):
    """Gathers what comes while a batch is being written, for the next one."""

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        """Take what writes a batch: all of it or nothing, with one result for each item."""
        self._write = write
        self._waiting: list[tuple[Item, Future[Result]]] = []
        self._list, self._turn = threading.Lock(), threading.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether something is being written, or waits for it."""
        return bool(self._waiting) or self._turn.locked()

    def add(self, item: Item) -> Result:
        """Write an item, alone or with others, and return its result once it is stored."""
        outcome: Future[Result] = Future()
        with self._list:
            self._waiting.append((item, outcome))
        with self._turn:
            # Whoever had the turn before may have written this item, too.
            if not outcome.done():
                self._write_all()
        return outcome.result()

    def _write_all(self) -> None:
        with self._list:
            batch, self._waiting = self._waiting, []
        if not self._try(batch):
            # One that cannot be written must not take the others with it.
            for each in batch:
                self._try([each])

    def _try(self, batch: Sequence[tuple[Item, Future[Result]]]) -> bool:
        try:
            results = self._write([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to whoever waits.
            if len(batch) > 1:
                return False
            batch[0][1].set_exception(error)
            return True
        for (_, outcome), result in zip(batch, results, strict=True):
            outcome.set_result(result)
        return True
