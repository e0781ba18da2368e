"""The doors behind the index: what it brings is checked once more, so one that errs must leak nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Grant, reader_for
from nic_hub.search.asking import Asking
from nic_hub.search.engine import SearchEngine
from nic_hub.services.kinds import KINDS, SEARCHED_KINDS
from nic_hub.services.search_documents import expected_values
from nic_hub.services.suggesting.texts import read_texts
from tests.fakes import WordEmbedder
from tests.privacy.finding import FindingVisit
from tests.privacy.world import Item


class CarelessEngine(SearchEngine):
    """An index that has forgotten who may read what."""

    def ask(
        self, session: Session, query: str, grants: Iterable[Grant], own_grants: Iterable[Grant] = ()
    ) -> Asking:
        """Hold a question against all records, whoever asks."""
        return super().ask(session, query, [Grant.of()])


class LockedVisit(FindingVisit):
    """One viewer searches and asks, and the index brings whatever fits."""

    def open_careless_search(self) -> None:
        """A search shows of what the index brings only what the viewer may read."""
        self.engine = CarelessEngine(WordEmbedder())
        for item in self._sample(
            [item for kind in SEARCHED_KINDS for item in self.world.of(kind)], self.effort
        ):
            self._search_for(item)

    def open_careless_suggestions(self) -> None:
        """What is suggested is what the viewer may read, whatever the index brings."""
        self.engine = CarelessEngine(WordEmbedder())
        if self.principal.searched_network_id is not None:
            for item in self._sample(self.world.of("change_idea"), self.effort):
                self._check_answer(self._ask(query=self._title(item), include_untested=True), item)

    def open_texts(self) -> None:
        """The texts of an answer are read for the viewer, whatever was chosen for it."""
        kinds = {"ideas": "change_idea", "cycles": "pdsa_cycle", "tools": "tool"}
        wanted = {f"{kind[:-1]}_ids": [one.id for one in self.world.of(kinds[kind])] for kind in kinds}
        texts = read_texts(self.session, reader_for(self.principal), **wanted)
        for name, kind in kinds.items():
            self.expect_items(getattr(texts, name), self.oracle.readable(kind), f"texts of {name}")

    # Nobody asks, so it is looked at once a world.

    def open_written_documents(self) -> None:
        """The index is told of each record how it stands."""
        for kind in SEARCHED_KINDS if self.viewer is None else ():
            for item in self.world.of(kind):
                told = expected_values(self.session, self.session.get_one(KINDS[kind], item.id))
                want = self._standing(item)
                self.expect_equal({name: told.get(name) for name in want}, want, f"document of {item}")

    def _standing(self, item: Item) -> dict[str, Any]:
        idea = self.world.items.get(item["change_idea_id"] or "", item)
        return {
            "network_id": item.network,
            "kind": item.kind,
            "record_id": item.id,
            "idea_id": idea.id if idea.kind == "change_idea" else None,
            "team_id": item["team_id"],
            "district_id": self.world.items[item["team_id"]]["district_id"],
            "driver_id": idea["driver_id"],
            "visibility": item["visibility"],
            "is_draft": self.oracle.is_draft(item),
            "is_hidden": item["hidden_at"] is not None,
            "is_archived": item["archived_at"] is not None,
            "is_withdrawn": item["withdrawn_at"] is not None,
        }


LOCKED_DOORS: tuple[Callable[[Any], None], ...] = tuple(
    function for name, function in vars(LockedVisit).items() if name.startswith("open_")
)
