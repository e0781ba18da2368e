"""Every document gets its vectors, whatever happened before."""

import threading
from contextlib import contextmanager

import numpy as np
import pytest
from sqlalchemy import delete, func, select, update

from nic_hub.models import Embedding, SearchDocument
from nic_hub.search import indexer
from nic_hub.search.indexer import count_missing, embed_missing, forget_other_models
from nic_hub.search.reading import NO_WORDS, Reading
from tests.fakes import BrokenEmbedder, WordEmbedder
from tests.search.worlds import add_network, make_document

LONG = " ".join(["One two three four five six seven eight nine ten."] * 20)


class CountingEmbedder(WordEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self):
        self.texts = []

    def read_documents(self, texts):
        self.texts.extend(texts)
        return super().read_documents(texts)


class WatchedDatabase:
    """Knows whether somebody is writing."""

    def __init__(self, database):
        self.database, self.reading, self.is_writing = database, database.reading, False

    @contextmanager
    def writing(self, **how):
        with self.database.writing(**how) as session:
            self.is_writing = True
            yield session
            self.is_writing = False


class LateWords(WordEmbedder):
    """Reads words when somebody asks for them, and remembers whether somebody was writing then."""

    def __init__(self, database):
        self.database, self.was_writing = database, []

    def read(self, text):
        return Reading(super().read(text).vector, self.read_words)

    def read_words(self):
        self.was_writing.append(self.database.is_writing)
        return NO_WORDS


def store(database, *documents):
    with database.writing() as session:
        add_network(session)
        session.flush()
        session.add_all(documents)


def vectors_of(database, record_id, model="words/1"):
    with database.reading() as session:
        query = (
            select(Embedding.vector)
            .join(SearchDocument, SearchDocument.id == Embedding.document_id)
            .where(SearchDocument.record_id == record_id, Embedding.model == model)
            .order_by(Embedding.ordinal)
        )
        return [np.frombuffer(vector, dtype="<f4") for vector in session.scalars(query)]


def missing(database, model="words/1"):
    with database.reading() as session:
        return count_missing(session, model)


def test_nobody_waits_for_a_write_while_words_are_read(database):
    store(database, make_document("Exit slips", "short"))
    embedder = LateWords(WatchedDatabase(database))
    embed_missing(embedder.database, embedder)
    assert embedder.was_writing == [False]


def test_of_a_text_with_passages_the_words_of_the_passages_are_read(database):
    store(database, make_document(LONG, "long"))
    embedder = LateWords(WatchedDatabase(database))
    embed_missing(embedder.database, embedder)
    assert len(embedder.was_writing) == 3


def test_a_short_text_gets_one_vector_and_a_long_one_its_passages_too(database):
    store(database, make_document("Exit slips", "short"), make_document(LONG, "long"))
    assert embed_missing(database, WordEmbedder()) == 2
    assert len(vectors_of(database, "short")) == 1
    assert len(vectors_of(database, "long")) == 4
    whole = vectors_of(database, "long")[0]
    assert np.array_equal(whole, WordEmbedder().read(LONG).vector)


def test_nothing_is_embedded_twice(database):
    store(database, make_document("Exit slips", "a"))
    embed_missing(database, WordEmbedder())
    again = CountingEmbedder()
    assert embed_missing(database, again) == 0
    assert again.texts == []


def test_a_text_that_repeats_is_embedded_once_and_no_record_is_lost(database):
    store(database, *(make_document("Exit slips", name) for name in "abc"))
    embedder = CountingEmbedder()
    embed_missing(database, embedder)
    assert embedder.texts == ["Exit slips"]
    assert [len(vectors_of(database, name)) for name in "abc"] == [1, 1, 1]


def test_a_changed_text_is_embedded_again_and_surplus_passages_go(database):
    store(database, make_document(LONG, "a"))
    embed_missing(database, WordEmbedder())
    with database.writing() as session:
        session.execute(update(SearchDocument).values(text="Exit slips", text_hash=b"new"))
    assert embed_missing(database, WordEmbedder()) == 1
    (vector,) = vectors_of(database, "a")
    assert np.array_equal(vector, WordEmbedder().read("Exit slips").vector)


def test_a_crash_while_embedding_leaves_nothing_unfindable(database):
    store(database, make_document("Exit slips", "a"))
    broken = BrokenEmbedder()
    broken.name = "words/1"
    with pytest.raises(MemoryError):
        embed_missing(database, broken)
    assert missing(database) == 1
    embed_missing(database, WordEmbedder())
    assert missing(database) == 0


def test_a_crash_between_two_batches_costs_only_the_second(database, monkeypatch):
    monkeypatch.setattr(indexer, "BATCH", 2)
    store(database, *(make_document(f"Text {name}", name) for name in "abcd"))

    def stop(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_missing(database, WordEmbedder(), progress=stop)
    assert missing(database) == 2
    assert embed_missing(database, WordEmbedder()) == 2


def test_progress_goes_from_nothing_to_all(database, monkeypatch):
    monkeypatch.setattr(indexer, "BATCH", 2)
    store(database, *(make_document(f"Text {name}", name) for name in "abcde"))
    seen = []
    embed_missing(database, WordEmbedder(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_a_limit_is_kept(database):
    store(database, *(make_document(f"Text {name}", name) for name in "abc"))
    assert embed_missing(database, WordEmbedder(), limit=2) == 2
    assert missing(database) == 1


def test_a_text_that_changed_meanwhile_waits_for_the_next_call(database):
    store(database, make_document("Exit slips", "a"))

    class SlowEmbedder(WordEmbedder):
        def read_documents(self, texts):
            with database.writing() as session:
                session.execute(update(SearchDocument).values(text="Advisory", text_hash=b"new"))
            return super().read_documents(texts)

    embed_missing(database, SlowEmbedder())
    assert missing(database) == 1


def test_a_document_that_is_deleted_meanwhile_is_passed_over(database):
    store(database, make_document("Exit slips", "a"), make_document("Advisory", "b"))

    class SlowEmbedder(WordEmbedder):
        def read_documents(self, texts):
            with database.writing() as session:
                session.execute(delete(SearchDocument).where(SearchDocument.record_id == "a"))
            return super().read_documents(texts)

    embed_missing(database, SlowEmbedder())
    assert (missing(database), len(vectors_of(database, "b"))) == (0, 1)


def test_two_workers_at_once_leave_one_set_of_vectors(database):
    store(database, *(make_document(f"Text {number} {LONG}", str(number)) for number in range(70)))
    workers = [threading.Thread(target=embed_missing, args=(database, WordEmbedder())) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert missing(database) == 0
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Embedding)) == 70 * 4


def test_each_model_has_its_own_vectors_until_the_others_are_forgotten(database):
    other = WordEmbedder()
    other.name = "words/2"
    store(database, make_document("Exit slips", "a"))
    embed_missing(database, WordEmbedder())
    assert missing(database, "words/2") == 1
    embed_missing(database, other)
    with database.writing() as session:
        assert forget_other_models(session, "words/2") == 1
    assert (missing(database), missing(database, "words/2")) == (1, 0)


def test_a_text_whose_words_were_lost_is_read_anew(database):
    """As when a migration was taken back and made again."""
    store(database, make_document("Exit slips", "short"))
    embed_missing(database, WordEmbedder())
    with database.writing() as session:
        session.execute(update(Embedding).values(word_vectors=None))
    assert missing(database) == 1
    assert embed_missing(database, WordEmbedder()) == 1
    assert missing(database) == 0
