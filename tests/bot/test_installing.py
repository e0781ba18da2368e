"""Workspaces install and remove the bot, each for itself."""

import httpx
import pytest

from bot.installations import Installation
from tests.bot.conftest import ASKED_FOR, QUESTION


@pytest.fixture
def browser(bot):
    """A browser at the bot's addresses."""
    return httpx.Client(transport=httpx.WSGITransport(app=bot.web()), base_url="https://bot.test")


def install(browser, workspace, who):
    """Click through the installation, as an administrator of the workspace does."""
    asked = browser.get("/slack/install")
    signed_in = {"Fake-Signed-In": f"{workspace.id} {who.id}"}
    allowed = httpx.get(asked.headers["Location"], headers=signed_in, follow_redirects=False)
    return browser.get(allowed.headers["Location"])


def test_two_workspaces_install_the_bot_and_each_gets_answers(town, browser, bot):
    for workspace, person in ((town.t1, town.ana), (town.t2, town.bea)):
        bot.installations.end("", workspace.id, before=float("inf"))
        assert install(browser, workspace, person).status_code == 200
        person.says(QUESTION)
        assert town.last(person.dm).text
    tokens = {bot.installations.find("", team).token for team in ("T1", "T2")}
    assert len(tokens) == 2


def test_a_page_that_was_used_installs_nothing_again(town, browser):
    asked = browser.get("/slack/install")
    signed_in = {"Fake-Signed-In": f"T1 {town.ana.id}"}
    back = httpx.get(asked.headers["Location"], headers=signed_in).headers["Location"]
    assert [browser.get(back).status_code for _ in range(2)] == [200, 400]


def test_an_uninstalled_workspace_is_forgotten_and_the_other_stays(town):
    town.t1.uninstall()
    town.settle()
    assert town.bot.installations.find("", "T1") is None
    assert town.bot.installations.find("", "T2") is not None


def test_a_revoked_token_is_forgotten(town):
    town.t1.revoke_tokens()
    town.settle()
    assert town.bot.installations.find("", "T1") is None


def test_an_old_removal_does_not_end_a_new_installation(town):
    removed = town.t1.uninstall()
    town.settle()
    new = Installation(enterprise_id="", team_id="T1", token="xoxb-new")
    town.bot.installations.save(new)
    town.bot.installations.end("", "T1", before=removed.payload["event_time"] - 10)
    assert town.bot.installations.find("", "T1").token == "xoxb-new"


def test_tokens_are_sealed_at_rest(town):
    with town.bot.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT sealed_token FROM slack_installation").scalars().all()
    assert rows
    assert not any("xoxb" in sealed for sealed in rows)


def test_what_people_wrote_is_sealed_until_it_is_answered_and_then_removed(town):
    town.bot.workers.stop()
    town.ana.says(QUESTION)
    with town.bot.store.reading() as connection:
        waiting = connection.exec_driver_sql("SELECT sealed_body FROM slack_inbox").scalar()
    assert "shy" not in waiting


def test_a_forged_state_installs_nothing(town, browser):
    answer = browser.get("/slack/oauth_redirect", params={"code": "c", "state": "forged"})
    assert answer.status_code == 400


@pytest.mark.parametrize("cookie", ["", "b"])
def test_a_state_in_letters_of_another_language_is_refused(browser, cookie):
    browser.cookies.set("nic_hub_bot_state", cookie)
    assert browser.get("/slack/oauth_redirect?state=%C3%A9&code=1").status_code == 400


@pytest.mark.parametrize("fault", [{"error": "ratelimited", "retry_after": 1}, {"status": 500}])
def test_a_token_is_kept_also_when_slack_says_nothing_more(town, browser, bot, fault):
    bot.installations.end("", "T1", before=float("inf"))
    town.slack.fault("auth.test", **fault)
    assert install(browser, town.t1, town.ana).status_code == 200
    town.ana.says(QUESTION)
    assert ASKED_FOR in town.last(town.ana.dm).all_text


def test_nothing_else_is_at_the_bots_addresses(browser):
    assert browser.get("/slack/other").status_code == 404


def test_a_request_larger_than_any_of_slacks_is_refused_unread(browser):
    assert browser.post("/slack/events", content=b"x" * 1_000_001).status_code == 413
