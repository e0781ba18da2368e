"""What a question is about: its driver, stated or inferred, and the context it speaks of.

A stated driver filters hard. An inferred one filters softly: it sets how surely an idea of another driver
must match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.reading import read_context
from nic_hub.domain.suggesting.ranking import DriverRelation
from nic_hub.domain.vocabulary import DriverLevel, DriverStatus
from nic_hub.models import Driver
from nic_hub.search.facts import DriverRow, Facts, TeamRow
from nic_hub.services.access.sight import Sight
from nic_hub.services.references import no_such

#: An inferred driver must hold this share of the votes. Chosen on the tuning questions (see benchmarks).
DRIVER_SHARE = 0.40
#: Something that was found must be this surely about the question, or a driver's own words this much like it
#: (cosine); else nothing is read into it. It is the least that an answer on that driver needs.
DRIVER_RELEVANCE, DRIVER_LIKENESS = 0.25, 0.5
#: An answer says how the question was read when the driver holds this share: on the tuning questions five in
#: six drivers above it are right, and fewer than half below it.
SURE_SHARE = 0.60
#: How many of the best matches vote for a driver, and how much more the better ones count.
VOTERS = 8
VOTE_POWER = 4.0
#: Weight of the driver's own name and definition beside the votes of the matches.
NAME_WEIGHT = 0.5

Embed = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was read.

    Args:
        driver: the driver it is about; None when that is not clear.
        is_stated: the asker named the driver.
        is_sure: it is surely about that driver; one that is less sure only helps to put ideas in order.
        context: the asker's context: what was given, what the question says, and the team's own, in that
            order.
        siblings: ids of the other secondary drivers below the same primary one.
        family: ids of drivers that count as the same: the driver, and those below a primary one.
    """

    driver: DriverRow | None
    is_stated: bool
    context: Context
    family: frozenset[str] = frozenset()
    siblings: frozenset[str] = frozenset()
    is_sure: bool = True

    @property
    def told_driver(self) -> DriverRow | None:
        """Return the driver as the asker is told of it: not at all where it is a guess."""
        return self.driver if self.is_sure else None

    def relation_to(self, driver_ids: Sequence[str | None]) -> DriverRelation:
        """Say how an idea's drivers, main one first, relate to the one that is asked about."""
        known = {driver_id for driver_id in driver_ids if driver_id}
        if self.driver is None or not known:
            return DriverRelation.UNKNOWN
        if known & self.family:
            return DriverRelation.SAME
        # A stated driver filters hard: then a neighbouring one is another one.
        is_sibling = bool(known & self.siblings) and not self.is_stated
        return DriverRelation.SIBLING if is_sibling else DriverRelation.OTHER


def read_question(
    sight: Sight,
    *,
    query: str,
    driver: str | None,
    given_context: Mapping[str, Any] | None,
    team: TeamRow | None,
) -> Understanding:
    """Read what is said outright: the driver that was named, and the context.

    Raises:
        Invalid: there is no such driver.
    """
    told = (
        Context.of(given_context),
        read_context(query).context,
        Context.stored(team.context if team else None),
    )
    # Teams' contexts are for members: without a token not even the order of an answer may tell of one.
    context = merge_contexts(*(told if sight.reader.principal.is_member else ()))
    if driver is None:
        return Understanding(None, False, context)
    stated = sight.find_driver(driver)
    if stated is None:
        raise no_such(Driver, "/driver")
    return with_driver(sight.facts, Understanding(None, True, context), stated)


def with_driver(facts: Facts, understanding: Understanding, driver: DriverRow) -> Understanding:
    """Return the understanding with its driver and that driver's neighbours."""
    family = {driver.id, *(child.id for child in facts.drivers.where("parent_id", driver.id))}
    beside = facts.drivers.where("parent_id", driver.parent_id) if driver.parent_id else ()
    siblings = {sibling.id for sibling in beside} - family
    return replace(understanding, driver=driver, family=frozenset(family), siblings=frozenset(siblings))


def merge_contexts(*contexts: Context) -> Context:
    """Return one context; where several say something, the first one counts."""
    merged: dict[str, Any] = {}
    for context in contexts:
        merged = {**context.known, **merged}
    return Context(**merged)


@dataclass(frozen=True, slots=True)
class InferredDriver:
    """A driver that was read into a question, its share of the votes, and whether that is enough to tell."""

    driver: DriverRow
    is_sure: bool
    share: float = 1.0


def infer_driver(
    sight: Sight, *, query: str, matches: Sequence[tuple[str | None, float]], embed: Embed
) -> InferredDriver | None:
    """Infer the driver from the matches that were found and from the drivers' own names.

    Args:
        sight: what the asker may know.
        query: the question.
        matches: main driver and relevance (0 to 1) of each idea found, best first.
        embed: returns the unit vector of a short text.

    Returns:
        The driver, or None when no one driver stands out, or nothing was found that is about the question.
    """
    drivers = _active_drivers(sight)
    if not drivers:
        return None
    likeness = _name_likeness(query, drivers, embed)
    found = max((relevance for _, relevance in matches), default=0.0)
    if found < DRIVER_RELEVANCE and max(likeness.values()) < DRIVER_LIKENESS:
        return None
    votes, names = _votes(matches, set(drivers)), _shares_of(likeness)
    shares = {key: (votes.get(key, 0) + NAME_WEIGHT * names[key]) / (1 + NAME_WEIGHT) for key in drivers}
    best = max(shares, key=lambda key: shares[key])
    if shares[best] < DRIVER_SHARE:
        return None
    return InferredDriver(drivers[best], is_sure=shares[best] >= SURE_SHARE, share=shares[best])


def told(driver: DriverRow) -> str:
    """Return what a driver says of itself."""
    return f"{driver.name}. {driver.definition}"


def _active_drivers(sight: Sight) -> dict[str, DriverRow]:
    return {
        driver.id: driver
        for driver in sight.drivers()
        if driver.level == DriverLevel.SECONDARY
        and driver.status == DriverStatus.ACTIVE
        and not driver.is_archived
    }


def _votes(matches: Sequence[tuple[str | None, float]], known: set[str]) -> dict[str, float]:
    """Return each driver's share of the votes of the best matches."""
    counted: dict[str, float] = defaultdict(float)
    for driver_id, relevance in matches[:VOTERS]:
        if driver_id in known and driver_id is not None:
            counted[driver_id] += max(relevance, 0.0) ** VOTE_POWER
    total = sum(counted.values())
    return {driver_id: votes / total for driver_id, votes in counted.items()} if total else {}


def _name_likeness(query: str, drivers: Mapping[str, DriverRow], embed: Embed) -> dict[str, float]:
    """Return how much each driver's name and definition resemble the question: cosines."""
    asked = embed(query)
    return {key: float(asked @ embed(told(driver))) for key, driver in drivers.items()}


def _shares_of(likeness: Mapping[str, float]) -> dict[str, float]:
    """Turn cosines into shares of 1."""
    sharp = {key: float(np.exp(10 * value)) for key, value in likeness.items()}
    total = sum(sharp.values())
    return {key: value / total for key, value in sharp.items()}
