"""A made-up network can be imported, looks like a real one, and is the same every time."""

from datetime import date

import numpy as np
import pytest
from sqlalchemy import func, select

from benchmarks import made_up, made_up_hub
from benchmarks.asked import TODAY
from nic_hub.models import ChangeIdea, Embedding, PdsaCycle, SearchDocument
from tests.fakes import WordEmbedder


def lists(bundle):
    return {name: value for name, value in bundle["networks"][0].items() if isinstance(value, list)}


def test_records_come_in_whole_tens():
    made = lists(made_up.make_bundle(25))
    kinds = ("tools", "change_ideas", "pdsa_cycles", "storyboards")
    assert [len(made[kind]) for kind in kinds] == [3, 6, 18, 3]


def test_the_same_network_is_made_every_time():
    assert made_up.make_bundle(30) == made_up.make_bundle(30)


def test_a_larger_network_holds_the_smaller_one():
    small, large = lists(made_up.make_bundle(20)), lists(made_up.make_bundle(50))
    assert large["pdsa_cycles"][: len(small["pdsa_cycles"])] == small["pdsa_cycles"]


def test_no_text_comes_twice():
    cycles = lists(made_up.make_bundle(3_000))["pdsa_cycles"]
    assert len({cycle["observations"] + cycle["result"] for cycle in cycles}) == len(cycles)


def test_what_is_made_up_is_never_taken_for_what_a_team_reported():
    made = lists(made_up.make_bundle(20))
    assert {each["provenance"] for kind in ("tools", "pdsa_cycles") for each in made[kind]} == {"synthetic"}


def test_an_adaptation_is_of_another_teams_idea_on_the_same_driver():
    ideas = {idea["key"]: idea for idea in lists(made_up.make_bundle(3_200))["change_ideas"]}
    adapted = [idea for idea in ideas.values() if "parent" in idea]
    assert adapted
    assert all(ideas[idea["parent"]]["driver"] == idea["driver"] for idea in adapted)
    assert all(ideas[idea["parent"]]["team"] != idea["team"] for idea in adapted)


def test_the_hub_takes_all_of_it(hub):
    with hub.database.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(model))
            for model in (SearchDocument, ChangeIdea, PdsaCycle)
        ]
    assert counts == [hub.size, hub.size // 5, hub.size * 6 // 10]
    assert (hub.snapshot.document_count, len(hub.snapshot.unread)) == (hub.size, 0)


def test_a_hub_that_was_filled_is_used_again(hub):
    with made_up_hub.made_up_hub(hub.size, WordEmbedder()) as again:
        assert again.file == hub.file
        assert again.snapshot.document_count == hub.size


def test_records_that_are_made_in_another_way_get_another_file(quick, monkeypatch):
    known = made_up_hub.file_of(10)
    monkeypatch.setattr(made_up, "TEAMS", 200)
    assert made_up_hub.file_of(10) != known


def test_the_vectors_of_a_large_hub_are_made_up(quick, monkeypatch):
    monkeypatch.setattr(made_up_hub, "MOST_READ", 10)
    with made_up_hub.made_up_hub(20, WordEmbedder()) as hub, hub.database.reading() as session:
        text, vector = session.execute(
            select(SearchDocument.text, Embedding.vector)
            .join(Embedding, Embedding.document_id == SearchDocument.id)
            .where(Embedding.ordinal == 0)
        ).first()
        assert "made up" in hub.told
    assert not np.allclose(np.frombuffer(vector, "<f4"), WordEmbedder().read(text).vector)


def test_a_made_up_vector_lies_near_that_of_the_words_a_text_begins_with():
    quick, text = (
        made_up_hub.QuickEmbedder(WordEmbedder()),
        "Three reads of a problem, Lorham\nRead it thrice.",
    )
    (reading,) = quick.read_documents([text])
    vector = reading.vector
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert 0.7 < vector @ WordEmbedder().read("Three reads of a problem").vector < 0.9
    assert abs(vector @ WordEmbedder().read("buses and lunch").vector) < 0.3


def test_the_day_of_asking_comes_after_every_cycle():
    closed = [cycle["closed_on"] for cycle in lists(made_up.make_bundle(100))["pdsa_cycles"]]
    assert date.fromisoformat(max(closed)) < TODAY
