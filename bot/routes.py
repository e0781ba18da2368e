"""Which function answers what Slack delivers: each module of ``bot.listeners`` adds its own to the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.work import Work

Handler = Callable[["Work"], None]
#: Says what is wrong with a form before it is accepted, by the ids of its blocks.
Check = Callable[[dict[str, Any]], dict[str, str]]

MAIN, QUICK = "main", "quick"


@dataclass(frozen=True, slots=True)
class Route:
    """One entry: who answers, whether a trigger of three seconds is waiting, and who may use it.

    ``for_members`` is for what shows or changes more than everybody may see: guests of the workspace and
    people of another one are refused, whomever they are linked to.
    """

    handler: Handler
    lane: str
    check: Check | None
    for_members: bool


class Routes:
    """The table."""

    def __init__(self) -> None:
        self._table: dict[tuple[str, str], Route] = {}

    def add(
        self,
        kind: str,
        name: str,
        handler: Handler,
        *,
        quick: bool = False,
        check: Check | None = None,
        for_members: bool = True,
    ) -> None:
        """Add an entry; ``quick`` for what opens a window with a trigger."""
        self._table[kind, name] = Route(handler, QUICK if quick else MAIN, check, for_members)

    def find(self, kind: str, name: str) -> Route | None:
        """Find who answers; None for what nobody is interested in."""
        return self._table.get((kind, name))
