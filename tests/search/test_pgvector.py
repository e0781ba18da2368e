"""PostgreSQL compares vectors like the process does, whatever the filter."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sqlalchemy import delete, insert, text, update

from nic_hub.models import Embedding, SearchDocument
from nic_hub.search import pgvector
from nic_hub.search.engine import SearchEngine
from nic_hub.search.facets import Filter
from nic_hub.search.indexer import embed_missing
from nic_hub.search.pgvector import PgVectors, make_engine, prepare
from tests.fakes import WordEmbedder
from tests.search.test_vectors import GROUPS, clusters
from tests.search.worlds import EVERYTHING, add_network, make_document

pytestmark = pytest.mark.postgresql
TEXTS = ["Prompts on the desks", "Grade reflection form", "Three reads of a problem", "word " * 200]


@pytest.fixture
def prepared(database):
    with database.writing() as session:
        prepare(session.connection(), WordEmbedder.dimension)
    return database


def store(database, documents):
    with database.writing() as session:
        add_network(session)
        session.flush()
        session.add_all(documents)
    embed_missing(database, WordEmbedder())


@pytest.fixture
def hub(prepared):
    store(prepared, [make_document(text, f"r{number}") for number, text in enumerate(TEXTS)])
    return prepared


def ask(database, engine, query, **options):
    with database.reading() as session:
        return engine.search(session, query, EVERYTHING, **options)


def as_numbers(hits):
    return [
        (hit.record_id, pytest.approx(hit.score, abs=1e-4), pytest.approx(hit.dense, abs=1e-5))
        for hit in hits
    ]


@pytest.mark.parametrize("query", ["reflection form", "word reads", "prompts"])
def test_both_engines_give_the_same_answers(hub, query):
    theirs = ask(hub, make_engine(WordEmbedder()), query)
    ours = ask(hub, SearchEngine(WordEmbedder()), query)
    assert [(hit.record_id, hit.score, hit.dense) for hit in theirs] == as_numbers(ours)
    assert theirs


def test_the_column_holds_the_very_vectors(hub):
    with hub.reading() as session:
        rows = session.execute(text("SELECT vector, CAST(search_vector AS text) FROM embedding")).all()
    assert len(rows) == 3 + 1 + 3
    for stored, shown in rows:
        numbers = np.array(shown.strip("[]").split(","), dtype=np.float32)
        assert np.array_equal(numbers, np.frombuffer(stored, dtype="<f4"))


def test_negative_and_tiny_numbers_are_read_right(prepared):
    numbers = np.array([0.0, -0.0, 1.0, -1.0, 0.1, -3.3e-7, 1.17e-38] + [0.5] * 377, dtype="<f4")
    with prepared.reading() as session:
        query = text("SELECT CAST(search_vector_of(:bytes) AS text)")
        shown = session.scalar(query, {"bytes": numbers.tobytes()})
    assert np.allclose(
        np.array(shown.strip("[]").split(","), dtype=np.float32), numbers, rtol=1e-6, atol=1e-38
    )


def test_vectors_from_before_are_taken_over(database):
    store(database, [make_document("Exit slips", "slips")])
    with database.writing() as session:
        prepare(session.connection(), WordEmbedder.dimension)
    assert ask(database, make_engine(WordEmbedder()), "exit slips")[0].dense == pytest.approx(1, abs=1e-5)


def test_preparing_twice_changes_nothing(prepared):
    with prepared.writing() as session:
        prepare(session.connection(), WordEmbedder.dimension)
        columns = session.scalar(
            text("SELECT count(*) FROM information_schema.columns WHERE column_name = 'search_vector'")
        )
    assert columns == 1


def test_changes_and_deletions_take_effect_at_once(hub):
    engine = make_engine(WordEmbedder())
    assert ask(hub, engine, "prompts")[0].record_id == "r0"
    with hub.writing() as session:
        session.execute(update(SearchDocument).where(SearchDocument.record_id == "r0").values(is_hidden=True))
        session.execute(delete(SearchDocument).where(SearchDocument.record_id == "r1"))
    grants = [EVERYTHING[0].of(network_id=EVERYTHING[0].conditions["network_id"], is_hidden=[False])]
    with hub.reading() as session:
        assert {hit.record_id for hit in engine.search(session, "prompts form", grants)} == {"r2", "r3"}


def test_a_vector_of_an_older_text_is_not_used(hub):
    with hub.writing() as session:
        session.execute(
            update(SearchDocument).where(SearchDocument.record_id == "r0").values(text_hash=b"new")
        )
    hits = {hit.record_id: hit.dense for hit in ask(hub, make_engine(WordEmbedder()), "prompts")}
    assert hits["r0"] is None
    assert hits["r2"] is not None


def test_what_was_not_read_yet_is_counted_though_vectors_are_in_the_database(hub):
    engine = make_engine(WordEmbedder())
    with hub.writing() as session:
        session.add(make_document("Exit slips", "slips"))
    with hub.reading() as session:
        assert engine.count_unread(session, EVERYTHING, (), Filter()) == 1
    embed_missing(hub, WordEmbedder())
    with hub.reading() as session:
        assert engine.count_unread(session, EVERYTHING, (), Filter()) == 0


@pytest.fixture
def many(prepared, monkeypatch):
    """A thousand records of a hundred subjects, and limits so low that the index is used."""
    monkeypatch.setattr(pgvector, "EXACT_LIMIT", 100)
    monkeypatch.setattr(pgvector, "OVERSAMPLING", 60)
    matrix = clusters(1_000)
    with prepared.writing() as session:
        add_network(session)
        session.flush()
        documents = [
            make_document(
                f"Record {number}", f"r{number}", team_id=f"t{number % GROUPS}", driver_id=f"d{number % 2}"
            )
            for number in range(len(matrix))
        ]
        session.add_all(documents)
        session.flush()
        rows = [
            {
                "document_id": document.id,
                "ordinal": 0,
                "model": "words/1",
                "text_hash": document.text_hash,
                "vector": vector.tobytes(),
            }
            for document, vector in zip(documents, matrix, strict=True)
        ]
        session.execute(insert(Embedding), rows)
    return prepared, matrix


def compare(database, query, wanted=None, also=(), **wishes):
    """Compare in the database; rows are the records' numbers, since they were read in their order."""
    engine = make_engine(WordEmbedder())
    with database.reading() as session:
        snapshot = engine.catch_up(session)
        mask = snapshot.facets.wanted(Filter(**wishes)) if wanted is None else wanted
        (found,) = engine.compare(session, snapshot, query, [mask], [np.array(also, dtype=np.int64)])
        return found


TEAMS = [f"t{number}" for number in range(GROUPS)]
FILTERS = {
    "everything": ({}, lambda numbers: numbers >= 0),
    "half, at random": ({"driver_ids": ["d1"]}, lambda numbers: numbers % 2 == 1),
    "about other things": ({"team_ids": TEAMS[20:]}, lambda numbers: numbers % GROUPS >= 20),
    "about the same": ({"team_ids": TEAMS[:20]}, lambda numbers: numbers % GROUPS < 20),
    "one team": ({"team_ids": ["t77"]}, lambda numbers: numbers % GROUPS == 77),
}


def recall(database, matrix, wishes, rule):
    allowed = rule(np.arange(len(matrix)))
    shares = []
    for query in clusters(5, seed=1):
        truth = np.argsort(np.where(allowed, -(matrix @ query), 2))[:10].tolist()
        found = compare(database, query, **wishes).best(10).rows.tolist()
        assert len(found) == min(10, allowed.sum())
        shares.append(len(set(found) & set(truth)) / 10)
    return np.mean(shares)


def test_every_filter_returns_its_ten(many):
    recalls = {name: recall(*many, *case) for name, case in FILTERS.items()}
    assert min(recalls.values()) >= 0.95, recalls


def test_the_index_reaches_on_until_enough_is_wanted(many, monkeypatch):
    database, matrix = many
    monkeypatch.setitem(pgvector._SCAN_SETTINGS, "hnsw.ef_search", 40)
    numbers = np.arange(len(matrix)) % GROUPS
    compared = compare(database, matrix[0], numbers >= 60)
    assert pgvector.OVERSAMPLING <= len(compared.rows) < np.count_nonzero(numbers >= 60)


def test_where_the_index_brings_too_few_everything_wanted_is_compared(many, monkeypatch):
    database, matrix = many
    monkeypatch.setitem(pgvector._SCAN_SETTINGS, "hnsw.ef_search", 10)
    monkeypatch.setitem(pgvector._SCAN_SETTINGS, "hnsw.max_scan_tuples", 1)
    monkeypatch.setattr(pgvector, "OVERSAMPLING", 2 * len(matrix))
    wanted = np.arange(len(matrix)) % GROUPS >= 60
    assert compare(database, matrix[0], wanted).rows.tolist() == np.flatnonzero(wanted).tolist()


def test_the_index_is_what_finds_among_many(many):
    database, _ = many
    with database.reading() as session:
        for setting, value in pgvector._SCAN_SETTINGS.items():
            session.execute(text(f"SET LOCAL {setting} = {value}"))
        given = {"query": str(clusters(1)[0].tolist()), "model": "words/1", "count": 60, "unwanted": []}
        plan = session.scalars(text("EXPLAIN " + str(pgvector._SCAN)), given).all()
    assert any("ix_search_vector" in line for line in plan)


def test_documents_that_must_be_compared_are_compared(many):
    database, matrix = many
    compared = compare(database, matrix[0], np.ones(len(matrix), dtype=bool), also=[50, 51])
    assert {50, 51} <= set(compared.rows.tolist())
    assert len(compared.rows) < 200


def test_a_setting_chooses_the_engine(hub, settings):
    from nic_hub.app import create_app

    app = create_app(dataclasses.replace(settings, vector_engine="pgvector"), embedder=WordEmbedder())
    search = app.extensions["hub"].search
    assert isinstance(search.compare, PgVectors)
    assert ask(hub, search, "exit reflection")[0].record_id == "r1"
    app.extensions["hub"].database.dispose()


def test_the_search_of_a_prepared_database_is_loaded_while_somebody_writes(prepared, settings):
    from nic_hub.app import create_app

    patient = dataclasses.replace(settings, vector_engine="pgvector", database_wait_seconds=300)
    hub = create_app(patient, embedder=WordEmbedder()).extensions["hub"]
    with ThreadPoolExecutor(1) as pool, prepared.writing():
        search = pool.submit(lambda: hub.search).result(60)
    assert isinstance(search.compare, PgVectors)
    hub.database.dispose()
