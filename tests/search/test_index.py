"""The index of a process knows at once what any other has committed, and nothing that was not."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from nic_hub.models import Embedding, SearchChange, SearchDocument
from nic_hub.search import contents
from nic_hub.search import snapshot as snapshots
from nic_hub.search.engine import SearchEngine
from nic_hub.search.facets import Filter
from nic_hub.search.indexer import embed_missing
from tests.fakes import WordEmbedder
from tests.search.worlds import EVERYTHING, add_network, make_document


@pytest.fixture
def hub(database):
    """A hub with three documents, embedded."""
    with database.writing() as session:
        add_network(session)
        session.flush()
        session.add(make_document("Prompts on the desks", "prompts"))
        session.add(make_document("Grade reflection form", "grades"))
        session.add(make_document("Three reads of a problem", "reads"))
    embed_missing(database, WordEmbedder())
    return database


@pytest.fixture
def engine():
    return SearchEngine(WordEmbedder())


def found(database, engine, query="prompts reflection reads", **wishes):
    """Return the records that hold a word of the query."""
    with database.reading() as session:
        hits = engine.search(session, query, EVERYTHING, **wishes)
    return {hit.record_id for hit in hits if hit.lexical}


def change(database, record_id, **values):
    with database.writing() as session:
        session.execute(update(SearchDocument).where(SearchDocument.record_id == record_id).values(values))


def test_everything_committed_before_is_found(hub, engine):
    assert found(hub, engine) == {"prompts", "grades", "reads"}


def test_what_another_process_commits_is_found_by_the_next_search(hub, engine):
    found(hub, engine)
    with hub.writing() as session:
        session.add(make_document("Exit slips about prompts", "slips"))
    assert "slips" in found(hub, engine, "slips")


def test_a_filter_that_was_asked_for_before_takes_in_what_came_since(hub, engine):
    assert "slips" not in found(hub, engine, "slips", kinds=["change_idea"])
    with hub.writing() as session:
        session.add(make_document("Exit slips about prompts", "slips"))
    assert "slips" in found(hub, engine, "slips", kinds=["change_idea"])


def test_no_more_filters_are_kept_than_there_is_room_for(hub, engine):
    with hub.reading() as session:
        snapshot = engine.catch_up(session)
    for number in range(snapshots.WISHES + 2):
        assert not snapshot.wanted(Filter(team_ids=[str(number)])).any()
    assert len(snapshot._wanted) <= snapshots.WISHES


def test_a_document_without_a_vector_is_found_by_its_words(hub, engine):
    with hub.writing() as session:
        session.add(make_document("Exit slips", "slips"))
    with hub.reading() as session:
        hit = engine.search(session, "slips", EVERYTHING)[0]
    assert (hit.record_id, hit.dense, hit.lexical) == ("slips", None, pytest.approx(1.0))


def test_its_vector_counts_as_soon_as_it_is_there(hub, engine):
    with hub.writing() as session:
        session.add(make_document("Exit slips", "slips"))
    found(hub, engine)
    embed_missing(hub, WordEmbedder())
    with hub.reading() as session:
        assert engine.search(session, "exit slips", EVERYTHING)[0].dense == pytest.approx(1.0, abs=1e-5)


def count_unread(database, engine, grants=EVERYTHING, **wishes):
    with database.reading() as session:
        return engine.count_unread(session, grants, (), Filter(**wishes))


def test_what_was_not_read_yet_is_counted_until_it_is(hub, engine):
    assert count_unread(hub, engine) == 0
    with hub.writing() as session:
        session.add(make_document("Exit slips", "slips"))
    assert count_unread(hub, engine) == 1
    embed_missing(hub, WordEmbedder())
    assert count_unread(hub, engine) == 0


def test_a_text_that_changed_is_unread_again(hub, engine):
    change(hub, "grades", text="A form", text_hash=b"another")
    assert count_unread(hub, engine) == 1


def test_everything_is_unread_to_another_model(hub):
    other = WordEmbedder()
    other.name = "words/2"
    assert count_unread(hub, SearchEngine(other)) == 3


def test_only_what_is_wanted_and_may_be_seen_is_counted_as_unread(hub, engine):
    with hub.writing() as session:
        session.add(make_document("Exit slips", "slips", kind="tool"))
        session.add(make_document("Seating plans", "plans", is_hidden=True))
    assert count_unread(hub, engine, [EVERYTHING[0].of(is_hidden=[False])]) == 1
    assert count_unread(hub, engine, kinds=["tool"]) == 1
    assert count_unread(hub, engine, kinds=["pdsa_cycle"]) == 0


def test_a_deleted_document_is_gone_at_once(hub, engine):
    found(hub, engine)
    with hub.writing() as session:
        session.execute(delete(SearchDocument).where(SearchDocument.record_id == "grades"))
    assert found(hub, engine) == {"prompts", "reads"}


@pytest.mark.parametrize("column", ["is_withdrawn", "is_archived"])
def test_a_change_of_a_facet_takes_effect_at_once(hub, engine, column):
    found(hub, engine)
    change(hub, "grades", **{column: True})
    assert found(hub, engine) == {"prompts", "reads"}
    change(hub, "grades", **{column: False})
    assert found(hub, engine) == {"prompts", "grades", "reads"}


def test_a_deleted_vector_is_gone_at_once(hub, engine):
    found(hub, engine)
    with hub.writing() as session:
        session.execute(delete(Embedding))
    with hub.reading() as session:
        assert {hit.dense for hit in engine.search(session, "prompts reads", EVERYTHING)} == {None}


def test_a_vector_of_an_older_text_is_not_used(hub, engine):
    change(hub, "prompts", text="Sentence starters", text_hash=b"new")
    with hub.reading() as session:
        hits = {hit.record_id: hit for hit in engine.search(session, "starters", EVERYTHING)}
    assert hits["prompts"].dense is None


def test_vectors_of_another_model_are_never_mixed_in(hub):
    other = WordEmbedder()
    other.name = "words/2"
    with hub.reading() as session:
        hits = SearchEngine(other).search(session, "prompts", EVERYTHING)
    assert [hit.dense for hit in hits] == [None]


def test_what_was_rolled_back_is_not_found(hub, engine):
    found(hub, engine)
    with pytest.raises(RuntimeError, match="changed my mind"), hub.writing() as session:
        session.add(make_document("Exit slips", "slips"))
        session.flush()
        raise RuntimeError("changed my mind")
    with hub.writing() as session:
        session.add(make_document("Advisory", "advisory"))
    assert found(hub, engine, "slips advisory") == {"advisory"}


def test_nothing_is_read_twice_when_nothing_changed(hub, engine):
    with hub.reading() as session:
        first = engine.catch_up(session)
    with hub.reading() as session:
        assert engine.catch_up(session) is first


def test_an_index_with_mostly_retired_rows_is_built_anew(hub, engine, monkeypatch):
    monkeypatch.setattr(contents, "RETIRED_LIMIT", 4)
    for number in range(8):
        change(hub, "grades", title=f"Form {number}")
        assert found(hub, engine) == {"prompts", "grades", "reads"}
    with hub.reading() as session:
        assert len(engine.catch_up(session).facets.alive) < 3 + 8


def test_a_failed_catch_up_is_made_good_by_the_next(hub, engine, monkeypatch):
    change(hub, "grades", is_archived=True)
    monkeypatch.setattr(contents.Contents, "snapshot", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        found(hub, engine)
    monkeypatch.undo()
    assert found(hub, engine) == {"prompts", "reads"}


def test_every_writer_is_followed_even_one_past_the_models(hub, engine):
    found(hub, engine)
    with hub.writing() as session:
        session.execute(text("UPDATE search_document SET is_archived = true WHERE record_id = 'reads'"))
    assert found(hub, engine) == {"prompts", "grades"}


def test_a_document_keeps_one_line_in_the_list_of_changes(hub):
    for number in range(3):
        change(hub, "grades", title=f"Form {number}")
    with hub.reading() as session:
        assert len(session.scalars(select(SearchChange)).all()) == 3


def test_a_search_that_began_earlier_does_not_bring_old_facets_back(hub, engine):
    with hub.reading() as early:
        early.execute(text("SELECT count(*) FROM search_document")).all()
        change(hub, "grades", is_withdrawn=True)
        assert "grades" not in found(hub, engine)
        engine.search(early, "grades", EVERYTHING)
        assert "grades" not in found(hub, engine)


def test_threads_that_write_and_search_miss_nothing(hub, engine):
    missed, threads = [], []

    def post_and_ask(number):
        with hub.writing() as session:
            session.add(make_document(f"Routine number{number}", f"routine{number}"))
        if f"routine{number}" not in found(hub, engine, f"number{number}"):
            missed.append(number)

    for number in range(24):
        threads.append(threading.Thread(target=post_and_ask, args=(number,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert missed == []
    assert len(found(hub, engine, "routine", limit=50)) == 24


@contextmanager
def past_the_lock(database):
    """Write as a repair by hand would: past the hub's own lock, so that two may overlap."""
    with database.engine.connect() as connection:
        connection.execution_options(nic_hub_reading=True)
        with Session(connection) as session:
            yield session


@pytest.mark.postgresql
def test_a_lower_transaction_that_commits_later_is_not_missed(hub, engine):
    with past_the_lock(hub) as one, past_the_lock(hub) as other:
        one.add(make_document("early", "early"))
        one.flush()
        other.add(make_document("late", "late"))
        other.commit()
        assert found(hub, engine, "early late") == {"late"}
        one.commit()
    assert found(hub, engine, "early late") == {"early", "late"}


@pytest.mark.postgresql
def test_an_unfinished_transaction_does_not_have_the_others_read_again(hub, engine):
    with past_the_lock(hub) as waiting:
        waiting.execute(text("UPDATE search_document SET title = 'x' WHERE record_id = 'reads'"))
        change(hub, "grades", title="y")
        with hub.reading() as session:
            first = engine.catch_up(session)
        with hub.reading() as session:
            assert engine.catch_up(session) is first


@pytest.mark.postgresql
def test_an_older_view_of_the_database_changes_nothing(hub, engine):
    with past_the_lock(hub) as waiting, hub.reading() as early, hub.reading() as late:
        waiting.execute(text("UPDATE search_document SET title = 'x' WHERE record_id = 'reads'"))
        change(hub, "grades", title="y")
        early.execute(text("SELECT 1"))
        change(hub, "grades", is_withdrawn=True)
        newest = engine.catch_up(late)
        assert engine.catch_up(early) is newest


@pytest.mark.postgresql
def test_what_a_transaction_wrote_itself_is_not_taken_in_before_it_commits(hub, engine):
    before = found(hub, engine)
    with pytest.raises(RuntimeError, match="changed my mind"), hub.writing() as session:
        session.add(make_document("Exit slips about prompts", "slips"))
        session.flush()
        assert {hit.record_id for hit in engine.search(session, "slips", EVERYTHING) if hit.lexical} == set()
        raise RuntimeError("changed my mind")
    assert found(hub, engine) == before


@pytest.mark.parametrize("step", ["_add_vectors", "_add_words"])
def test_an_index_that_failed_in_the_middle_of_a_row_is_built_anew(hub, engine, monkeypatch, step):
    found(hub, engine)
    with hub.writing() as session:
        session.add(make_document("Exit slips", "slips"))
    with monkeypatch.context() as failing:
        failing.setattr(contents.Contents, step, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            found(hub, engine)
    assert found(hub, engine, "slips prompts") == {"slips", "prompts"}


@pytest.mark.parametrize("text", ["y" * 1_100 + "e", "a" * 100_000, "aeiouy" * 5_000 + "ational"])
def test_keys_that_were_leant_on_do_no_harm(hub, engine, text):
    with hub.writing() as session:
        session.add(make_document(f"Exit slips {text}", "slips"))
    assert found(hub, engine, f"slips {text}") == {"slips"}
