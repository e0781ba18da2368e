"""A storyboard drafted from cycles: every sentence links to its record, and what is missing is asked for."""

from __future__ import annotations

import pytest

from tests.factories import NOW, TOLD, make_cycle, make_help_wanted, make_idea, make_problem


@pytest.fixture
def add(app, world):
    def make(**values):
        with app.extensions["hub"].database.writing() as session:
            return make_cycle(session, idea=world.idea, team=world.team, **values).id

    return make


@pytest.fixture
def draft(world):
    return lambda person=None, **body: (person or world.teacher).post("/storyboards/draft-from-cycles", body)


def test_each_sentence_is_a_copy_of_a_record_and_links_to_it(draft, world):
    answer = draft(cycle_ids=[world.cycle.id])
    assert answer.status_code == 201
    told = {(each["field"], each["text"], each["kind"], each["id"]) for each in answer.json["sentences"]}
    assert told == {
        ("changes_tested", world.idea.title, "change_idea", world.idea.id),
        ("changes_tested", TOLD["what"], "pdsa_cycle", world.cycle.id),
        ("prediction", TOLD["prediction"], "pdsa_cycle", world.cycle.id),
        ("result", TOLD["result"], "pdsa_cycle", world.cycle.id),
        ("result", "The prediction was partly met.", "pdsa_cycle", world.cycle.id),
        ("learning", TOLD["learning"], "pdsa_cycle", world.cycle.id),
        ("challenges", TOLD["reason"], "pdsa_cycle", world.cycle.id),
        ("next_step", TOLD["next_step"], "pdsa_cycle", world.cycle.id),
    }


def test_the_draft_says_nothing_that_is_no_sentence(draft, world):
    answer = draft().json
    for field in ("focus", "changes_tested", "prediction", "result", "successes", "challenges", "learning"):
        copied = [each["text"] for each in answer["sentences"] if each["field"] == field]
        assert (answer["storyboard"][field] or "") == "\n".join(copied)


def test_what_no_record_says_is_blank_and_asked_for(draft):
    answer = draft().json
    assert (answer["storyboard"]["focus"], answer["storyboard"]["successes"]) == (None, None)
    assert {each["name"] for each in answer["missing"]} == {"focus", "successes"}


def test_it_is_a_draft_of_the_team_with_its_idea_and_driver(draft, world):
    board = draft().json["storyboard"]
    assert (board["published_at"], board["driver_id"]) == (None, world.driver.id)
    assert board["change_idea_ids"] == [world.idea.id]
    assert world.neighbour.get(f"/storyboards/{board['id']}").status_code == 404


def test_a_cycle_without_a_result_is_asked_why(draft, add):
    add(status="running", result=None, question="Do cups help?")
    asked = {each["name"]: each["advice"] for each in draft().json["missing"]}
    assert asked["result"].endswith("for what has none: Do cups help?")


def test_why_a_cycle_was_cancelled_is_a_challenge_and_no_result_of_it_is_waited_for(draft, add, world):
    gone = add(status="cancelled", cancel_reason="Nobody had a key.", result=None, reason=None, decision=None)
    answer = draft(cycle_ids=[world.cycle.id, gone]).json
    assert "Nobody had a key." in answer["storyboard"]["challenges"].split("\n")
    assert "result" not in {each["name"] for each in answer["missing"]}


def test_a_prediction_that_was_missed_is_told_though_the_change_was_adopted(draft, add):
    missed = add(prediction_met="not", decision="adopt", result="One a lesson, as before.")
    told = draft(cycle_ids=[missed]).json["storyboard"]["result"]
    assert told == "One a lesson, as before.\nThe prediction was not met."


def test_numbers_about_few_students_are_not_copied(draft, add):
    few = add(student_count=4, result="3 of 4 asked.", learning="All 4 liked it.", prediction_met="met")
    answer = draft(cycle_ids=[few])
    assert "3 of 4" not in answer.text
    assert "All 4" not in answer.text
    assert answer.json["storyboard"]["result"] is None
    assert "result" in {each["name"] for each in answer.json["missing"]}


def test_the_problem_and_open_calls_for_help_are_told(app, draft, world):
    with app.extensions["hub"].database.writing() as session:
        problem = make_problem(session, team=world.team, statement="Too few ask.")
        session.merge(world.idea).problem_id = problem.id
        make_help_wanted(session, team=world.team, question="Who has a signal?")
    board = draft().json["storyboard"]
    assert (board["focus"], board["help_wanted"]) == ("Too few ask.", "Who has a signal?")


def test_a_sentence_that_was_rewritten_is_no_copy_any_more(draft, world):
    board = draft().json["storyboard"]
    path = f"/storyboards/{board['id']}"
    world.teacher.patch(path, {"result": "Better."}, version=board["version"])
    fields = [each["field"] for each in world.teacher.get(f"{path}/sentences").json["items"]]
    assert "result" not in fields
    assert "learning" in fields


def test_whoever_may_not_read_a_cycle_sees_no_link_to_it(app, draft, world):
    board = draft().json["storyboard"]
    path = f"/storyboards/{board['id']}"
    told = {"focus": "Asking", "successes": "Hands."}
    assert world.teacher.patch(path, told, version=1).status_code == 200
    assert world.teacher.post(f"{path}/publish", {}, version=2).status_code == 200
    cycle = world.teacher.get(f"/pdsa-cycles/{world.cycle.id}").json
    with app.extensions["hub"].database.writing() as session:
        session.merge(world.cycle).visibility = "team"
    assert cycle["id"] == world.cycle.id
    items = world.colleague.get(f"{path}/sentences").json["items"]
    assert {each["id"] for each in items if each["field"] == "result"} == {None}
    assert {each["id"] for each in items if each["text"] == world.idea.title} == {world.idea.id}


@pytest.mark.parametrize("who", ["neighbour", "coach", "principal", "planner"])
def test_others_draft_nothing_from_the_teams_cycles(draft, world, who):
    answer = draft(getattr(world, who), cycle_ids=[world.cycle.id])
    assert answer.status_code in {403, 422}


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("Four.", 200),
        ("No result yet, because the class was merged.", 200),
        ("No result yet", 422),
        ("No result yet, because ...", 422),
        (None, 422),
    ],
)
def test_publishing_needs_a_result_or_why_there_is_none(world, result, status):
    body = {
        "title": "Asking",
        "focus": "f",
        "driver_id": "D5",
        "successes": "s",
        "challenges": "c",
        "result": result,
    }
    board = world.teacher.post("/storyboards", body).json
    assert world.teacher.post(f"/storyboards/{board['id']}/publish", {}, version=1).status_code == status


# Who reads what was copied.


SAID = {"focus": "Asking", "successes": "They asked.", "challenges": "Few did.", "driver_id": "D5"}


def publish(world, board, **body):
    board = world.teacher.patch(f"/storyboards/{board['id']}", SAID, version=board["version"]).json
    return world.teacher.post(f"/storyboards/{board['id']}/publish", body, version=board["version"])


@pytest.mark.parametrize(
    ("first", "second", "narrowest"),
    [
        ("network", "team", "team"),
        ("district", "network", "district"),
        ("public", "network", "network"),
        ("public", "public", "network"),
    ],
)
def test_a_draft_is_as_visible_as_the_narrowest_record_it_copies(draft, add, first, second, narrowest):
    cycles = [add(visibility=each) for each in (first, second)]
    assert draft(cycle_ids=cycles).json["storyboard"]["visibility"] == narrowest


@pytest.mark.parametrize("values", [{"status": "planned"}, {"hidden_at": NOW}])
def test_what_is_a_draft_or_hidden_is_copied_for_the_team_alone(draft, add, values):
    assert draft(cycle_ids=[add(**values)]).json["storyboard"]["visibility"] == "team"


def test_what_only_the_team_may_read_stays_there_when_its_storyboard_is_published(draft, add, world):
    board = draft(cycle_ids=[add(visibility="team", result="Only we may know.")]).json["storyboard"]
    assert publish(world, board).json["visibility"] == "team"
    for path in (f"/storyboards/{board['id']}", f"/storyboards/{board['id']}/sentences"):
        assert (world.teacher.get(path).status_code, world.colleague.get(path).status_code) == (200, 404)


def test_a_storyboard_is_shared_more_widely_than_its_sources_by_who_says_so(draft, add, world):
    board = draft(cycle_ids=[add(visibility="team")]).json["storyboard"]
    assert publish(world, board, visibility="network").json["visibility"] == "network"


@pytest.mark.parametrize(("told", "status"), [({}, 200), ({"visibility": "network"}, 422)])
def test_a_draft_that_was_made_wider_than_its_sources_asks_for_the_visibility(
    draft, add, world, told, status
):
    board = draft(cycle_ids=[add(visibility="team")]).json["storyboard"]
    board = world.teacher.patch(f"/storyboards/{board['id']}", told, version=1).json if told else board
    answer = publish(world, board)
    assert answer.status_code == status
    assert status == 200 or answer.json["errors"][0]["pointer"] == "/visibility"


def test_a_sentence_that_was_rewritten_asks_for_nothing(draft, add, world):
    board = draft(cycle_ids=[add(visibility="team")]).json["storyboard"]
    own = dict.fromkeys(
        ("changes_tested", "prediction", "result", "learning", "next_step"), "In other words."
    )
    board = world.teacher.patch(
        f"/storyboards/{board['id']}", {**own, "visibility": "network"}, version=1
    ).json
    assert publish(world, board).status_code == 200


def test_another_storyboard_that_says_the_same_asks_for_nothing(draft, add, world):
    draft(cycle_ids=[add(visibility="team")])
    board = draft(cycle_ids=[add()]).json["storyboard"]
    assert publish(world, board).json["visibility"] == "network"


def test_what_was_written_by_hand_is_published_as_widely_as_it_says(world):
    told = {"result": "More.", "title": "Asking", "visibility": "public"}
    board = world.teacher.post("/storyboards", told).json
    assert publish(world, board).json["visibility"] == "public"


def test_of_a_withdrawn_storyboard_no_copied_sentence_is_left(draft, world):
    board = publish(world, draft().json["storyboard"]).json
    path = f"/storyboards/{board['id']}"
    assert world.colleague.get(f"{path}/sentences").json["items"]
    world.teacher.post(f"{path}/withdraw", version=board["version"])
    for who in (world.colleague, world.teacher):
        assert who.get(f"{path}/sentences").json["items"] == []


@pytest.mark.parametrize("gone", [{"withdrawn_at": NOW}, {"hidden_at": NOW}], ids=["withdrawn", "hidden"])
def test_of_what_is_withdrawn_or_hidden_nothing_is_copied(app, draft, world, gone):
    with app.extensions["hub"].database.writing() as session:
        problem = make_problem(session, team=world.far, **gone)
        idea = make_idea(session, team=world.far, **gone)
        stands = make_idea(session, team=world.far, problem_id=problem.id)
        call = make_help_wanted(session, team=world.team, question="Who?", withdrawn_at=NOW)
        ids = [make_cycle(session, idea=each, team=world.team).id for each in (idea, stands)]
    answer = draft(cycle_ids=ids)
    assert answer.status_code == 201
    assert [each for each in (idea.title, problem.statement, call.question) if each in answer.text] == []


def test_numbers_that_turned_out_to_be_about_few_students_are_not_published(draft, add, world):
    cycle = add(status="studied", result="3 of 4 asked.", learning="Cards help.", student_count=None)
    board = draft(cycle_ids=[cycle]).json["storyboard"]
    assert world.teacher.patch(f"/pdsa-cycles/{cycle}", {"student_count": 4}, version=1).status_code == 200
    refused = publish(world, board, visibility="network").json
    assert {each["pointer"] for each in refused["errors"]} == {"/prediction", "/result"}
    board = world.teacher.get(f"/storyboards/{board['id']}").json
    told = {"prediction": "Many questions.", "result": "Most asked."}
    board = world.teacher.patch(f"/storyboards/{board['id']}", told, version=board["version"]).json
    assert publish(world, board).status_code == 200


def test_a_team_may_keep_the_numbers_of_few_students_in_a_storyboard_of_its_own(draft, add, world):
    cycle = add(status="studied", result="3 of 4 asked.", student_count=None)
    board = draft(cycle_ids=[cycle]).json["storyboard"]
    world.teacher.patch(f"/pdsa-cycles/{cycle}", {"student_count": 4}, version=1)
    assert publish(world, board, visibility="team").status_code == 200
