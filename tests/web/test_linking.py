"""The page that links a Slack account with a member: what it shows, and whom it refuses."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from nic_hub.models import AuditEntry, SlackLink, utc_now
from nic_hub.services.slack.workspaces import unbind_workspace
from tests.factories import make_link, make_member
from tests.web.conftest import LINK, Browser


def links(app):
    with app.extensions["hub"].database.reading() as session:
        return [
            (row.slack_user_id, row.member_id, row.ended_at) for row in session.scalars(select(SlackLink))
        ]


def audit(app):
    with app.extensions["hub"].database.reading() as session:
        return [(entry.action, entry.actor) for entry in session.scalars(select(AuditEntry))]


def test_a_teacher_signs_in_sees_who_is_linked_with_whom_and_confirms(app, page, world):
    shown = page.browser.press("token", token=page.tokens["teacher"])
    for told in ("Is this right?", "Ms. &lt;b&gt;Ana", "U9", "District B", world.teacher.member.name):
        assert told in shown.text
    assert links(app) == []
    done = page.browser.press("confirm")
    assert "Done: your Slack account is linked" in done.text
    assert links(app) == [("U9", world.teacher.member.id, None)]
    assert audit(app) == [("linked", "person")]


def test_looking_uses_nothing_up_and_shows_no_member(page, world):
    for _ in range(3):
        shown = page.browser.look()
        assert shown.status_code == 200
        assert world.teacher.member.name not in shown.text


def test_a_link_works_once(app, page):
    page.browser.press("token", token=page.tokens["teacher"])
    page.browser.press("confirm")
    assert page.browser.look().status_code == 404
    assert "works once" in page.browser.look().text
    assert len(links(app)) == 1


def test_a_link_ends_after_ten_minutes(page):
    with time_machine.travel(utc_now() + timedelta(minutes=10, seconds=1)):
        assert page.browser.look().status_code == 404


def test_the_last_step_is_refused_after_ten_minutes_too(app, page):
    page.browser.press("token", token=page.tokens["teacher"])
    form = re.search(r'name="form_token" value="([^"]+)"', page.browser.look().text)[1]
    with time_machine.travel(utc_now() + timedelta(minutes=11)):
        answer = page.browser.client.post(page.address, data={"step": "confirm", "form_token": form})
    assert answer.status_code == 404
    assert links(app) == []


def test_a_link_of_a_workspace_that_was_unbound_is_dead(app, page):
    with app.extensions["hub"].database.writing() as session:
        unbind_workspace(session, team_id="T1")
    assert page.browser.look().status_code == 404


def test_a_member_of_another_network_is_refused_and_that_is_noted(app, page):
    answer = page.browser.press("token", token=page.tokens["outsider"])
    assert answer.status_code == 403
    assert "another network" in answer.text
    assert "District B" not in answer.text
    assert page.browser.press("confirm").status_code == 401
    assert (links(app), audit(app)) == ([], [("refused", "person")])


def test_a_wrong_token_is_told_and_nothing_happens(app, page):
    answer = page.browser.press("token", token="nic_wrong")
    assert (answer.status_code, 'role="alert"' in answer.text) == (401, True)
    assert page.browser.press("confirm").status_code == 401
    assert links(app) == []


def test_too_many_wrong_tokens_must_wait(page):
    statuses = [page.browser.press("token", token="nic_wrong").status_code for _ in range(21)]
    assert statuses[-1] == 429


def test_an_empty_token_is_asked_for(page):
    answer = page.browser.press("token", token=" ")
    assert (answer.status_code, "Paste your hub token" in answer.text) == (422, True)


def test_somebody_who_is_not_it_can_say_so(app, page):
    page.browser.press("token", token=page.tokens["teacher"])
    assert "Sign in" in page.browser.press("forget").text
    assert page.browser.press("confirm").status_code == 401
    assert links(app) == []


def test_a_form_from_elsewhere_is_refused(app, page):
    page.browser.press("token", token=page.tokens["teacher"])
    for forged in ({}, {"form_token": "guess"}, {"form_token": "é"}):
        answer = page.browser.client.post(page.address, data={"step": "confirm", **forged})
        assert (answer.status_code, "Allow cookies" in answer.text) == (422, True)
    assert links(app) == []


def test_a_browser_that_signed_in_for_one_link_is_nobody_on_another(page, client):
    page.browser.press("token", token=page.tokens["teacher"])
    other = client.post("/api/v1/bot/link-requests", json=LINK | {"user_id": "U8"}, headers=page.headers)
    address = other.json["url"].removeprefix("http://127.0.0.1:8000")
    assert Browser(client, address).press("confirm").status_code == 401


def test_an_earlier_link_of_the_account_ends(app, page, world):
    with app.extensions["hub"].database.writing() as session:
        make_link(session, workspace=page.workspace, member=world.neighbour.member, user="U9")
    page.browser.press("token", token=page.tokens["teacher"])
    page.browser.press("confirm")
    alive = [member for _, member, ended_at in links(app) if ended_at is None]
    assert alive == [world.teacher.member.id]


def test_a_member_who_leaves_before_the_last_step_is_refused(app, page, world):
    page.browser.press("token", token=page.tokens["teacher"])
    form = re.search(r'name="form_token" value="([^"]+)"', page.browser.look().text)[1]
    world.admin.patch(f"/members/{world.teacher.member.id}", {"left_on": "2020-01-01"}, version=1)
    answer = page.browser.client.post(page.address, data={"step": "confirm", "form_token": form})
    assert (answer.status_code, links(app)) == (403, [])


def test_an_unknown_button_does_nothing(page):
    assert page.browser.press("explode").status_code == 422


@pytest.fixture
def mailed(app, page):
    """What was sent; the hub has a mail server."""
    sent = []
    hub = app.extensions["hub"]
    hub.send_mail = lambda to, subject, text: sent.append((to, subject, text))
    return sent


def wait_for_mail():
    import threading

    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join(5)


def address_in(mail):
    return re.search(r"http://127\.0\.0\.1:8000(\S+)", mail[2])[1]


def test_a_link_by_e_mail_signs_in_the_browser_that_asked_for_it(app, page, mailed, world):
    page.browser.press("mail", email=" Teacher@School.example ")
    wait_for_mail()
    ((to, subject, text),) = mailed
    assert (to, subject) == ("teacher@school.example", "Link your Slack account")
    assert "Ms. " in text
    shown = page.browser.client.get(address_in(mailed[0]), follow_redirects=True)
    assert "Is this right?" in shown.text
    page.browser.press("confirm")
    assert links(app) == [("U9", world.teacher.member.id, None)]


def test_a_link_by_e_mail_is_worth_nothing_in_another_browser(app, page, mailed):
    page.browser.press("mail", email="teacher@school.example")
    wait_for_mail()
    answer = app.test_client().get(address_in(mailed[0]))
    assert (answer.status_code, "in the browser in which you asked" in answer.text) == (403, True)


def test_nobody_learns_whether_an_address_belongs_to_a_member(page, mailed):
    known = page.browser.press("mail", email="teacher@school.example").text
    unknown = page.browser.press("mail", email="nobody@school.example").text
    wait_for_mail()
    hide = re.compile(r'nonce="[^"]+"')
    assert hide.sub("", known) == hide.sub("", unknown)
    assert len(mailed) == 1


def test_a_member_of_another_network_gets_no_e_mail(app, page, mailed, world):
    with app.extensions["hub"].database.writing() as session:
        make_member(session, network=world.other, email="far@school.example")
    page.browser.press("mail", email="far@school.example")
    wait_for_mail()
    assert mailed == []


def test_a_mailbox_is_not_filled(page, mailed):
    for _ in range(5):
        page.browser.press("mail", email="teacher@school.example")
    wait_for_mail()
    assert len(mailed) == 3


def test_a_hub_without_a_mail_server_offers_no_e_mail(page):
    assert "e-mail" not in page.browser.look().text
    assert page.browser.press("mail", email="teacher@school.example").status_code == 422


def test_a_mail_server_that_is_down_breaks_nothing(app, page):
    def fail(*_):
        raise OSError("down")

    app.extensions["hub"].send_mail = fail
    answer = page.browser.press("mail", email="teacher@school.example")
    wait_for_mail()
    assert answer.status_code == 200
