"""What a request finds around it: the database, the counts of the rate limit, the search, the checks.

``create_app`` puts one ``Hub`` into ``app.extensions["hub"]``; each worker process has its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from flask import current_app

from nic_hub.api.limits import Limits
from nic_hub.api.log import log_failure
from nic_hub.api.uses import Uses
from nic_hub.domain.batches import in_batches
from nic_hub.errors import HubError, Unavailable
from nic_hub.services.attachments import find_removable, find_unused, note_removed
from nic_hub.services.search_documents import find_outdated, renew_documents

#: Documents whose vectors a person waits for after a change; of many, the rest follow in the background.
AT_ONCE = 20
#: Searched texts that are written anew in one transaction.
RENEWED_AT_ONCE = 50


class Transactions(Protocol):
    """Where transactions begin and end (see ``nic_hub.database``)."""

    def reading(self) -> AbstractContextManager[Any]:
        """Open a transaction that changes nothing."""

    def writing(self, *, waits: bool = True) -> AbstractContextManager[Any]:
        """Open a transaction that commits at its end; one that does not wait may be refused."""


@dataclass
class Hub:
    """The parts of a running hub that requests share.

    Args:
        database: where transactions begin and end.
        limits: the counts of the rate limit.
        load_search: makes the search engine; called once, and after the fork, which the model and FAISS
            would not survive.
        embed: gives documents their vectors; takes the search engine and the documents' ids.
        embed_rest: gives some of the documents that lack one their vectors, and returns how many; with
            ``waits=False`` it fails at once while somebody else writes.
        tuning: what decides which suggestions are shown, and in which order.
        checks: what must hold before the hub is ready, by name; each returns what is missing, or None.
        token_days: how long a new token lasts.
        max_upload_bytes: the largest form with a file that is read.
        attachments: where the files beside records are kept.
        public_url: where a browser reaches the hub.
        send_mail: sends an e-mail, ``(to, subject, text)``; None where no mail server is set.
    """

    database: Transactions
    limits: Limits
    load_search: Callable[[], Any]
    embed: Callable[[Any, Collection[int]], Any]
    embed_rest: Callable[..., int]
    tuning: Any
    token_days: int
    max_upload_bytes: int = 25_000_000
    attachments: Any = None
    public_url: str = ""
    send_mail: Callable[[str, str, str], None] | None = None
    checks: Mapping[str, Callable[[], str | None]] = field(default_factory=dict)
    _search: Any = None
    _is_migrated: bool = False
    _loading: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Begin with no use of a token in mind."""
        self.uses = Uses(partial(self.database.writing, waits=False))

    @property
    def search(self) -> Any:
        """Return the search engine, and load it if this is the first use.

        Raises:
            Unavailable: it cannot be loaded.
        """
        with self._loading:
            if self._search is None:
                self._search = self._load()
            return self._search

    def _load(self) -> Any:
        try:
            return self.load_search()
        except Exception as error:
            log_failure(error, "search cannot be loaded")
            told = f" {error.detail}" if isinstance(error, HubError) else ""
            raise Unavailable(f"The search model cannot be loaded.{told}", 60) from error

    def after_commit(self, document_ids: Sequence[int]) -> None:
        """Give what was written its vectors. It is stored: what goes wrong here is mended later."""
        if not document_ids:
            return
        try:
            self.embed(self.search, document_ids[:AT_ONCE])
        except Exception as error:  # noqa: BLE001 - an acknowledged write must not become an error.
            log_failure(error, "search is behind")
        if len(document_ids) > AT_ONCE:
            self.warm_up()

    def forget_files(self, hashes: Collection[str] = ()) -> None:
        """Remove files that were taken from a record, and those named here, unless a record has them, too.

        The deed is stored by now: what goes wrong here is logged, and is tried again the next time.
        """
        try:
            with self.database.reading() as session:
                removable = find_removable(session, hashes)
            for content_hash in sorted(removable):
                self._forget_file(content_hash)
        except Exception as error:  # noqa: BLE001 - an acknowledged write must not become an error.
            log_failure(error, "files that no record has could not be removed")

    def _forget_file(self, content_hash: str) -> None:
        """Remove one file as the only writer: one that somebody else is just attaching stays.

        Of many, each has its own turn, so that nobody waits for more than one answer of the store.
        """
        with self.database.writing() as session:
            if find_unused(session, [content_hash]):
                self.attachments.remove(content_hash)
            note_removed(session, content_hash)

    def begin(self) -> threading.Thread:
        """Do what a start has to do, while requests are answered; return the thread that tidies the files."""
        self.warm_up()
        tidying = threading.Thread(target=self.forget_files, name="files", daemon=True)
        tidying.start()
        return tidying

    def warm_up(self) -> None:
        """Bring every document to today's rules and give it its vectors, while requests are answered."""
        # No daemon: a process that ends while a thread of its is inside the model is aborted.
        threading.Thread(target=self._catch_up, name="embed").start()

    def _catch_up(self) -> None:
        # Each for itself: a text that cannot be written anew holds up no vectors.
        for step in (self.require_migrated, self.renew_texts, self._embed_all):
            try:
                step()
            except Exception as error:  # noqa: BLE001 - nobody would see it in a thread.
                log_failure(error, "search is behind")
                if not self._is_migrated:
                    return

    def _embed_all(self) -> None:
        while _goes_on() and self.embed_rest(self.search):
            pass

    def renew_texts(self, most: int | None = None, *, waits: bool = True) -> None:
        """Write anew what older rules made, some at a time: nobody who writes waits for all of them.

        Args:
            most: how many at most; all of them without.
            waits: whether it waits until nobody else writes.

        Raises:
            Unavailable: somebody else writes.
        """
        with self.database.reading() as session:
            outdated = find_outdated(session)[:most]
        for batch in in_batches(outdated, RENEWED_AT_ONCE):
            if not _goes_on():
                return
            with self.database.writing(waits=waits) as session:
                renew_documents(session, batch)

    def require_migrated(self) -> None:
        """See to it that the database has the tables this hub knows; once it has, nobody looks again.

        Raises:
            Unavailable: it must be migrated first.
        """
        if self._is_migrated:
            return
        lack = self.checks["database"]()
        if lack is not None:
            raise Unavailable(lack, 60)
        self._is_migrated = True


def _goes_on() -> bool:
    """Say whether the process goes on: at its end, what is left is for the next start."""
    return threading.main_thread().is_alive()


def current_hub() -> Hub:
    """Return the hub that answers this request."""
    hub: Hub = current_app.extensions["hub"]
    return hub
