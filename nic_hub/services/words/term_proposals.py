"""Words that the program proposes to a coach: from lineage, and from neighbours in meaning.

Only what every member of the network may read is looked at, so that no proposal tells a coach of one district
what is kept in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.batches import in_batches
from nic_hub.domain.visibility import Principal, may_curate
from nic_hub.domain.vocabulary import TermRelation
from nic_hub.domain.words.mapping import Pair
from nic_hub.domain.words.term_proposals import (
    Named,
    Proposal,
    leave_out_settled,
    propose_from_lineage,
    propose_from_neighbours,
)
from nic_hub.errors import Forbidden, NotFound
from nic_hub.models import ChangeIdea, Embedding, Network, SearchDocument, Team, VocabularyTerm
from nic_hub.search.engine import SearchEngine
from nic_hub.search.reading import FloatArray
from nic_hub.services.access.visibility import readable

#: So many at most come from one run: more than a coach looks through at once.
MOST = 20
#: From these cosines on texts, and their titles, are near enough to ask a coach. A guess: the seed holds no
#: two districts' words for one thing.
NEAR, NAMES_NEAR = 0.60, 0.30
#: The newest ideas that are compared: on each driver, every one with every other.
MOST_IDEAS = 3_000


def find_proposals(session: Session, principal: Principal, engine: SearchEngine) -> list[Proposal]:
    """Find words of the coach's network that may name the same. Nothing is stored.

    Args:
        session: a reading transaction.
        principal: the coach.
        engine: reads the names; the vectors of its model are compared.

    Raises:
        Forbidden: only a coach may.
    """
    return list(_find(session, _network_of(principal), engine))


def store_proposals(
    session: Session, principal: Principal, found: Sequence[Proposal]
) -> list[VocabularyTerm]:
    """Let words that were found wait for a coach's decision, without those that somebody proposed meanwhile.

    Raises:
        Forbidden: only a coach may.
    """
    return _store(session, _network_of(principal), found)


def propose_terms_in(session: Session, network_key: str, engine: SearchEngine) -> list[VocabularyTerm]:
    """Find words of a network and let them wait for a coach, as the operator.

    Raises:
        NotFound: there is no such network.
    """
    network_id = session.scalar(select(Network.id).where(Network.key == network_key))
    if network_id is None:
        raise NotFound(f"There is no network with the key {network_key}.")
    return _store(session, network_id, list(_find(session, network_id, engine)))


def _network_of(principal: Principal) -> str:
    if not may_curate(principal):
        raise Forbidden("Only a hub coach may let words be proposed. Ask your coach.")
    assert principal.network_id is not None, "a coach is a member of a network"
    return principal.network_id


def _find(session: Session, network_id: str, engine: SearchEngine) -> Iterator[Proposal]:
    ideas = _read_ideas(session, network_id)
    neighbours = propose_from_neighbours(_find_neighbours(session, ideas, engine))
    found = leave_out_settled(chain(propose_from_lineage(ideas), neighbours), _settled(session, network_id))
    return islice(found, MOST)


def _store(session: Session, network_id: str, found: Sequence[Proposal]) -> list[VocabularyTerm]:
    new = leave_out_settled(found, _settled(session, network_id))
    rows = [_row(network_id, each) for each in new]
    session.add_all(rows)
    return rows


def _settled(session: Session, network_id: str) -> list[Pair]:
    """Return the pairs of words that were proposed before, whatever became of them."""
    known = select(VocabularyTerm.local_term, VocabularyTerm.shared_term)
    return [
        (one, other) for one, other in session.execute(known.where(VocabularyTerm.network_id == network_id))
    ]


def _row(network_id: str, proposal: Proposal) -> VocabularyTerm:
    return VocabularyTerm(
        network_id=network_id,
        local_term=proposal.local,
        shared_term=proposal.shared,
        district_id=proposal.district_id,
        relation=TermRelation.RELATED,
        proposed_from=proposal.origin,
        source=proposal.why,
    )


def _read_ideas(session: Session, network_id: str) -> dict[str, Named]:
    """Read the newest ideas that any member of the network may read, whatever their team and role."""
    anybody = Principal(network_id=network_id, member_id="")
    query = (
        select(
            ChangeIdea.id,
            ChangeIdea.title,
            Team.district_id,
            ChangeIdea.driver_id,
            ChangeIdea.parent_id,
            ChangeIdea.created_at,
        )
        .join(Team, Team.id == ChangeIdea.team_id)
        .where(readable(anybody, ChangeIdea), ChangeIdea.archived_at.is_(None))
        .where(ChangeIdea.withdrawn_at.is_(None))
        .order_by(ChangeIdea.created_at.desc(), ChangeIdea.id)
        .limit(MOST_IDEAS)
    )
    return {row.id: Named(*row) for row in session.execute(query)}


def _find_neighbours(
    session: Session, ideas: Mapping[str, Named], engine: SearchEngine
) -> Iterator[tuple[Named, Named, float]]:
    """Yield ideas on one driver, each the other's nearest outside its own district, the nearest first."""
    known = _read_vectors(session, ideas, engine.embedder.name)
    by_driver: dict[str | None, list[Named]] = defaultdict(list)
    for idea_id in sorted(known):
        by_driver[ideas[idea_id].driver_id].append(ideas[idea_id])
    pairs = [pair for group in by_driver.values() for pair in _nearest(group, known)]
    for one, other, cosine in sorted(pairs, key=lambda pair: -pair[2]):
        if float(engine.embed(one.title) @ engine.embed(other.title)) >= NAMES_NEAR:
            yield one, other, cosine


def _nearest(
    ideas: Sequence[Named], vectors: Mapping[str, FloatArray]
) -> Iterator[tuple[Named, Named, float]]:
    """Yield the pairs of ideas of two districts that are each other's nearest, and near."""
    stacked = np.stack([vectors[idea.id] for idea in ideas])
    places = np.array([idea.district_id or "" for idea in ideas])
    cosines = np.where(places[:, None] == places[None, :], -1.0, stacked @ stacked.T)
    nearest = cosines.argmax(axis=1).tolist()
    for at, to in enumerate(nearest):
        if at < to and nearest[to] == at and cosines[at, to] >= NEAR:
            yield ideas[at], ideas[to], float(cosines[at, to])


def _read_vectors(session: Session, ideas: Mapping[str, Named], model: str) -> dict[str, FloatArray]:
    """Read the vector of each idea's whole text, by its id: float32, (dimension,), L2-normalised."""
    query = (
        select(SearchDocument.record_id, Embedding.vector)
        .join(Embedding, Embedding.document_id == SearchDocument.id)
        .where(SearchDocument.kind == "change_idea", Embedding.ordinal == 0, Embedding.model == model)
    )
    found = (
        pair
        for some in in_batches(sorted(ideas))
        for pair in session.execute(query.where(SearchDocument.record_id.in_(some)))
    )
    return {idea_id: np.frombuffer(vector, dtype="<f4") for idea_id, vector in found}
