"""The columns a search is filtered by, as numbers, and the masks that grants and filters make of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nic_hub.domain.visibility import Grant
from nic_hub.search.growing import GrowingArray
from nic_hub.search.lexical import Mask

#: Columns of a search document that grants and filters may speak of.
FACETS = (
    "network_id",
    "kind",
    "idea_id",
    "team_id",
    "district_id",
    "driver_id",
    "visibility",
    "is_draft",
    "is_hidden",
    "is_archived",
    "is_withdrawn",
    "tested",
)
IDEA_KIND = "change_idea"
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is searched for, besides being about the question. None means: any.

    Args:
        network_id: the network to search.
        kinds: kinds of records.
        driver_ids: drivers.
        idea_ids: change ideas that are wanted, with all that belongs to them.
        team_ids: teams whose records are wanted.
        without_team_ids: teams whose records are not wanted.
        without_idea_ids: change ideas that are not wanted, with all that belongs to them.
        district_ids: districts.
        tested: whether it is a cycle that was tried.
        include_archived: whether archived records count.
    """

    network_id: str | None = None
    kinds: Collection[str] | None = None
    driver_ids: Collection[str] | None = None
    idea_ids: Collection[str] | None = None
    team_ids: Collection[str] | None = None
    without_team_ids: Collection[str] = ()
    without_idea_ids: Collection[str] = ()
    district_ids: Collection[str] | None = None
    tested: bool | None = None
    include_archived: bool = False

    def conditions(self) -> Mapping[str, Iterable[Any] | None]:
        """Return the wanted values of each column."""
        return {
            "network_id": None if self.network_id is None else [self.network_id],
            "kind": self.kinds,
            "driver_id": self.driver_ids,
            "idea_id": self.idea_ids,
            "team_id": self.team_ids,
            "district_id": self.district_ids,
            "tested": None if self.tested is None else [self.tested],
            "is_archived": None if self.include_archived else [False],
        }

    @property
    def key(self) -> object:
        """Return what is equal for two filters that ask for the same."""
        asked = (self.conditions(), self.exclusions())
        return tuple(
            tuple(None if values is None else frozenset(values) for values in each.values()) for each in asked
        )

    def exclusions(self) -> Mapping[str, Iterable[Any]]:
        """Return the unwanted values of each column."""
        return {"team_id": self.without_team_ids, "idea_id": self.without_idea_ids}


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of the rows up to some moment.

    Args:
        codes: the code of each row's value, by column: int32, (rows,).
        vocabularies: the code of each value, by column; values are only ever added.
        values: the value of each code, by column.
        alive: rows that stand for the present state of a document: bool, (rows,).
    """

    codes: Mapping[str, Codes]
    vocabularies: Mapping[str, Mapping[Any, int]]
    values: Mapping[str, Sequence[Any]]
    alive: Mask

    def values_of(self, column: str, rows: npt.NDArray[np.int64]) -> list[Any]:
        """Return the value of a column in each of some rows."""
        values = self.values[column]
        return [values[code] for code in self.codes[column][rows].tolist()]

    def visible(self, grants: Iterable[Grant], own_grants: Iterable[Grant] = ()) -> Mask:
        """Return the rows somebody may see; of what was withdrawn nobody sees a word.

        What belongs to a change idea (a cycle does) is seen by who may see the idea too, and goes with it
        when it is withdrawn; a team always sees its own.

        Args:
            grants: ``domain.visibility.read_grants`` of the person.
            own_grants: ``domain.visibility.own_grants`` of the person.
        """
        stands = self.alive & self._one_of("is_withdrawn", [False])
        readable = stands & self._any_of(grants)
        own = stands & self._any_of(own_grants)
        return (readable & self._anchored(readable)) | own

    def wanted(self, wish: Filter) -> Mask:
        """Return the rows a filter asks for."""
        mask = np.ones(len(self.alive), dtype=bool)
        for column, values in wish.conditions().items():
            if values is not None:
                mask &= self._one_of(column, values)
        for column, values in wish.exclusions().items():
            if values:
                mask &= ~self._one_of(column, values)
        return mask

    def _any_of(self, grants: Iterable[Grant]) -> Mask:
        mask = np.zeros(len(self.alive), dtype=bool)
        for grant in grants:
            mask |= self._all_of(grant)
        return mask

    def _all_of(self, grant: Grant) -> Mask:
        mask = np.ones(len(self.alive), dtype=bool)
        for column, values in grant.conditions.items():
            mask &= self._one_of(column, values)
        return mask

    def _one_of(self, column: str, values: Iterable[Any]) -> Mask:
        vocabulary = self.vocabularies[column]
        chosen = np.zeros(len(vocabulary), dtype=bool)
        chosen[[vocabulary[value] for value in values if value in vocabulary]] = True
        return chosen.take(self.codes[column])

    def _anchored(self, readable: Mask) -> Mask:
        """Return the rows without an idea, or whose idea is among the readable rows."""
        ideas = readable & self._one_of("kind", [IDEA_KIND])
        vocabulary = self.vocabularies["idea_id"]
        allowed = np.zeros(len(vocabulary), dtype=bool)
        allowed[self.codes["idea_id"][ideas]] = True
        if None in vocabulary:
            allowed[vocabulary[None]] = True
        return allowed.take(self.codes["idea_id"])


class GrowingFacets:
    """Facets that rows are added to; each moment of them is taken with ``at_present``."""

    def __init__(self) -> None:
        self._codes = {column: GrowingArray(np.int32) for column in FACETS}
        self._vocabularies: dict[str, dict[Any, int]] = {column: {} for column in FACETS}
        self._values: dict[str, list[Any]] = {column: [] for column in FACETS}
        self._alive: Mask = np.empty(0, dtype=bool)

    def extend(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Append rows, each a mapping with all facets."""
        rows = list(rows)
        for column, codes in self._codes.items():
            codes.extend([self._code(column, row[column]) for row in rows])
        self._alive = np.append(self._alive, np.ones(len(rows), dtype=bool))

    def _code(self, column: str, value: Any) -> int:
        vocabulary = self._vocabularies[column]
        if value not in vocabulary:
            # The value comes first, so that whoever reads a code meanwhile finds what it means.
            self._values[column].append(value)
            vocabulary[value] = len(vocabulary)
        return vocabulary[value]

    def retire(self, rows: Iterable[int]) -> None:
        """Mark rows as out of date; what was taken before keeps them."""
        self._alive = self._alive.copy()
        self._alive[list(rows)] = False

    def at_present(self) -> Facets:
        """Return the facets as they are now."""
        views = {column: codes.view for column, codes in self._codes.items()}
        return Facets(views, self._vocabularies, self._values, self._alive)
