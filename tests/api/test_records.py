"""The life of records over HTTP: made, read, changed, published, archived, withdrawn, and their history."""

import pytest

from tests.factories import make_cycle, make_driver, make_idea

IDEA = {"title": "Question cards", "description": "A card with question starters.", "driver_id": "D5"}
BODIES = {
    "problems": {"statement": "Students do not ask.", "driver_id": "D5", "evidence_sources": ["observation"]},
    "change-ideas": IDEA,
    "tools": {
        "title": "Card",
        "type": "prompts",
        "description": "Print it.",
        "link": "https://example.org/card",
    },
    "measures": {
        "name": "Questions a lesson",
        "kind": "process",
        "operational_definition": "Questions students ask aloud",
        "unit": "questions",
        "better": "up",
    },
    "storyboards": {
        "title": "Asking when lost",
        "focus": "Questions",
        "driver_id": "D5",
        "successes": "More hands.",
        "challenges": "It takes time.",
        "result": "Four questions a lesson.",
    },
}

PLAN = {
    "change_idea_id": "question-prompts",
    "question": "Do prompts bring more questions?",
    "prediction": "Six a lesson.",
    "who": "One teacher",
    "what": "Prompts on desks",
    "when": "Five lessons",
    "where": "Room 12",
    "data_plan": "A tally",
    "scale": "one_classroom",
}
STUDY = {
    "as_planned": "yes",
    "observations": "They read them.",
    "result": "Four a lesson.",
    "prediction_met": "partly",
    "direction": "improved",
    "learning": "On desks, not on walls.",
    "student_count": 26,
}
ACT = {"decision": "adapt", "reason": "Half looked.", "next_step": "Move them."}
VERSION = {"what_changed": "Larger print", "why": "Nobody could read it", "body": "I WONDER"}
POINT = {"date": "2026-09-08", "value": 4.5, "n": 26}


@pytest.mark.parametrize("path", BODIES)
def test_a_record_begins_as_a_draft_of_the_team_and_is_published(world, path):
    made = world.teacher.post(f"/{path}", BODIES[path])
    assert made.status_code == 201
    assert made.json["status"] == "draft"
    assert made.json["team_id"] == world.team.id
    assert made.json["author_id"] == world.teacher.member.id
    address = made.headers["Location"].removeprefix("/api/v1")
    assert world.teacher.get(address).json == made.json
    assert world.neighbour.get(address).status_code == 404

    published = world.teacher.post(f"{address}/publish", version=made.json["version"])
    assert published.status_code == 200
    assert published.json["status"] == "published"
    assert world.neighbour.get(address).json["status"] == "published"


@pytest.mark.parametrize(
    ("path", "name", "other"),
    [
        ("storyboards", "title", "focus"),
        ("measures", "name", "operational_definition"),
        ("tools", "description", "title"),
    ],
)
def test_a_record_without_a_name_is_called_by_another_of_its_texts(world, path, name, other):
    body = {field: value for field, value in BODIES[path].items() if field != name}
    assert world.teacher.post(f"/{path}", body).json[name] == body[other]


def test_a_storyboard_needs_a_title_or_a_focus(world):
    refused = world.teacher.post("/storyboards", {"driver_id": "D5"})
    assert refused.status_code == 422
    assert refused.json["errors"] == [{"pointer": "/title", "detail": "Write this, or the focus."}]


@pytest.mark.parametrize("path", BODIES)
def test_a_record_is_archived_and_brought_back(world, path):
    made = world.teacher.post(f"/{path}", BODIES[path]).json
    address = f"/{path}/{made['id']}"
    archived = world.teacher.delete(address, version=made["version"])
    assert archived.json["status"] == "archived"
    assert made["id"] not in [item["id"] for item in world.teacher.get(f"/{path}").json["items"]]
    assert world.teacher.get(f"/{path}?status=archived").json["total"] == 1
    restored = world.teacher.post(f"{address}/restore", version=archived.json["version"])
    assert restored.json["status"] == "draft"


@pytest.mark.parametrize("path", BODIES)
def test_the_history_says_who_changed_what(world, path):
    made = world.teacher.post(f"/{path}", BODIES[path]).json
    address = f"/{path}/{made['id']}"
    field = next(iter(BODIES[path]))
    world.teacher.patch(address, {field: "Another"}, version=made["version"])
    history = world.teacher.get(f"{address}/history").json
    assert [entry["action"] for entry in history["items"]] == ["created", "changed"]
    assert history["items"][1]["changes"][field] == [BODIES[path][field], "Another"]
    assert {entry["member_id"] for entry in history["items"]} == {world.teacher.member.id}
    assert history["total"] == 2


def test_a_history_is_cut_into_pages(world):
    made = world.teacher.post("/change-ideas", IDEA).json
    for version in (1, 2):
        world.teacher.patch(f"/change-ideas/{made['id']}", {"title": f"Title {version}"}, version=version)
    page = world.teacher.get(f"/change-ideas/{made['id']}/history?page=2&page_size=2").json
    assert [entry["record_version"] for entry in page["items"]] == [3]


def test_withdrawing_leaves_a_tombstone(app, world):
    with app.extensions["hub"].database.writing() as session:
        make_idea(session, team=world.far, parent_id=world.idea.id, driver_id=world.driver.id)
    answer = world.teacher.post(f"/change-ideas/{world.idea.id}/withdraw", version=1)
    assert answer.json["status"] == "withdrawn"
    seen = world.colleague.get(f"/change-ideas/{world.idea.id}").json
    assert (seen["status"], seen["title"], seen["description"]) == ("withdrawn", None, None)


def test_references_may_be_written_as_keys_and_are_read_as_ids(world):
    body = {**IDEA, "parent_id": "question-prompts", "tool_ids": ["prompt-card"], "other_driver_ids": ["P1"]}
    made = world.teacher.post("/change-ideas", body).json
    assert made["driver_id"] == world.driver.id
    assert made["parent_id"] == world.idea.id
    assert made["tool_ids"] == [world.tool.id]
    assert made["other_driver_ids"] == [world.primary.id]


def test_an_idea_carries_what_is_derived_of_it(world):
    seen = world.neighbour.get(f"/change-ideas/{world.idea.id}").json
    assert seen["status"] == "published"
    assert seen["derived_status"] == "tested"
    assert seen["evidence"]["strength"] == 2
    assert seen["evidence"]["decisions"] == {"adopt": 0, "adapt": 1, "abandon": 0}
    assert seen["team_status"] == [{"team_id": world.team.id, "status": "tested"}]


class TestPermission:
    """Who may write; the whole table is tested in the domain."""

    @pytest.mark.parametrize(
        "who", ["principal", "sponsor", "coach", "leader", "planner", "admin", "neighbour"]
    )
    def test_only_the_team_changes_its_records(self, world, who):
        answer = getattr(world, who).patch(f"/change-ideas/{world.idea.id}", {"title": "Mine"}, version=1)
        assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")

    @pytest.mark.parametrize(
        "who", ["principal", "sponsor", "coach", "leader", "planner", "admin", "neighbour"]
    )
    def test_nobody_else_sees_a_draft(self, world, who):
        assert getattr(world, who).get(f"/change-ideas/{world.draft.id}").status_code == 404

    def test_a_coach_retags(self, app, world):
        with app.extensions["hub"].database.writing() as session:
            make_driver(session, network=world.network, parent=world.primary, key="D6")
        change = {"driver_id": "D6"}
        assert world.coach.patch(f"/change-ideas/{world.idea.id}", change, version=1).status_code == 200

    def test_only_a_coach_keeps_the_drivers(self, world):
        body = {"key": "D6", "name": "New", "definition": "A lever.", "level": "secondary", "parent_id": "P1"}
        body["aim_id"] = world.driver.aim_id
        assert world.teacher.post("/drivers", body).status_code == 403
        assert world.coach.post("/drivers", body).status_code == 201

    def test_only_an_admin_changes_the_network(self, world):
        path = f"/networks/{world.network.id}"
        assert world.coach.patch(path, {"min_n": 5}, version=1).status_code == 403
        assert world.admin.patch(path, {"min_n": 5}, version=1).json["min_n"] == 5
        assert world.admin.patch(path, {"time_zone": "Mars/Base"}, version=2).status_code == 422
        assert world.admin.patch(path, {"status": "archived"}, version=2).status_code == 409
        assert world.admin.delete(path, version=2).status_code == 405
        assert world.admin.get(f"{path}/history").json["total"] == 2


class TestCycles:
    """Plan, do, study, act: each phase by its own call."""

    def step(self, world, cycle, name, body):
        return world.teacher.post(f"/pdsa-cycles/{cycle['id']}/{name}", body, version=cycle["version"])

    def test_a_cycle_lives_from_plan_to_act(self, world):
        cycle = world.teacher.post("/pdsa-cycles", PLAN).json
        assert cycle["status"] == "planned"
        assert world.neighbour.get(f"/pdsa-cycles/{cycle['id']}").status_code == 404
        for name, body, status in [
            ("start", None, "running"),
            ("study", STUDY, "studied"),
            ("close", ACT, "closed"),
        ]:
            answer = self.step(world, cycle, name, body)
            assert answer.status_code == 200, answer.json
            cycle = answer.json
            assert cycle["status"] == status
            assert world.neighbour.get(f"/pdsa-cycles/{cycle['id']}").json["status"] == status
        assert cycle["decision"] == "adapt"
        assert cycle["started_on"]
        assert cycle["closed_on"]

    def test_each_step_says_that_nobody_else_sees_the_test_of_a_draft(self, world):
        cycle = world.teacher.post("/pdsa-cycles", PLAN | {"change_idea_id": world.draft.id}).json
        for name, body in [("start", None), ("study", STUDY), ("close", ACT), (None, None)]:
            told = "Nobody outside your team sees this test until its change idea is published."
            assert told in cycle["warnings"]
            assert world.neighbour.get(f"/pdsa-cycles/{cycle['id']}").status_code == 404
            cycle = self.step(world, cycle, name, body).json if name else cycle

    def test_a_cycle_can_be_written_while_it_runs_and_the_plan_cannot(self, world):
        cycle = world.teacher.post("/pdsa-cycles", PLAN).json
        cycle = self.step(world, cycle, "start", None).json
        path = f"/pdsa-cycles/{cycle['id']}"
        filled = world.teacher.patch(path, {"observations": "Two asked."}, version=cycle["version"])
        assert filled.status_code == 200
        refused = world.teacher.patch(path, {"question": "Another?"}, version=filled.json["version"])
        assert refused.status_code == 409

    @pytest.mark.parametrize("blank", ["", "  ", "\u200b"], ids=ascii)
    def test_a_blank_text_is_kept_as_none_and_lifts_no_evidence(self, world, blank):
        idea = world.teacher.post("/change-ideas", BODIES["change-ideas"]).json
        plan = {**PLAN, "change_idea_id": idea["id"], "cycle_type": "inquiry", "prediction": blank}
        cycle = world.teacher.post("/pdsa-cycles", plan).json
        assert cycle["prediction"] is None
        told = {name: value for name, value in STUDY.items() if name != "prediction_met"}
        for name, body in (("start", None), ("study", told | {"surprises": blank}), ("close", ACT)):
            answer = self.step(world, cycle, name, body)
            assert answer.status_code == 200, answer.json
            cycle = answer.json
        assert cycle["surprises"] is None
        evidence = world.teacher.get(f"/change-ideas/{idea['id']}").json["evidence"]
        assert (evidence["strength"], evidence["complete_cycles"]) == (1, 0)

    def test_a_text_is_taken_out_with_a_blank_one(self, world):
        cycle = world.teacher.post("/pdsa-cycles", PLAN).json
        path = f"/pdsa-cycles/{cycle['id']}"
        assert world.teacher.patch(path, {"who": " "}, version=cycle["version"]).json["who"] is None

    def test_a_failure_cannot_be_taken_out_of_a_cycle_before_it_closes(self, world):
        cycle = world.teacher.post("/pdsa-cycles", PLAN).json
        for name, body in (("start", None), ("study", STUDY | {"prediction_met": "not"})):
            cycle = self.step(world, cycle, name, body).json
        emptied = {"result": None, "observations": "", "learning": " ", "prediction_met": None}
        refused = world.teacher.patch(f"/pdsa-cycles/{cycle['id']}", emptied, version=cycle["version"])
        assert refused.status_code == 422
        assert {error["pointer"][1:] for error in refused.json["errors"]} == set(emptied)
        assert self.step(world, cycle, "close", ACT).json["prediction_met"] == "not"

    def test_a_cycle_is_cancelled_with_a_reason(self, world):
        cycle = world.teacher.post("/pdsa-cycles", PLAN).json
        assert self.step(world, cycle, "cancel", {}).status_code == 422
        cancelled = self.step(world, cycle, "cancel", {"cancel_reason": "Snow."}).json
        assert cancelled["status"] == "cancelled"

    def test_a_step_takes_only_the_fields_of_its_phase(self, world):
        cycle = world.teacher.post("/pdsa-cycles", PLAN).json
        answer = self.step(world, cycle, "start", {"decision": "adopt"})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/decision")

    def test_what_few_students_showed_stays_in_the_team(self, app, world):
        with app.extensions["hub"].database.writing() as session:
            cycle = make_cycle(session, idea=world.idea, team=world.team, student_count=4)
        path = f"/pdsa-cycles/{cycle.id}"
        assert world.teacher.get(path).json["result"] == cycle.result
        seen = world.neighbour.get(path).json
        assert (seen["result"], seen["observations"], seen["student_count"]) == (None, None, None)
        assert seen["small_cell"] is True


class TestTools:
    """Tools and their versions."""

    def test_a_tool_has_a_first_version(self, world):
        made = world.teacher.post("/tools", BODIES["tools"]).json
        versions = world.teacher.get(f"/tools/{made['id']}/versions").json
        assert [version["number"] for version in versions["items"]] == [1]
        assert made["version_ids"] == [versions["items"][0]["id"]]

    def test_another_team_adapts_a_tool(self, world):
        path = f"/tools/{world.tool.id}/versions"
        made = world.neighbour.post(path, VERSION)
        assert made.status_code == 201
        assert made.json["number"] == 2
        assert made.json["team_id"] == world.sister.id
        address = made.headers["Location"].removeprefix("/api/v1")
        assert world.teacher.get(address).json == made.json
        assert world.teacher.get(path).json["total"] == 2

    def test_a_version_of_another_tool_is_not_found_here(self, world):
        other = world.teacher.post("/tools", BODIES["tools"]).json
        (first,) = world.teacher.get(f"/tools/{world.tool.id}/versions").json["items"]
        assert world.teacher.get(f"/tools/{other['id']}/versions/{first['id']}").status_code == 404

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "ftp://x.org/a", "www.example.org", "https://a b"]
    )
    def test_a_link_is_an_address_of_the_web(self, world, link):
        answer = world.teacher.post("/tools", {**BODIES["tools"], "link": link})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/link")


class TestMeasures:
    """Measures and their data points."""

    def test_points_are_added_and_listed_by_date(self, world):
        path = f"/measures/{world.measure.id}/data-points"
        for date in ("2026-09-15", "2026-09-08"):
            assert world.teacher.post(path, {**POINT, "date": date}).status_code == 201
        found = world.neighbour.get(path).json
        assert [point["date"] for point in found["items"]] == ["2026-09-08", "2026-09-15"]
        assert found["total"] == 2

    def test_a_point_about_few_students_is_hidden_from_other_teams(self, world):
        path = f"/measures/{world.measure.id}/data-points"
        world.teacher.post(path, {**POINT, "n": 3})
        assert world.teacher.get(path).json["items"][0]["value"] == 4.5
        seen = world.neighbour.get(path).json["items"][0]
        assert (seen["value"], seen["n"], seen["is_hidden"]) == (None, None, True)

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"value": "4"}, "/value"),
            ({"value": 1e16}, "/value"),
            ({"date": "8 Sep"}, "/date"),
            ({"n": -1}, "/n"),
            ({"n": 2.5}, "/n"),
            ({"n": True}, "/n"),
            ({"numerator": 1}, "/denominator"),
            ({"cycle_id": "nothing"}, "/cycle_id"),
        ],
    )
    def test_a_wrong_point_is_refused_by_its_field(self, world, change, pointer):
        answer = world.teacher.post(f"/measures/{world.measure.id}/data-points", {**POINT, **change})
        assert answer.status_code == 422
        assert pointer in [error["pointer"] for error in answer.json["errors"]]

    def test_a_point_is_corrected_taken_out_and_brought_back(self, world):
        added = world.teacher.post(f"/measures/{world.measure.id}/data-points", POINT)
        path = added.headers["Location"].removeprefix("/api/v1")
        assert world.neighbour.get(path).headers["ETag"] == added.headers["ETag"] == '"1"'
        corrected = world.teacher.patch(path, {"value": 5}, version=1)
        assert (corrected.json["value"], corrected.headers["ETag"]) == (5.0, '"2"')
        assert world.teacher.delete(path, version=2).json["archived_at"]
        assert world.neighbour.get(path).status_code == 404
        assert world.teacher.post(f"{path}/restore", version=3).json["archived_at"] is None
        told = world.teacher.get(f"{path}/history").json["items"]
        assert [entry["action"] for entry in told] == ["created", "changed", "archived", "unarchived"]
        assert world.neighbour.get(f"{path}/history").status_code == 403

    def test_what_was_taken_out_is_listed_for_its_team(self, world):
        path = f"/measures/{world.measure.id}/data-points"
        made = world.teacher.post(path, POINT).json
        world.teacher.delete(f"{path}/{made['id']}", version=1)
        totals = {
            (who, status): getattr(world, who).get(f"{path}?status={status}").json["total"]
            for who in ("teacher", "neighbour")
            for status in ("published", "archived")
        }
        assert [key for key, total in totals.items() if total] == [("teacher", "archived")]

    @pytest.mark.parametrize(("version", "status"), [(None, 428), (7, 412)])
    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    def test_a_correction_names_the_version_it_was_made_from(self, world, method, version, status):
        made = world.teacher.post(f"/measures/{world.measure.id}/data-points", POINT).json
        path = f"/measures/{world.measure.id}/data-points/{made['id']}"
        body = {"json": {"value": 5}} if method == "PATCH" else {}
        assert world.teacher.send(method, path, version=version, **body).status_code == status
        assert world.teacher.get(path).json["value"] == POINT["value"]

    @pytest.mark.parametrize("field", ["date", "student_group", "version", "archived_at", "measure_id"])
    def test_which_value_it_is_does_not_change(self, world, field):
        made = world.teacher.post(f"/measures/{world.measure.id}/data-points", POINT).json
        path = f"/measures/{world.measure.id}/data-points/{made['id']}"
        answer = world.teacher.patch(path, {field: made[field]}, version=1)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"/{field}")

    def test_a_day_and_group_have_one_value(self, world):
        path = f"/measures/{world.measure.id}/data-points"
        world.teacher.post(path, POINT)
        assert world.teacher.post(path, POINT).json["type"] == "/problems/duplicate"


class TestSharing:
    """Adoptions and calls for help are shared when they are made."""

    def test_a_team_adopts_anothers_idea_and_says_what_became_of_it(self, world):
        made = world.neighbour.post("/adoptions", {"change_idea_id": "question-prompts", "state": "trying"})
        assert (made.status_code, made.json["status"]) == (201, "published")
        path, version = f"/adoptions/{made.json['id']}", made.json["version"]
        assert world.neighbour.patch(path, {"state": "dropped"}, version=version).status_code == 422
        dropped = world.neighbour.patch(path, {"state": "dropped", "why": "No time."}, version=version)
        assert dropped.json["state"] == "dropped"

    def test_nobody_adopts_their_own(self, world):
        assert world.teacher.post("/adoptions", {"change_idea_id": "question-prompts"}).status_code == 422

    def test_a_call_for_help_is_answered(self, world):
        made = world.teacher.post("/help-wanted", {"question": "Who has a card for readers?"}).json
        assert world.colleague.get(f"/help-wanted/{made['id']}").json["state"] == "open"
        path = f"/help-wanted/{made['id']}"
        assert world.teacher.patch(path, {"state": "answered"}, version=made["version"]).status_code == 200
