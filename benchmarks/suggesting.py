"""How fast one whole suggestion is beside its floor, and where its time goes.

The floor is embedding the question and searching the bare vectors. The suggestion is that of the code that
serves, from reading the question to the last sentence of the answer, in a transaction of its own; and once
more as it is asked over the API, by somebody who is signed in, and stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import Any

from benchmarks.asked import TODAY, fresh_questions
from benchmarks.made_up_hub import MadeUpHub
from benchmarks.posting import Post, signed_in
from benchmarks.searching import floor_actions
from benchmarks.stopwatch import Stopwatch
from benchmarks.timing import QUESTIONS, Action, show_timings, time_in_turns, time_once
from nic_hub.search.engine import KEPT_READINGS
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from nic_hub.services.suggesting.suggestions import Tuning, find_suggestions

WHOLE, FILTERED = "one suggestion", "... on a stated driver (1 in 6)"
POSTED, POSTED_FILTERED = "one over the API, signed in and stored", "... on a stated driver, over the API"
#: How many times the floor a suggestion may take, by the number of records.
AIMS = {10_000: 1.5, 100_000: 2.5}
EMBEDDING = "embedding the question"
REST = "the rest: reading the question, putting it together"
#: The functions of each step, where they are looked up.
STEPS: Mapping[str, tuple[str, ...]] = {
    "searching by meaning and words": ("nic_hub.services.suggesting.questions:find_matches",),
    "knowing the facts": (
        "nic_hub.search.fact_index:FactIndex.catch_up",
        "nic_hub.services.suggesting.questions:find_known",
    ),
    "reading the texts that are shown": ("nic_hub.services.suggesting.answers:read_texts",),
    "inferring the driver": ("nic_hub.services.suggesting.questions:infer_driver",),
    "ranking": (
        "nic_hub.services.suggesting.questions:gather",
        "nic_hub.services.suggesting.choosing:Choosing.choose",
    ),
    "wording": tuple(
        f"nic_hub.services.suggesting.answers:Describer.{name}"
        for name in ("describe", "describe_nearest", "look_at")
    ),
}


def report(hub: MadeUpHub) -> None:
    """Measure suggestions in a hub and print it."""
    first = time_once(lambda: suggest(hub, query="What do students do when they are lost?"))
    with signed_in(hub) as post:
        timings = time_in_turns(floor_actions(hub) | suggestion_actions(hub) | posting_actions(hub, post))
    aim = AIMS.get(hub.size)
    aims = dict.fromkeys((WHOLE, FILTERED, POSTED, POSTED_FILTERED), aim) if aim else {}
    print(f"\nsuggestions, {hub.told}")
    print("\n".join(show_timings(timings, aims)))
    print(f"  {'the first one, with what it loads':44} {first.seconds:8.1f} s")
    print("\n".join(show_steps(*split(hub))), flush=True)


def suggestion_actions(hub: MadeUpHub) -> dict[str, Action]:
    """Return what a teacher may ask for: anything, or ideas on one driver."""
    return {
        WHOLE: lambda question: suggest(hub, query=question),
        FILTERED: lambda question: suggest(hub, query=question, driver=hub.drivers[0]),
    }


def posting_actions(hub: MadeUpHub, post: Post) -> dict[str, Action]:
    """Return the same, asked over the API."""
    return {
        POSTED: lambda question: post(query=question),
        POSTED_FILTERED: lambda question: post(query=question, driver=hub.drivers[0]),
    }


def suggest(hub: MadeUpHub, **asked: Any) -> dict[str, Any]:
    """Return what the hub answers; nothing is stored."""
    with hub.database.reading() as session:
        request = SuggestionRequest(**asked)
        answer = find_suggestions(session, hub.engine, hub.principal, request, tuning=Tuning(), today=TODAY)
    return answer.shown


def split(hub: MadeUpHub) -> tuple[dict[str, float], int, int]:
    """Return the processor's milliseconds of each step, the questions asked, and how many were answered."""
    watch = Stopwatch()
    engine = copy(hub.engine)
    engine.read = lru_cache(KEPT_READINGS)(watch.timed(EMBEDDING, engine.embedder.read))
    watched = replace(hub, engine=engine)
    # The vectors of the drivers' names are kept from the first question on.
    suggest(watched, query="What do students do when they are lost?")
    watch.seconds.clear()
    answered = 0
    with ExitStack() as stack:
        for step, places in STEPS.items():
            stack.enter_context(watch.watching(step, places))
        for question in fresh_questions()[:QUESTIONS]:
            with watch.step(REST):
                answered += bool(suggest(watched, query=question)["suggestions"])
    return {name: seconds * 1000 / QUESTIONS for name, seconds in watch.seconds.items()}, QUESTIONS, answered


def show_steps(steps: Mapping[str, float], asked: int, answered: int) -> Iterator[str]:
    """Tell the share and the time of each step, the longest first."""
    whole = sum(steps.values())
    yield f"  where it goes ({answered} of {asked} questions were answered with an idea)"
    for name, milliseconds in sorted(steps.items(), key=lambda pair: -pair[1]):
        yield f"    {name:51} {milliseconds / whole:5.0%} {milliseconds:8.2f} ms"
