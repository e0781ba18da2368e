"""The threads that work on the inbox, and what becomes of work that fails.

Whoever addressed the bot gets an answer or a reason: an unexpected error is tried again, then apologised for.
Nothing of what people wrote reaches the log.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable

from bot.audience import NOTHING_FOR_GUESTS
from bot.blocks.notes import apology, not_linked, say, waiting
from bot.errors import BotError, Gone, Later, NotLinked, PlaceGone, Refused, SlackAway, WindowGone
from bot.inbox import CALM_SECONDS, Inbox, Letter
from bot.routes import MAIN, QUICK, Route, Routes
from bot.work import Services, Work

log = logging.getLogger("bot")

#: After so many attempts, about two minutes, the bot apologises.
MAX_ATTEMPTS = 6
#: Where Slack itself is away, nothing can be told: it goes on for about half an hour.
LAST_ATTEMPT = 40
MAX_WAIT_SECONDS = 60.0
SHORTEST_IDLE_SECONDS = 0.05
FOR_MEMBERS = (
    "This is for full members of this Slack workspace, and I could not make sure that you are one. "
    "Ask me in a direct message: you get what is public."
)
#: How long the work stands back at most.
MAX_RUSH_SECONDS = 2.0
MISTAKE = "Something went wrong on my side."
NOT_SAVED = (
    "You closed the window before I was done, so nothing is saved yet. "
    "What you wrote is kept: open the form again and go on from there."
)
CANNOT_WRITE = "I may not write in that conversation. Please ask me here instead."
#: What Slack tells the bot without anybody having asked for anything: nobody waits for an answer.
UNASKED = {"link_shared", "channel_shared", "app_uninstalled", "tokens_revoked"}
#: How often what is no longer needed is removed.
FORGETTING_SECONDS = 3600.0
#: How many threads work on each lane.
THREADS = {MAIN: 4, QUICK: 2}


class Workers:
    """Threads that claim deliveries and answer them."""

    def __init__(
        self,
        inbox: Inbox,
        routes: Routes,
        services: Services,
        *,
        idle_seconds: float = 0.5,
        hurry: float = 1.0,
    ) -> None:
        """Prepare the threads; ``hurry`` shortens the waits between attempts, for tests."""
        self._inbox, self._routes, self._services = inbox, routes, services
        self._idle_seconds, self._hurry = max(idle_seconds * hurry, SHORTEST_IDLE_SECONDS), hurry
        self._stopping = threading.Event()
        self._wake = {lane: threading.Semaphore(0) for lane in THREADS}
        self._active: set[str] = set()
        self._threads: list[threading.Thread] = []
        #: What else is done from time to time, with seconds between.
        self.chores: list[tuple[float, Callable[[], None]]] = [(FORGETTING_SECONDS, inbox.forget_old)]

    def start(self) -> None:
        """Start working."""
        loops = [lambda lane=lane: self._work(lane) for lane, count in THREADS.items() for _ in range(count)]
        for loop in [*loops, self._keep_claims, *(self._chore(*chore) for chore in self.chores)]:
            thread = threading.Thread(target=loop, name="bot-worker", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Finish what is being worked on, and stop."""
        self._stopping.set()
        for lane, count in THREADS.items():
            self._wake[lane].release(count)
        for thread in self._threads:
            thread.join(timeout=20)

    def wake(self, lane: str) -> None:
        """Say that a delivery has come."""
        self._wake[lane].release()

    def answer(self, letter: Letter) -> None:
        """Work on one delivery, and note what became of it."""
        outcome = self._outcome(letter)
        if isinstance(outcome, float):
            self._inbox.postpone(letter.id, outcome)
        else:
            self._inbox.finish(letter.id, outcome)

    def _work(self, lane: str) -> None:
        while not self._stopping.is_set():
            letter = self._claim(lane)
            if letter is None:
                self._wake[lane].acquire(timeout=self._idle_seconds)
                continue
            self._active.add(letter.id)
            try:
                self.answer(letter)
            except Exception as error:  # noqa: BLE001 - the claim runs out, and the delivery is worked on again.
                log.warning("a delivery could not be finished: %s", type(error).__name__)
            finally:
                self._active.discard(letter.id)

    def _claim(self, lane: str) -> Letter | None:
        if lane == MAIN:
            self._stand_back()
        try:
            return self._inbox.claim(lane)
        except Exception as error:  # noqa: BLE001 - the database may come back.
            log.warning("the inbox cannot be read: %s", type(error).__name__)
            self._stopping.wait(1)
            return None

    def _stand_back(self) -> None:
        """Let a rush of deliveries come in first: Slack waits three seconds, an answer may take longer."""
        until = time.monotonic() + MAX_RUSH_SECONDS
        while self._inbox.is_receiving and time.monotonic() < until:
            self._stopping.wait(CALM_SECONDS)

    def _keep_claims(self) -> None:
        while not self._stopping.wait(self._inbox.lease_seconds / 3):
            try:
                self._inbox.renew(self._active.copy())
            except Exception as error:  # noqa: BLE001 - the next turn comes in a few seconds.
                log.warning("claims cannot be renewed: %s", type(error).__name__)

    def _chore(self, seconds: float, chore: Callable[[], None]) -> Callable[[], None]:
        def repeat() -> None:
            while not self._stopping.wait(seconds):
                try:
                    chore()
                except Exception as error:  # noqa: BLE001 - the next turn comes.
                    log.warning("a chore failed: %s", type(error).__name__)

        return repeat

    def _outcome(self, letter: Letter) -> str | float:
        """Return what became of a delivery, or after how many seconds to try again."""
        if letter.attempt > LAST_ATTEMPT:
            return "given up"
        try:
            return self._try(Work.begin(letter, self._services))
        except Gone as error:
            log.warning("nothing can be told: %s", error)
            return "gone"
        except Later as error:
            return self._pause(letter, error)
        except Exception as error:  # noqa: BLE001 - it is tried again; whoever asked must not wait for ever.
            _log_mistake(error, letter)
            return self._pause(letter, Later(1, MISTAKE))

    def _try(self, work: Work) -> str | float:
        route = self._routes.find(work.letter.kind, work.letter.name)
        try:
            return _answer_by(route, work) if route is not None else "answered"
        except NotLinked:
            work.tell(not_linked())
            return "not linked"
        except Refused as error:
            work.tell(say(error.reason))
            return "refused"
        except Later as error:
            return self._put_off(work, error)
        except PlaceGone:
            return _tell_elsewhere(work)
        except Gone:
            raise
        except Exception as error:  # noqa: BLE001 - it is tried again, and then apologised for.
            _log_mistake(error, work.letter)
            return self._put_off(work, Later(1, MISTAKE))

    def _put_off(self, work: Work, error: Later) -> str | float:
        """Try again later and say so; after too many attempts, apologise."""
        is_last = work.letter.attempt >= (LAST_ATTEMPT if isinstance(error, SlackAway) else MAX_ATTEMPTS)
        if is_last and work.letter.name in UNASKED:
            return "given up"
        # A trigger is worth three seconds, and once: whoever waits for a window had better click again.
        if is_last or route_is_quick(self._routes, work):
            work.tell(apology(error.reason))
            return "apologised"
        if work.letter.attempt == 1 and _shows_that_it_works(work):
            try:
                work.tell(waiting(error.reason))
            except BotError:
                log.info("the wait could not be told")
        return self._pause(work.letter, error)

    def _pause(self, letter: Letter, error: Later) -> str | float:
        if letter.attempt >= LAST_ATTEMPT:
            return "given up"
        wait = max(error.seconds, min(2.0**letter.attempt, MAX_WAIT_SECONDS))
        return wait * self._hurry


def _tell_elsewhere(work: Work) -> str:
    """Tell somebody in a direct message that the bot may not write where they asked."""
    if work.letter.name in UNASKED or work.known_actor is None:
        return "gone"
    work.speaker.post(work.direct_place().channel, say(CANNOT_WRITE))
    return "told elsewhere"


def _leave_window(work: Work) -> str:
    """Do no more for a window that was closed; whoever sent something in must know what came of it."""
    if work.letter.kind == "submission":
        work.tell_alone(say(NOT_SAVED))
    return "window closed"


def _let_in(route: Route, work: Work) -> None:
    """Refuse guests and strangers what is for members, also when they are linked to one."""
    if route.for_members and not work.is_insider:
        raise Refused(FOR_MEMBERS)


def _answer_by(route: Route, work: Work) -> str:
    """Let the listener answer; somebody who cannot be linked is not asked to."""
    _let_in(route, work)
    try:
        route.handler(work)
    except WindowGone:
        return _leave_window(work)
    except NotLinked as error:
        if work.is_insider:
            raise
        raise Refused(NOTHING_FOR_GUESTS) from error
    return "answered"


def _shows_that_it_works(work: Work) -> bool:
    """Say whether a placeholder or a window waits before somebody's eyes."""
    return work.view_id is not None or (work.answer is not None and work.answer.message_ts is not None)


def route_is_quick(routes: Routes, work: Work) -> bool:
    """Say whether somebody waits for a window."""
    route = routes.find(work.letter.kind, work.letter.name)
    return route is not None and route.lane == QUICK


def _log_mistake(error: Exception, letter: Letter) -> None:
    """Log where it happened, but not the error's own words: they may quote what people wrote."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("a listener failed: %s in %s %s\n%s", type(error).__name__, letter.kind, letter.name, where)
