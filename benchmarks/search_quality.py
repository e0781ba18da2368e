"""How well search finds: ``python -m benchmarks.search_quality [FOLDER ...]``.

Prints random, BM25, TF-IDF, plain cosine, their rank fusion and the hub's own search side by side. Without a
folder: the project's tests. A folder holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.hub import CollectionHub, load_model  # First: it sets the number of threads.

# isort: split
import numpy as np

from benchmarks import baselines
from benchmarks.collections import EVALUATION_DATA, Collection, Query, read_all, read_folder
from benchmarks.metrics import METRICS, interval, is_for_tuning
from nic_hub.search.embedder import Embedder

COLUMNS = ("random", "BM25", "TF-IDF", "cosine", "RRF", "hub")


def measure(collection: Collection, embedder: Embedder) -> dict[str, list[float]]:
    """Return the figure of each query, for each way of searching."""
    hub = CollectionHub(collection, embedder)
    documents = [document.whole for document in collection.documents]
    queries = [query.text for query in collection.queries]
    scores = {
        "random": baselines.random(documents, queries),
        "BM25": baselines.bm25(documents, queries),
        "TF-IDF": baselines.tf_idf(documents, queries),
        "cosine": hub.dense(documents, queries),
    }
    scores["RRF"] = baselines.fused_ranks(scores["BM25"], scores["cosine"])
    ranked = {name: list(_rank(collection, matrix)) for name, matrix in scores.items()}
    ranked["hub"] = hub.rank(collection.queries)
    return {name: _judge(collection, rankings) for name, rankings in ranked.items()}


def _rank(collection: Collection, scores: baselines.Scores) -> Iterator[list[str]]:
    for query, row in zip(collection.queries, scores, strict=True):
        order = np.argsort(-row, kind="stable")
        found = (collection.documents[place] for place in order)
        yield [document.id for document in found if _is_answer(query, document.id, document.group)][:20]


def _is_answer(query: Query, id_: str, group: str) -> bool:
    return id_ != query.id and not (group and group == query.group)


def _judge(collection: Collection, rankings: Sequence[Sequence[str]]) -> list[float]:
    metric = METRICS[collection.metric]
    return [
        metric(ranked, collection.judgments[query.id])
        for query, ranked in zip(collection.queries, rankings, strict=True)
    ]


def line_of(collection: Collection, figures: dict[str, list[float]]) -> str:
    """Return one line of the table."""
    ours = np.array(figures["hub"])
    held_out = ours[[not is_for_tuning(query.id) for query in collection.queries]]
    cells = [f"{np.mean(figures[name]):7.3f}" for name in COLUMNS]
    low, high = interval(ours)
    aim = f"{collection.aim:.2f}" if collection.aim else ""
    held = f"{held_out.mean():9.3f}" if len(held_out) else " " * 9
    return f"{collection.name[:26]:26} {len(ours):7}{''.join(cells)} {low:6.3f}-{high:.3f}{held}{aim:>6}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 when there is nothing to measure."""
    parser = argparse.ArgumentParser(description="Measure how well search finds.")
    parser.add_argument("folders", nargs="*", type=Path, help="corpus.jsonl, queries.jsonl and qrels.tsv")
    folders = parser.parse_args(arguments).folders
    if not folders and not EVALUATION_DATA.is_dir():
        print("The evaluation data (../shared/eval) is not here. Name a folder.", file=sys.stderr)
        return 1
    _print_table([read_folder(folder) for folder in folders] or read_all())
    return 0


def _print_table(collections: Sequence[Collection]) -> None:
    embedder = load_model()
    print(f"nDCG@10 unless said; model {embedder.name}")
    names = "".join(f"{name:>7}" for name in COLUMNS)
    print(f"{'test':26} {'queries':>7}{names} {'95 % of hub':>12}{'held out':>9}{'aim':>6}")
    for collection in collections:
        print(line_of(collection, measure(collection, embedder)), flush=True)
    print("hub: the search that serves. held out: the half of the queries that no setting was chosen on.")


if __name__ == "__main__":
    sys.exit(main())
