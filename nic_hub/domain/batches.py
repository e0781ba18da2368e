"""Long lists, cut into pieces that fit into one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
#: So many values at a time: databases limit how many a statement may have.
AT_ONCE = 500


def in_batches(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """Yield the items in their order, so many at a time; nothing where there are none."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
