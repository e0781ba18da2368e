"""An array that only grows at its end, so that views handed out before stay right without a copy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


class GrowingArray:
    """Rows that are appended and never changed. What ``view`` returned is not touched by later appends.

    Args:
        dtype: type of an item.
        width: items in a row; None for a flat array.
    """

    def __init__(self, dtype: npt.DTypeLike, width: int | None = None) -> None:
        self._shape = () if width is None else (width,)
        self._buffer: npt.NDArray[Any] = np.empty((0, *self._shape), dtype=dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, rows: npt.ArrayLike) -> None:
        """Append rows."""
        new = np.asarray(rows, dtype=self._buffer.dtype).reshape(-1, *self._shape)
        end = self._length + len(new)
        if end > len(self._buffer):
            self._grow(end)
        self._buffer[self._length : end] = new
        self._length = end

    def _grow(self, needed: int) -> None:
        """Move to a buffer with room to spare; views keep the old one alive."""
        larger = np.empty((max(needed, len(self._buffer) * 3 // 2), *self._shape), dtype=self._buffer.dtype)
        larger[: self._length] = self._buffer[: self._length]
        self._buffer = larger

    @property
    def view(self) -> npt.NDArray[Any]:
        """Return the rows so far, without a copy."""
        return self._buffer[: self._length]
