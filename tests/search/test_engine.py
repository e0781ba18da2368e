"""A question finds what fits, among what the asker may see, and leaks nothing else."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nic_hub.domain.visibility import Grant
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.search.reading import Words
from tests.fakes import WordEmbedder
from tests.search.conftest import TOP
from tests.search.worlds import EVERYTHING, NETWORK, add_network, make_document

LOOK_ALIKES = {
    "confusion": "Student reflections to identify confusion. Students write down where they got lost.",
    "grades": "Grade reflection. Students look at their grades and plan how to raise them.",
    "think": "Think It Out. A behaviour reflection form that students fill in before they rejoin the class.",
    "asking": "Students ask questions when they are confused: prompts on the desks.",
    "questioning": "The leadership team focuses on teachers' questioning in observed lessons.",
    "opener": "A ten minute opener with student to student discourse around rich tasks.",
    "advisory": "Weekly advisory period about growth mindset.",
}


def fill(database, documents, embedder):
    with database.writing() as session:
        add_network(session)
        session.flush()
        session.add_all(documents)
    embed_missing(database, embedder)
    return SearchEngine(embedder)


def ask(database, engine, query, grants=EVERYTHING, **options):
    with database.reading() as session:
        return engine.search(session, query, grants, **options)


def ids(hits):
    return [hit.record_id for hit in hits]


def test_a_reading_that_is_kept_holds_words_and_not_what_they_are_read_from(onnx_embedder):
    assert not isinstance(onnx_embedder.read("lost students")._words, Words)
    assert isinstance(SearchEngine(onnx_embedder).read("lost students")._words, Words)


@pytest.fixture
def look_alikes(database, onnx_embedder):
    """The real model over records that sound alike."""
    documents = [make_document(text, name) for name, text in LOOK_ALIKES.items()]
    return fill(database, documents, onnx_embedder)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the Think It Out form", "think"),
        ("My kids won't say so when they don't get it", "asking"),
        ("what happens when pupils reflect on their marks?", "grades"),
        ("a form where students say what confused them", "confusion"),
        ("how do teachers pose better questions", "questioning"),
        ("short warm-up talk between students", "opener"),
        ("a weekly homeroom period", "advisory"),
    ],
)
@pytest.mark.sqlite
def test_look_alikes_are_told_apart(database, look_alikes, question, expected):
    assert ask(database, look_alikes, question)[0].record_id == expected


@pytest.mark.sqlite
def test_teams_that_work_on_discourse_find_each_other(database, onnx_embedder):
    file = TOP.parent / "shared" / "eval" / "nic_real" / "nic_records.json"
    if not file.exists():
        pytest.skip("the evaluation data (../shared/eval) is not here")
    records = json.loads(file.read_text())["records"]
    texts = {
        row["id"]: "\n".join(row[field] for field in ("text", "study", "act") if row.get(field))
        for row in records
    }
    engine = fill(database, [make_document(text, id_) for id_, text in texts.items()], onnx_embedder)
    same = {"nic002", "nic005", "nic009", "nic013", "nic015", "nic017"}
    found = [set(ids(ask(database, engine, texts[id_], without_idea_ids=[id_]))) & same for id_ in same]
    assert min(len(each) for each in found) >= 2
    assert sum(len(each) for each in found) >= 22  # Of 30; the words they share are few.


@pytest.fixture
def teams(database):
    """Sixty records of team t0, about what is asked, and three of team t1, about something else."""
    ours = [make_document(f"Reflection form number {n}", f"a{n}", team_id="t0") for n in range(60)]
    theirs = [make_document(f"Bus route {n}", f"b{n}", team_id="t1") for n in range(3)]
    return fill(database, [*ours, *theirs], WordEmbedder())


def test_a_rare_filter_returns_all_it_has(database, teams):
    assert set(ids(ask(database, teams, "reflection form", team_ids=["t1"]))) == {"b0", "b1", "b2"}


def test_a_filter_that_goes_with_the_meaning_returns_its_ten(database, teams):
    assert len(ask(database, teams, "bus route", team_ids=["t0"])) == 10


def test_grants_and_filters_both_hold(database, teams):
    only_theirs = [Grant.of(network_id=[NETWORK], team_id=["t1"])]
    assert len(ask(database, teams, "bus", only_theirs)) == 3
    assert ask(database, teams, "bus", only_theirs, team_ids=["t0"]) == []
    assert ask(database, teams, "bus", []) == []


def test_another_network_is_not_searched(database, teams):
    assert ask(database, teams, "bus", network_id="another") == []


def test_a_cycle_is_seen_by_who_may_see_its_idea_or_is_of_its_team(database):
    documents = [
        make_document("Exit slips", "idea", visibility="team", team_id="t0"),
        make_document("Cycle on exit slips", "cycle", kind="pdsa_cycle", idea_id="idea", team_id="t1"),
    ]
    engine = fill(database, documents, WordEmbedder())
    network = [Grant.of(network_id=[NETWORK], visibility=["network"])]
    own = [Grant.of(network_id=[NETWORK], team_id=["t1"])]
    assert ids(ask(database, engine, "slips", network)) == []
    assert ids(ask(database, engine, "slips", network, own_grants=own)) == ["cycle"]


def test_a_hit_tells_what_it_is(database):
    idea = make_document("Advisory", "idea")
    cycle = make_document("Exit slips", "cycle", kind="pdsa_cycle", idea_id="idea")
    hit = ask(database, fill(database, [idea, cycle], WordEmbedder()), "exit slips")[0]
    assert (hit.kind, hit.record_id, hit.idea_id) == ("pdsa_cycle", "cycle", "idea")
    assert hit.dense == pytest.approx(1, abs=1e-5)
    assert hit.lexical == pytest.approx(1)


@pytest.mark.parametrize("query", ["", "  ", "?!?", '"")(', "***"])
def test_a_question_without_a_word_finds_nothing(database, query):
    engine = fill(database, [make_document("Exit slips", "a")], WordEmbedder())
    assert ask(database, engine, query) == []


@pytest.fixture
def small(database):
    return fill(database, [make_document(text, name) for name, text in LOOK_ALIKES.items()], WordEmbedder())


@given(query=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_question_is_answered(database, small, query):
    hits = ask(database, small, query)
    assert all(0 <= hit.score <= 1 and 0 <= hit.lexical <= 1 for hit in hits)
    assert len(set(ids(hits))) == len(hits)


def test_a_whole_text_is_a_question_too(database, small):
    text = " ".join(LOOK_ALIKES.values()) + LOOK_ALIKES["advisory"] * 3
    assert ask(database, small, text)[0].record_id == "advisory"


@pytest.mark.parametrize("visible", [1, 3, 30])
def test_hidden_records_change_nothing_for_others(database, visible):
    """Neither order, nor scores, nor the weight of words may tell that something is hidden."""
    seen = [make_document(f"Reflection form {n} about grades and talk", f"a{n}") for n in range(visible)]
    engine = fill(database, seen, WordEmbedder())
    query, grants = "grades form 2", [Grant.of(network_id=[NETWORK], is_draft=[False])]
    before = ask(database, engine, query, grants, limit=50)
    with database.writing() as session:
        session.add_all(make_document(f"Grades grades {n}", f"h{n}", is_draft=True) for n in range(40))
    embed_missing(database, WordEmbedder())
    assert ask(database, engine, query, grants, limit=50) == before
