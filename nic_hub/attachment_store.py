"""Files that belong to records, kept by the hash of their content: the same file is kept once.

They are in a folder, or in a bucket of S3-compatible storage (``nic_hub.bucket_store``).
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from nic_hub.errors import Unavailable
from nic_hub.settings import Settings

_HASH = re.compile(r"[0-9a-f]{64}")
#: A file that is still being written after so long was left by a process that died.
UNFINISHED_SECONDS = 3_600


class AttachmentStore(Protocol):
    """Where files are kept."""

    def keep(self, content: bytes) -> str:
        """Keep a file and return its hash (SHA-256, hexadecimal). It is there as a whole, or not at all.

        Raises:
            Unavailable: the store cannot be reached, or is full.
        """

    def read(self, content_hash: str) -> bytes:
        """Return a file.

        Raises:
            Unavailable: the store does not hold it, or cannot be reached.
        """

    def remove(self, content_hash: str) -> None:
        """Remove a file, if it is there.

        Raises:
            Unavailable: the store cannot be reached.
        """

    def hashes(self) -> Iterator[str]:
        """Yield the hash of every file.

        Raises:
            Unavailable: the store cannot be reached.
        """


def make_store(settings: Settings) -> AttachmentStore:
    """Make the store that the settings name.

    Raises:
        Misconfigured: a bucket is named, and the package that reaches it is not installed.
    """
    if not settings.attachments_s3_bucket:
        return FolderStore(settings.attachments_dir)
    from nic_hub.bucket_store import BucketStore, make_client

    return BucketStore(make_client(settings), settings.attachments_s3_bucket)


def hash_of(content: bytes) -> str:
    """Return what a file is kept by."""
    return hashlib.sha256(content).hexdigest()


def is_hash(name: str) -> bool:
    """Say whether a name is one that a file is kept by."""
    return bool(_HASH.fullmatch(name))


def sound(content: bytes, content_hash: str) -> bytes:
    """Return a file that was read, once it is known to be the one that was kept.

    Raises:
        Unavailable: it is another one.
    """
    return content if hash_of(content) == content_hash else lost()


def lost() -> bytes:
    """Say that a file is not there, or not as it was.

    Raises:
        Unavailable: always.
    """
    raise Unavailable("This file is not in the hub's store any more. Ask the people who run it.", 60)


class FolderStore:
    """A folder of files.

    Args:
        folder: where they are; made when the first one is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a file and return its hash."""
        content_hash = hash_of(content)
        file = self._file(content_hash)
        if not file.exists():
            try:
                _write(file, content)
            except OSError as error:
                raise Unavailable("The hub cannot keep files at the moment. Try again later.", 60) from error
        return content_hash

    def read(self, content_hash: str) -> bytes:
        """Return a file."""
        try:
            return sound(self._file(content_hash).read_bytes(), content_hash)
        except OSError:
            return lost()

    def remove(self, content_hash: str) -> None:
        """Remove a file, if it is there."""
        try:
            self._file(content_hash).unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable("A file could not be removed from the hub's folder.", 60) from error

    def hashes(self) -> Iterator[str]:
        """Yield the hash of every file; what a process that died did not finish is removed on the way."""
        for file in self._folder.glob("??/*"):
            if is_hash(file.name):
                yield file.name
            elif time.time() - file.stat().st_mtime > UNFINISHED_SECONDS:
                file.unlink(missing_ok=True)

    def _file(self, content_hash: str) -> Path:
        assert is_hash(content_hash), "a hash is hexadecimal, so that no path leads out of the folder"
        return self._folder / content_hash[:2] / content_hash


def _write(file: Path, content: bytes) -> None:
    """Write a file beside its place, and put it there once it is whole."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{uuid4().hex}")
    try:
        _write_for_good(unfinished, content)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_for_good(file: Path, content: bytes) -> None:
    """Write a file that only the owner of the process may read, and wait until the disk has it."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
