"""Who may come in: each route has a rule, a route without one is closed, and roles are asked for."""

import pytest
import time_machine

from nic_hub.api.access import Access, access_of, check_role
from nic_hub.api.limits import FAILED_SIGN_INS_PER_MINUTE
from nic_hub.app import create_app
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import RoleGroup, Visibility
from nic_hub.errors import Forbidden, HubError, NotLinked, Unauthenticated
from nic_hub.models import ApiToken
from tests.factories import make_idea

#: Routes that show nothing of any network.
OPEN = {"/", "/healthz", "/readyz", "/api/v1/openapi.json", "/api/v1/docs", "/problems/<slug>"}


OF_SLACK = {"bot_client_id": "bot", "workspace_id": "workspace"}
PEOPLE = {
    "stranger": Principal(),
    "member": Principal("network", "member"),
    "coach": Principal("network", "member", roles=frozenset({RoleGroup.COACH})),
    "admin": Principal("network", "member", roles=frozenset({RoleGroup.ADMIN})),
    "bot": Principal(bot_client_id="bot"),
    "unlinked": Principal(**OF_SLACK),
    "linked": Principal("network", "member", **OF_SLACK),
}
#: What becomes of each of them, in this order, at a route with this rule; None where they come in.
ADMITTED = {
    Access.READER: (None, None, None, None, Forbidden, None, None),
    Access.MEMBER: (Unauthenticated, None, None, None, Forbidden, NotLinked, None),
    Access.LINKED: (Unauthenticated, *[Forbidden] * 4, NotLinked, None),
    Access.BOT: (Unauthenticated, *[Forbidden] * 3, None, Forbidden, Forbidden),
    Access.CURATOR: (Unauthenticated, Forbidden, None, Forbidden, Forbidden, NotLinked, Forbidden),
    Access.ADMIN: (Unauthenticated, Forbidden, Forbidden, None, Forbidden, NotLinked, Forbidden),
}


def refusal(access: Access, principal: Principal) -> type[HubError] | None:
    try:
        check_role(access, principal)
    except HubError as error:
        return type(error)
    return None


def test_each_rule_lets_in_whom_it_names():
    found = {access: tuple(refusal(access, one) for one in PEOPLE.values()) for access in ADMITTED}
    assert found == ADMITTED


def rules_of(app):
    return [(rule, access_of(app, rule.endpoint)) for rule in app.url_map.iter_rules()]


def test_every_route_has_a_rule(app):
    without = [str(rule) for rule, access in rules_of(app) if not isinstance(access, Access)]
    assert not without, f"Give these routes a rule (see nic_hub.api.access): {without}"


def test_only_what_shows_nothing_of_a_network_is_open(app):
    found = {str(rule) for rule, access in rules_of(app) if access is Access.OPEN}
    assert found == OPEN | {"/api/v1/docs/assets/<name>"}


def test_only_the_page_that_links_opens_by_a_code_and_not_without(app, client):
    found = [str(rule) for rule, access in rules_of(app) if access is Access.CODE]
    assert set(found) == {"/link/<code>", "/link/<code>/from-mail/<proof>"}
    for path in found:
        address = path.replace("<code>", "guess").replace("<proof>", "guess")
        assert client.get(address).status_code == 404


def test_a_route_without_a_rule_lets_nobody_in(settings, world):
    app = create_app(settings)
    app.add_url_rule("/api/v1/forgotten", view_func=lambda: "a secret")
    answer = app.test_client().get("/api/v1/forgotten", headers=world.admin.headers)
    app.extensions["hub"].database.dispose()
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_every_other_route_wants_to_know_who_asks(app, client, world):
    for rule, access in rules_of(app):
        if access in {Access.OPEN, Access.CODE}:
            continue
        path = str(rule)
        for name in rule.arguments:
            path = path.replace(f"<id:{name}>", world.idea.id)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.open(path, method=method)
            assert (method, path, answer.status_code) == (method, path, 401)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header",
    ["nic_no_scheme", "Basic dXNlcjpwdw==", "Bearer", "Bearer  ", "Bearer nic_wrong", "Bearer nicbot_wrong"],
)
def test_a_wrong_token_is_refused(client, header):
    answer = client.get("/api/v1/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_token_ends_by_date(world):
    with time_machine.travel("2100-01-01"):
        assert world.teacher.get("/me").status_code == 401


def test_a_member_who_left_is_not_known_any_more(world):
    left = {"left_on": "2020-01-01"}
    assert world.admin.patch(f"/members/{world.teacher.member.id}", left, version=1).status_code == 200
    assert world.teacher.get("/me").status_code == 401


def test_the_last_use_of_a_token_is_noted(app, world):
    world.teacher.get("/me")
    with app.extensions["hub"].database.reading() as session:
        row = session.query(ApiToken).filter_by(member_id=world.teacher.member.id).one()
        assert row.last_used_at is not None


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/purges", {"kind": "change_idea", "record_id": "x", "text": "secret"}),
        ("/tokens", {"member_id": "teacher", "name": "mine"}),
        ("/teams/{team}/memberships", {"member_id": "coach", "started_on": "2026-09-01"}),
    ],
)
def test_an_admins_routes_are_closed_to_everybody_else(world, path, body):
    for who in (world.teacher, world.coach, world.principal, world.leader, world.planner):
        answer = who.post(path.format(team=world.team.id), body)
        assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")


def test_a_coachs_routes_are_closed_to_everybody_else(world):
    for who in (world.teacher, world.admin, world.principal, world.leader, world.planner):
        answer = who.post(f"/drivers/{world.driver.id}/merge", {"into": world.driver.key}, version=1)
        assert answer.status_code == 403


def test_too_many_wrong_tokens_from_an_address_must_wait_and_a_right_one_need_not(client, world):
    wrong = {"Authorization": "Bearer nic_guess"}
    answers = [client.get("/api/v1/me", headers=wrong) for _ in range(FAILED_SIGN_INS_PER_MINUTE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {401}
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert world.teacher.get("/me").status_code == 200


def test_a_stranger_reads_what_is_public_in_a_network_that_allows_it(app, world, stranger):
    with app.extensions["hub"].database.writing() as session:
        shown = make_idea(session, team=world.team, visibility=Visibility.PUBLIC)
        session.merge(world.network).allows_public = True
    found = stranger.get("/change-ideas").json
    assert [item["id"] for item in found["items"]] == [shown.id]
    assert found["total"] == 1
    assert stranger.get(f"/change-ideas/{world.idea.id}").status_code == 404


def test_a_stranger_may_only_read(app, world, stranger):
    with app.extensions["hub"].database.writing() as session:
        session.merge(world.network).allows_public = True
    assert stranger.post("/change-ideas", {"title": "x", "description": "y"}).status_code == 401
    assert stranger.get("/members").status_code == 401
    assert stranger.get("/me").status_code == 401
