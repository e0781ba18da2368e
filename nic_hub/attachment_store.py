"""Files that belong to records, kept on disk by the hash of their content: the same file is kept once."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from uuid import uuid4

from nic_hub.errors import Unavailable

_HASH = re.compile(r"[0-9a-f]{64}")


class AttachmentStore:
    """A folder of files.

    Args:
        folder: where they are; made when the first one is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a file and return its hash (SHA-256, hexadecimal). It is there as a whole, or not at all."""
        content_hash = hashlib.sha256(content).hexdigest()
        file = self._file(content_hash)
        if not file.exists():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = file.with_name(f"{file.name}.{uuid4().hex}")
            _write_for_good(unfinished, content)
            unfinished.replace(file)
        return content_hash

    def read(self, content_hash: str) -> bytes:
        """Return a file.

        Raises:
            Unavailable: the folder does not hold it, as after a restore without its files.
        """
        try:
            return self._file(content_hash).read_bytes()
        except OSError as error:
            raise Unavailable(
                "This file is not in the hub's store any more. Ask the people who run it.", 60
            ) from error

    def remove(self, content_hash: str) -> None:
        """Remove a file, if it is there."""
        self._file(content_hash).unlink(missing_ok=True)

    def _file(self, content_hash: str) -> Path:
        assert _HASH.fullmatch(content_hash), "a hash is hexadecimal, so that no path leads out of the folder"
        return self._folder / content_hash[:2] / content_hash


def _write_for_good(file: Path, content: bytes) -> None:
    """Write a file that only the owner of the process may read, and wait until the disk has it."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
