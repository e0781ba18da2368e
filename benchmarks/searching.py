"""How fast search is beside its floor, alone and with filters.

The floor of a question is embedding it and searching the bare vectors; FAISS's exact search is beside it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from benchmarks.made_up_hub import MadeUpHub  # Sets the threads.

# isort: split
import faiss
import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.processes import memory_of
from benchmarks.timing import FLOOR, Action, show_timings, time_in_turns
from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.models import District, Team
from nic_hub.search.snapshot import Snapshot
from nic_hub.services.searching import SearchRequest, search_records


def report(hub: MadeUpHub) -> None:
    """Measure search in a hub and print it."""
    with hub.database.reading() as session:
        timings = time_in_turns(floor_actions(hub) | _search_actions(hub, session))
    print(f"\nsearch, {hub.told}")
    print("\n".join(show_timings(timings)))
    print(f"  {'loading the index':44} {hub.loading_seconds:8.1f} s")
    print(f"  {'memory of this process, at most':44} {memory_of(os.getpid()).peak:8.0f} MB")
    print(f"  {'recall@10 of the vector search':44} {recall_of_scan(hub.snapshot):8.3f}", flush=True)


def floor_actions(hub: MadeUpHub) -> dict[str, Action]:
    """Return what a question is measured against."""
    read, vectors = hub.engine.embedder.read, hub.snapshot.vectors
    wanted = hub.snapshot.audience(read_grants(hub.principal), own_grants(hub.principal)).mask
    return {
        "embedding the question": read,
        FLOOR: lambda question: vectors.search(read(question).vector, wanted).best(10),
        "peer: embedding and FAISS, exact": lambda question: faiss.knn(
            read(question).vector[None], vectors.vectors, 10, metric=faiss.METRIC_INNER_PRODUCT
        ),
    }


def _search_actions(hub: MadeUpHub, session: Session) -> dict[str, Action]:
    actions: dict[str, Action] = {
        name: lambda question, wishes=wishes: hub.engine.search(
            session, question, read_grants(hub.principal), own_grants=own_grants(hub.principal), **wishes
        )
        for name, wishes in _filters(hub, session).items()
    }
    return actions | {
        "search as it serves, its records loaded": lambda question: _serve(hub, question),
        "catching up when nothing changed": lambda _: hub.engine.catch_up(session),
    }


def _filters(hub: MadeUpHub, session: Session) -> Mapping[str, Mapping[str, object]]:
    """Return filters by name; those of drivers, districts and teams go with what the records are about."""
    district = session.scalars(select(District.id).where(District.key == "district-3")).one()
    team = session.scalars(select(Team.id).where(Team.key == "team-3")).one()
    return {
        "search, all one may see": {},
        "... of one kind (1 in 10)": {"kinds": ["tool"]},
        "... of one driver (1 in 6)": {"driver_ids": hub.drivers[:1]},
        "... of one district (1 in 100)": {"district_ids": [district]},
        "... of one team (1 in 300)": {"team_ids": [team]},
        "... without one's own team": {"without_team_ids": sorted(hub.principal.own_teams)},
    }


def _serve(hub: MadeUpHub, question: str) -> None:
    with hub.database.reading() as session:
        search_records(session, hub.principal, hub.engine, SearchRequest(q=question))


def recall_of_scan(snapshot: Snapshot) -> float:
    """Return the share of the true ten nearest that the scan finds, for questions near records."""
    vectors = snapshot.vectors
    wanted = snapshot.facets.alive & (vectors.count_of > 0)
    rows = np.flatnonzero(wanted)
    chance = np.random.default_rng(0)
    shares = []
    for row in chance.choice(rows, 30):
        query = vectors.vectors[vectors.first_of[row]]
        query = query + 0.03 * chance.normal(size=query.shape)
        query = (query / np.linalg.norm(query)).astype(np.float32)
        truth = set(vectors.score(query, rows).best(10).rows.tolist())
        shares.append(len(truth & set(vectors.search(query, wanted).best(10).rows.tolist())) / len(truth))
    return float(np.mean(shares))
