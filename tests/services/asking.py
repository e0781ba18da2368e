"""A desk where the town's people ask for suggestions, over word vectors instead of the model."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.api.resources.suggested import Suggestions
from nic_hub.database import Database
from nic_hub.models import ChangeIdea, Suggestion, Team
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.services.suggesting.public_answers import tell_publicly
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from nic_hub.services.suggesting.suggestions import (
    SuggestionAnswer,
    Tuning,
    find_suggestions,
    store_suggestion,
)
from tests.factories import make_cycle, make_idea
from tests.fakes import WordEmbedder
from tests.services.conftest import TODAY, Town

ANSWER = Suggestions(exclude=["id"])
QUERY = "sentence starters for shy speakers"


class Desk:
    """Answers questions of the town's people."""

    def __init__(self, session: Session, database: Database, town: Town) -> None:
        self.session, self.database, self.town = session, database, town
        self.engine = SearchEngine(WordEmbedder())

    def settle(self) -> None:
        """Commit and embed what was written, as the hub does after a request."""
        self.session.commit()
        embed_missing(self.database, self.engine.embedder)

    def answer(
        self, who: str = "teacher", query: str = QUERY, tuning: Tuning | None = None, **wishes: Any
    ) -> SuggestionAnswer:
        """Return the whole answer to one of the town's people."""
        self.settle()
        request = SuggestionRequest(query=query, **wishes)
        principal = self.town.who(who)
        return find_suggestions(
            self.session, self.engine, principal, request, tuning=tuning or Tuning(), today=TODAY
        )

    def ask(self, who: str = "teacher", query: str = QUERY, **wishes: Any) -> dict[str, Any]:
        """Return what one of the town's people is shown; the API's schema would say it the same way."""
        shown = self.answer(who, query, **wishes).shown
        for told in (shown, tell_publicly(shown)):
            # A tuple and a list are the same in JSON.
            as_told, as_dumped = (
                json.dumps(one, default=date.isoformat) for one in (told, ANSWER.dump(told))
            )
            assert json.loads(as_dumped) == json.loads(as_told)
        return shown

    def stored(self, who: str = "teacher", query: str = QUERY, **wishes: Any) -> Suggestion:
        """Ask, and return what is remembered of it."""
        answer = self.answer(who, query, **wishes)
        stored = store_suggestion(self.session, self.town.who(who), answer)
        return self.session.get_one(Suggestion, stored)

    def idea(self, *, team: Team | None = None, tested: int = 1, **values: Any) -> ChangeIdea:
        """Make an idea that answers ``QUERY``, of the team far away, tested so many times."""
        town = self.town
        told = {"title": QUERY, "description": "A ring of cards.", "driver_id": town.driver.id} | values
        idea = make_idea(self.session, team=team or town.far, **told)
        for _ in range(tested):
            make_cycle(self.session, idea=idea, team=team or town.far)
        return idea


def ids(found: list[dict[str, Any]]) -> list[str]:
    """Return the ids of the ideas that are shown, in their order."""
    return [item["change_idea"]["id"] for item in found]
