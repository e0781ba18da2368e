"""Search, suggestions and feedback over HTTP."""

import json

import pytest
from sqlalchemy import select

from nic_hub.api.limits import Limits
from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import IdempotentAnswer, Suggestion
from nic_hub.search.indexer import count_missing
from tests.factories import make_cycle, make_driver, make_idea

QUESTION = {"query": "Has anyone tested question cards for students who are lost?"}


def ids(items):
    return [item["id"] for item in items]


@pytest.fixture
def cards(app, world):
    """A tested idea of a team in the other district."""
    with app.extensions["hub"].database.writing() as session:
        idea = make_idea(
            session,
            team=world.far,
            driver_id=world.driver.id,
            key="cards",
            title="Question cards for students who are lost",
            description="Students who are lost hold up question cards.",
        )
        make_cycle(session, idea=idea, team=world.far, student_count=28)
    hub = app.extensions["hub"]
    hub.embed_rest(hub.search)
    return idea


class TestSearch:
    """``GET /search``."""

    def test_what_fits_is_found_best_first(self, world, cards):
        found = world.teacher.get(
            "/search", query_string={"q": "question cards for students who are lost"}
        ).json
        assert found["items"][0]["id"] == cards.id
        assert found["items"][0]["kind"] == "change_idea"
        assert found["items"][0]["title"] == cards.title
        scores = [item["score"] for item in found["items"]]
        assert scores == sorted(scores, reverse=True)
        assert found["total"] == len(found["items"])

    def test_ideas_are_found_by_the_new_name_of_their_driver_at_once(self, app, world, cards):
        renamed = world.coach.patch(f"/drivers/{world.driver.id}", {"name": "Perseverance"}, version=1)
        assert renamed.status_code == 200
        found = world.neighbour.get("/search?q=perseverance&kind=change_idea").json["items"]
        assert {item["id"] for item in found[:2]} == {cards.id, world.idea.id}
        hub = app.extensions["hub"]
        with hub.database.reading() as session:
            assert count_missing(session, hub.search.embedder.name) == 0

    @pytest.mark.parametrize("named", ["D5", "D9"])
    def test_ideas_of_a_merged_driver_are_found_by_its_old_key_and_by_the_new(self, app, world, cards, named):
        with app.extensions["hub"].database.writing() as session:
            make_driver(session, network=world.network, parent=world.primary, key="D9")
        merged = world.coach.post(f"/drivers/{world.driver.id}/merge", {"into": "D9"}, version=1)
        assert merged.status_code == 200
        assert cards.id in ids(world.teacher.get(f"/change-ideas?driver={named}").json["items"])
        assert cards.id in ids(world.teacher.get(f"/search?q=question cards&driver={named}").json["items"])
        answer = world.teacher.post("/suggestions", {**QUESTION, "driver": named}).json
        assert [each["change_idea"]["id"] for each in answer["suggestions"]] == [cards.id]
        assert answer["understood_as"]["driver"]["key"] == "D9"

    @pytest.mark.parametrize("named", ["id", "key"])
    def test_filters_take_an_id_or_a_key(self, world, cards, named):
        for name, row in (("driver", world.driver), ("team", world.far), ("district", world.there)):
            query = {"q": "question cards", name: getattr(row, named), "kind": "change_idea"}
            found = world.teacher.get("/search", query_string=query).json["items"]
            assert cards.id in [item["id"] for item in found], name
            assert name != "team" or {item["team_id"] for item in found} == {world.far.id}

    def test_several_kinds_can_be_asked_for(self, world, cards):
        query = "/search?q=question+cards&kind=tool&kind=change_idea"
        assert {item["kind"] for item in world.teacher.get(query).json["items"]} <= {"tool", "change_idea"}

    def test_only_what_was_tried_can_be_asked_for(self, world, cards):
        found = world.teacher.get("/search?q=prompts&tested=true").json["items"]
        assert found
        assert {item["kind"] for item in found} == {"pdsa_cycle"}

    def test_what_one_may_not_see_is_not_found(self, world, cards):
        assert (
            world.teacher.get("/search?q=prompts").json["total"]
            > world.outsider.get("/search?q=prompts").json["total"]
        )
        found = world.colleague.get("/search?q=Question+prompts&page_size=100").json["items"]
        assert world.draft.id not in [item["id"] for item in found]

    def test_pages_are_cut_from_what_was_found(self, world, cards):
        whole = world.teacher.get("/search?q=question&page_size=100").json
        second = world.teacher.get("/search?q=question&page_size=1&page=2").json
        assert second["items"] == whole["items"][1:2]
        assert second["total"] == whole["total"]

    @pytest.mark.parametrize(
        "text", ["what's", "9th-grade", '"', "a OR (b", "NEAR(", "*", "…", "?!", "title:x", "%"]
    )
    def test_any_punctuation_is_harmless(self, world, text):
        assert world.teacher.get("/search", query_string={"q": text}).status_code == 200

    @pytest.mark.parametrize(
        "query", ["", "?q=", "?q=%20", "?q=x&kind=team", "?q=x&driver=nothing", "?q=x&page=0"]
    )
    def test_a_wrong_search_is_refused(self, world, query):
        assert world.teacher.get(f"/search{query}").status_code == 422

    def test_what_was_just_written_is_found_at_once(self, world):
        body = {"question": "Who knows zebra crossings?"}
        made = world.neighbour.post("/help-wanted", body).json
        found = world.teacher.get("/search?q=zebra+crossings").json["items"]
        assert found[0]["id"] == made["id"]

    def test_a_stranger_finds_what_is_public(self, app, world, stranger):
        with app.extensions["hub"].database.writing() as session:
            session.merge(world.network).allows_public = True
            shown = make_idea(session, team=world.team, visibility=Visibility.PUBLIC, title="Zebra")
        found = stranger.get("/search?q=zebra").json
        assert [item["id"] for item in found["items"]] == [shown.id]


@pytest.fixture
def public(app, world):
    """A tested idea that everybody may read, in a network that lets them."""
    with app.extensions["hub"].database.writing() as session:
        session.merge(world.network).allows_public = True
        idea = make_idea(
            session,
            team=world.far,
            driver_id=world.driver.id,
            key="zebra",
            visibility=Visibility.PUBLIC,
            title="Zebra cards",
            description="Zebra cards lie on each desk.",
        )
        make_cycle(session, idea=idea, team=world.far, visibility=Visibility.PUBLIC, student_count=30)
        make_idea(session, team=world.far, driver_id=world.driver.id, title="Zebra cards in secret")
    hub = app.extensions["hub"]
    hub.embed_rest(hub.search)
    return idea


@pytest.fixture
def two_open(app, world, public):
    """Two networks that let everybody read."""
    with app.extensions["hub"].database.writing() as session:
        session.merge(world.other).allows_public = True


ZEBRA = {"query": "Zebra cards on each desk?"}


class TestWithoutAToken:
    """What is public is searched and suggested to everybody, and nothing of the question is kept."""

    def test_suggestions_come_from_what_is_public(self, world, stranger, public):
        answer = stranger.post("/suggestions", ZEBRA)
        assert answer.status_code == 200
        assert [item["change_idea"]["id"] for item in answer.json["suggestions"]] == [public.id]
        assert answer.json["your_history"] == []

    def test_who_tested_it_is_for_members(self, world, stranger, public):
        [told] = stranger.post("/suggestions", ZEBRA).json["suggestions"]
        assert (told["team"], told["latest_test"]) == (None, None)
        assert told["evidence"]["cycles"] == 1
        assert world.far.name not in json.dumps(told)

    def test_nothing_tells_in_what_context_a_team_works(self, app, world, stranger, public):
        with app.extensions["hub"].database.writing() as session:
            session.merge(world.far).context = {"subject": "mathematics", "coach_present": True}
        answers = [
            stranger.post("/suggestions", {**ZEBRA, "context": {"subject": subject}}).json
            for subject in ("mathematics", "science")
        ]
        assert answers[0] == answers[1]
        [told] = answers[0]["suggestions"]
        assert not [reason for reason in told["reasons"] if "context" in reason["code"]]

    def test_no_question_is_kept_and_none_can_be_answered_with_feedback(self, app, stranger, public):
        answer = stranger.post("/suggestions", ZEBRA, key="again")
        assert answer.json["id"] is None
        assert stranger.post(f"/suggestions/{'f' * 32}/feedback", {}).status_code == 401
        with app.extensions["hub"].database.reading() as session:
            kept = [session.scalars(select(model)).all() for model in (Suggestion, IdempotentAnswer)]
        assert kept == [[], []]

    def test_no_network_lets_everybody_read(self, stranger):
        assert stranger.post("/suggestions", ZEBRA).status_code == 401
        assert stranger.get("/search?q=zebra").status_code == 401

    def test_of_several_networks_one_is_named(self, world, stranger, public, two_open):
        asked, searched = stranger.post("/suggestions", ZEBRA), stranger.get("/search?q=zebra")
        assert [answer.json["errors"][0]["pointer"] for answer in (asked, searched)] == [
            "/network",
            "?network",
        ]
        assert "core, other" in asked.json["detail"]
        found = stranger.get("/search?q=zebra&kind=change_idea&network=core").json["items"]
        assert [item["id"] for item in found] == [public.id]
        assert stranger.get("/search?q=zebra&network=other").json["total"] == 0
        for named in ("core", world.network.id):
            assert stranger.post("/suggestions", {**ZEBRA, "network": named}).json["suggestions"]

    def test_a_network_that_is_not_open_does_not_exist(self, world, stranger, public):
        assert stranger.get("/search?q=zebra&network=other").status_code == 422
        answer = stranger.post("/suggestions", {**ZEBRA, "network": "other"})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/network")

    def test_a_member_may_name_their_own_network_alone(self, world, public, two_open):
        own, named = (world.teacher.get(f"/search?q=zebra{name}").json for name in ("", "&network=core"))
        assert own == named
        assert world.teacher.get("/search?q=zebra&network=other").status_code == 422

    def test_who_asks_too_often_waits(self, app, stranger, public):
        app.extensions["hub"].limits = Limits(3)
        codes = [stranger.post("/suggestions", ZEBRA).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]


class TestSuggestions:
    """``POST /suggestions`` and the feedback on them."""

    def test_the_answer_has_its_whole_form(self, world, cards):
        answer = world.teacher.post("/suggestions", {**QUESTION, "driver": "D5"})
        assert answer.status_code == 200
        assert {
            "id",
            "understood_as",
            "suggestions",
            "your_history",
            "nearest",
            "live_tests",
            "unread_records",
            "message",
        } == set(answer.json)
        first = answer.json["suggestions"][0]
        assert first["change_idea"]["key"] == "cards"
        assert first["team"]["key"] == "far"
        assert 0 <= first["score"] <= 1
        assert first["evidence"]["strength"] == 2
        assert set(first["evidence"]["decisions"]) == {"adopt", "adapt", "abandon"}
        assert {"same", "different", "unknown"} == set(first["context"])
        assert first["reasons"][0].keys() == {"code", "text"}
        assert answer.json["understood_as"]["driver"]["key"] == "D5"

    def test_what_nobody_tested_gets_an_honest_empty_answer(self, world):
        answer = world.teacher.post("/suggestions", {"query": "Who flies kites on Mars?"})
        assert answer.status_code == 200
        assert answer.json["suggestions"] == []
        assert answer.json["message"]

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"query": None}, "/query"),
            ({"query": "  "}, "/query"),
            ({"query": "x" * 2_001}, "/query"),
            ({"limit": 0}, "/limit"),
            ({"limit": 11}, "/limit"),
            ({"limit": "3"}, "/limit"),
            ({"include_untested": "yes"}, "/include_untested"),
            ({"context": {"subject": "magic"}}, "/context/subject"),
            ({"context": {"planet": "Mars"}}, "/context/planet"),
            ({"driver": "nothing"}, "/driver"),
            ({"change_idea": "nothing"}, "/change_idea"),
            ({"team": "far"}, "/team"),
            ({"question": "?"}, "/question"),
        ],
    )
    def test_a_wrong_question_is_refused_by_its_place(self, world, change, pointer):
        answer = world.teacher.post("/suggestions", {**QUESTION, **change})
        assert answer.status_code == 422
        assert pointer in [error["pointer"] for error in answer.json["errors"]]

    def test_a_stored_question_holds_nothing_private(self, app, world):
        world.teacher.post("/suggestions", {"query": "Ask anna.smith@school.example about cards?"})
        with app.extensions["hub"].database.reading() as session:
            assert "anna.smith" not in session.query(Suggestion).one().query

    def test_feedback_is_stored_and_can_be_changed(self, world, cards):
        asked = world.teacher.post("/suggestions", {**QUESTION, "driver": "D5"}).json
        path = f"/suggestions/{asked['id']}/feedback"
        for verdict in ("useful", "different_problem"):
            answer = world.teacher.post(path, {"change_idea": "cards", "verdict": verdict})
            assert answer.status_code == 200
            assert answer.json["verdict"] == verdict
            assert answer.json["change_idea_id"] == cards.id

    def test_a_rejected_suggestion_is_not_made_again(self, world, cards):
        asked = world.teacher.post("/suggestions", {**QUESTION, "driver": "D5"}).json
        rejection = {"change_idea": "cards", "verdict": "not_my_context"}
        world.teacher.post(f"/suggestions/{asked['id']}/feedback", rejection)
        again = world.teacher.post("/suggestions", {**QUESTION, "driver": "D5"}).json
        assert "cards" not in [item["change_idea"]["key"] for item in again["suggestions"]]

    def test_nobody_judges_anothers_answer(self, world, cards):
        asked = world.teacher.post("/suggestions", {**QUESTION, "driver": "D5"}).json
        feedback = {"change_idea": "cards", "verdict": "useful"}
        for who in (world.principal, world.coach, world.admin, world.outsider):
            assert who.post(f"/suggestions/{asked['id']}/feedback", feedback).status_code == 404

    @pytest.mark.parametrize(
        "body", [{}, {"change_idea": "cards"}, {"change_idea": "cards", "verdict": "great"}]
    )
    def test_wrong_feedback_is_refused(self, world, cards, body):
        asked = world.teacher.post("/suggestions", QUESTION).json
        assert world.teacher.post(f"/suggestions/{asked['id']}/feedback", body).status_code == 422


class TestProposedDriver:
    """``GET /search/driver``."""

    def propose(self, person, words):
        return person.get("/search/driver", query_string={"q": words})

    def test_words_like_those_of_an_idea_are_about_its_driver(self, world, cards):
        told = self.propose(world.teacher, "question cards for students who are lost").json
        named = {name: getattr(world.driver, name) for name in ("id", "key", "name")}
        assert told["driver"].items() >= named.items()
        assert 0 < told["driver"]["confidence"] <= 1

    def test_ideas_that_were_written_before_are_shown_to_who_may_read_them(self, world, cards):
        words = "question cards for students who are lost"
        told = self.propose(world.teacher, words).json
        assert [each["change_idea"]["id"] for each in told["look_alikes"]][:1] == [cards.id]
        assert told["message"].endswith("wrote something near this.")
        assert self.propose(world.outsider, words).json["look_alikes"] == []

    @pytest.mark.parametrize("words", ["zebra quilt xylophone", "??", "the of and"])
    def test_words_about_nothing_here_are_about_no_driver(self, world, cards, words):
        told = self.propose(world.teacher, words).json
        assert (told["driver"], told["look_alikes"]) == (None, [])

    def test_who_is_not_signed_in_is_told_nothing(self, stranger):
        assert self.propose(stranger, "question cards").status_code == 401
