"""Where the time of one call goes: its steps, each without the steps inside of it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from typing import Any
from unittest.mock import patch


class Stopwatch:
    """Adds up the processor's time of named steps of one thread."""

    def __init__(self, now: Callable[[], float] = time.thread_time) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._now = now
        self._open: list[str] = []
        self._since = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time inside to a step; the step around it waits."""
        self._turn()
        self._open.append(name)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def timed(self, name: str, action: Callable[..., Any]) -> Callable[..., Any]:
        """Return the same function as a step."""

        @wraps(action)
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.step(name):
                return action(*args, **kwargs)

        return call

    @contextmanager
    def watching(self, step: str, places: Iterable[str]) -> Iterator[None]:
        """Count functions to a step for as long as the block lasts.

        Args:
            step: its name.
            places: where each function is looked up when it is called: ``package.module:name``, or
                ``package.module:Class.name``.
        """
        patches = [self._patch(step, *place.split(":")) for place in places]
        for each in patches:
            each.start()
        try:
            yield
        finally:
            for each in patches:
                each.stop()

    def _patch(self, step: str, module: str, path: str) -> Any:
        owner: Any = import_module(module)
        *classes, name = path.split(".")
        for each in classes:
            owner = getattr(owner, each)
        return patch.object(owner, name, self.timed(step, getattr(owner, name)))

    def _turn(self) -> None:
        """Give the time since the last turn to the step that was open."""
        now = self._now()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now
