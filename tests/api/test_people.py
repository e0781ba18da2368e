"""People over HTTP: me, tokens, members, memberships, coaches; reports and purges."""

import pytest

from tests.api.conftest import Person
from tests.factories import make_measure


class TestMe:
    """``GET /me``."""

    def test_it_says_who_i_am_and_names_my_teams(self, world):
        me = world.teacher.get("/me").json
        assert me["member"]["key"] == "teacher"
        assert me["member"]["email"] == "teacher@school.example"
        assert [team["key"] for team in me["teams"]] == ["team"]
        assert me["member"]["teams"][0]["role"] == "member"
        assert me["network"]["key"] == "core"

    def test_a_sponsor_has_the_sponsored_team(self, world):
        assert [team["key"] for team in world.sponsor.get("/me").json["teams"]] == ["team"]

    def test_who_works_in_no_team_has_none(self, world):
        assert world.admin.get("/me").json["teams"] == []

    def test_an_email_address_is_seen_by_its_owner_and_admins(self, world):
        path = f"/members/{world.teacher.member.id}"
        assert world.admin.get(path).json["email"] == "teacher@school.example"
        assert world.neighbour.get(path).json["email"] is None


class TestTokens:
    """Tokens: made by an admin, ended by an admin or the member."""

    def make(self, world, **values):
        return world.admin.post("/tokens", {"member_id": "neighbour", "name": "bot", **values})

    def test_a_new_token_signs_its_member_in(self, world, client):
        made = self.make(world)
        assert made.status_code == 201
        person = Person(client, {"Authorization": f"Bearer {made.json['token']}"})
        assert person.get("/me").json["member"]["key"] == "neighbour"

    def test_a_token_is_shown_once(self, world):
        token = self.make(world).json["token"]
        assert token not in world.admin.get("/tokens").text
        assert token not in world.neighbour.get("/tokens").text

    def test_a_member_lists_their_own_and_an_admin_everybodys(self, world):
        self.make(world)
        assert {item["member_id"] for item in world.neighbour.get("/tokens").json["items"]} == {
            world.neighbour.member.id
        }
        assert world.neighbour.get("/tokens").json["total"] == 2
        assert world.admin.get("/tokens").json["total"] == 10

    def test_a_revoked_token_ends_at_once(self, world, client):
        made = self.make(world).json
        assert world.neighbour.delete(f"/tokens/{made['id']}").json["revoked_at"]
        person = Person(client, {"Authorization": f"Bearer {made['token']}"})
        assert person.get("/me").status_code == 401

    def test_nobody_ends_anothers_token(self, world):
        made = self.make(world).json
        for who in (world.teacher, world.coach, world.outsider):
            assert who.delete(f"/tokens/{made['id']}").status_code == 404

    def test_no_token_is_made_for_another_network(self, world):
        answer = self.make(world, member_id=world.outsider.member.id)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/member_id")

    @pytest.mark.parametrize("days", [0, 731, -1, 1.5, "7"])
    def test_a_token_lasts_a_bounded_time(self, world, days):
        assert self.make(world, days=days).status_code == 422


class TestMembers:
    """Members, memberships, coaches."""

    def test_an_admin_adds_a_member_who_joins_a_team_and_leaves_it(self, world):
        body = {"key": "new", "name": "New", "role_group": "teacher", "email": "New@School.example"}
        made = world.admin.post("/members", body)
        assert made.status_code == 201
        assert made.json["email"] == "new@school.example"
        path = f"/teams/{world.team.id}/memberships"
        joined = world.admin.post(path, {"member_id": "new", "role": "lead", "started_on": "2026-09-01"})
        assert joined.status_code == 201
        assert joined.json["role"] == "lead"
        ended = world.admin.post(f"{path}/{joined.json['id']}/end", {"ended_on": "2026-10-01"})
        assert ended.json["ended_on"] == "2026-10-01"
        assert world.teacher.get(path).json["total"] == 4

    def test_another_teams_membership_is_not_ended_here(self, world):
        (membership,) = world.admin.get(f"/teams/{world.sister.id}/memberships").json["items"]
        path = f"/teams/{world.team.id}/memberships/{membership['id']}/end"
        assert world.admin.post(path, {"ended_on": "2026-10-01"}).status_code == 404

    def test_the_team_lets_its_coach_read_drafts_and_the_admin_does_not(self, world):
        path, body = f"/teams/{world.team.id}/coaches", {"member_id": "coach", "reads_drafts": True}
        assert world.admin.post(path, body).status_code == 403
        assert world.coach.get(f"/change-ideas/{world.draft.id}").status_code == 404
        assert world.teacher.post(path, body).json["reads_drafts"] is True
        assert world.coach.get(f"/change-ideas/{world.draft.id}").status_code == 200
        assert [item["reads_drafts"] for item in world.teacher.get(path).json["items"]] == [True]

    def test_an_admin_assigns_a_coach(self, world):
        path = f"/teams/{world.far.id}/coaches"
        assert world.admin.post(path, {"member_id": "coach", "started_on": "2026-09-01"}).status_code == 200
        assert world.admin.post(path, {"member_id": "teacher"}).status_code == 422

    def test_a_coach_who_is_assigned_anew_reads_no_drafts_until_the_team_invites_again(self, world):
        path, body = f"/teams/{world.team.id}/coaches", {"member_id": "coach"}
        world.teacher.post(path, {**body, "reads_drafts": True})
        world.admin.post(path, {**body, "ended_on": "2026-01-01"})
        assert world.teacher.post(path, {**body, "reads_drafts": True}).status_code == 422
        anew = world.admin.post(path, {**body, "started_on": "2026-02-01"}).json
        assert (anew["started_on"], anew["ended_on"], anew["reads_drafts"]) == ("2026-02-01", None, False)
        assert world.coach.get(f"/change-ideas/{world.draft.id}").status_code == 404
        world.teacher.post(path, {**body, "reads_drafts": True})
        assert world.coach.get(f"/change-ideas/{world.draft.id}").status_code == 200

    def test_a_part_in_a_team_that_would_end_before_it_starts_is_refused(self, world):
        path = f"/teams/{world.team.id}/memberships"
        body = {"member_id": "neighbour", "started_on": "2026-11-01"}
        joined = world.admin.post(path, body).json
        ended = world.admin.post(f"{path}/{joined['id']}/end", {"ended_on": "2020-01-01"})
        assert (ended.status_code, ended.json["errors"][0]["pointer"]) == (422, "/ended_on")
        assert world.admin.post(path, {**body, "role": "lead", "ended_on": "2020-01-01"}).status_code == 422

    def test_a_team_describes_its_own_context(self, world):
        path = f"/teams/{world.team.id}"
        change = {"context": {"grade_bands": ["3_5"], "coach_present": True}, "focus_driver_ids": ["D5"]}
        answer = world.teacher.patch(path, change, version=1)
        assert answer.status_code == 200
        assert answer.json["context"] == change["context"]
        assert answer.json["focus_driver_ids"] == [world.driver.id]
        assert world.teacher.patch(path, {"name": "Ours"}, version=2).status_code == 403

    @pytest.mark.parametrize(
        ("context", "pointer"),
        [
            ({"grade_bands": ["99"]}, "/context/grade_bands/0"),
            ({"minutes": 0}, "/context/minutes"),
            ({"coach_present": "yes"}, "/context/coach_present"),
            ({"student_group_bands": {"EL": "many"}}, "/context/student_group_bands/EL"),
            ({"weather": "rain"}, "/context/weather"),
        ],
    )
    def test_a_wrong_context_is_refused_by_its_place(self, world, context, pointer):
        answer = world.teacher.patch(f"/teams/{world.team.id}", {"context": context}, version=1)
        assert answer.status_code == 422
        assert pointer in [error["pointer"] for error in answer.json["errors"]]


class TestModeration:
    """Report, hide, settle; purge."""

    def report(self, world):
        body = {"kind": "change_idea", "record_id": "question-prompts", "reason": "A name is in it."}
        return world.neighbour.post("/reports", body)

    def test_a_reported_record_is_hidden_until_settled(self, world):
        made = self.report(world)
        assert made.status_code == 201
        path = f"/reports/{made.json['id']}"
        assert world.neighbour.post(f"{path}/hide", version=1).status_code == 403
        hidden = world.coach.post(f"{path}/hide", version=1)
        assert hidden.json["state"] == "hidden"
        assert world.colleague.get(f"/change-ideas/{world.idea.id}").status_code == 404
        settled = world.coach.post(f"{path}/settle", {"settlement": "It is nobody's."}, version=2)
        assert settled.json["state"] == "settled"
        assert world.colleague.get(f"/change-ideas/{world.idea.id}").status_code == 200

    def test_who_reports_a_record_twice_is_told_of_the_first_report(self, world):
        first, second = self.report(world), self.report(world)
        assert (second.status_code, second.json["id"]) == (201, first.json["id"])
        assert "already" not in first.json["message"]
        assert "already" in second.json["message"]
        assert world.neighbour.get("/reports").json["total"] == 1

    def test_a_report_is_seen_by_its_writer_and_by_those_who_settle_it(self, world):
        path = f"/reports/{self.report(world).json['id']}"
        assert world.neighbour.get(path).status_code == world.coach.get(path).status_code == 200
        assert world.teacher.get(path).status_code == 404

    def test_what_one_cannot_see_cannot_be_reported(self, world):
        body = {"kind": "change_idea", "record_id": world.draft.id, "reason": "I guess."}
        assert world.neighbour.post("/reports", body).status_code == 422

    def test_a_purged_text_is_gone_from_record_history_and_answers(self, app, world):
        key = "c0ffee"
        body = {"title": "Cards for Zelda Quux", "description": "She liked them."}
        made = world.teacher.post("/change-ideas", body, key=key).json
        purge = {"kind": "change_idea", "record_id": made["id"], "text": "Zelda Quux"}
        done = world.admin.post("/purges", purge)
        assert done.status_code == 200
        assert done.json["places"]["change_idea"] == 1
        assert done.json["out_of_reach"]
        for answer in (
            world.teacher.get(f"/change-ideas/{made['id']}"),
            world.teacher.get(f"/change-ideas/{made['id']}/history"),
            world.teacher.post("/change-ideas", body, key=key),
            done,
        ):
            assert answer.status_code in {200, 201}
            assert "Zelda" not in answer.text

    def test_a_purge_of_what_is_nowhere_says_so(self, world):
        purge = {"kind": "change_idea", "record_id": world.idea.id, "text": "Zelda Kwux"}
        answer = world.admin.post("/purges", purge)
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/text")

    def test_drivers_are_merged(self, app, world):
        with app.extensions["hub"].database.writing() as session:
            make_measure(session, team=world.team, driver_id=world.driver.id)
        body = {
            "key": "D9",
            "name": "Twin",
            "definition": "The same.",
            "level": "secondary",
            "parent_id": "P1",
        }
        twin = world.coach.post("/drivers", {**body, "aim_id": world.driver.aim_id}).json
        merged = world.coach.post(f"/drivers/{world.driver.id}/merge", {"into": "D9"}, version=1)
        assert merged.json["status"] == "merged"
        assert world.teacher.get(f"/change-ideas/{world.idea.id}").json["driver_id"] == twin["id"]
