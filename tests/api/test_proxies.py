"""Behind a reverse proxy, callers are told apart by the address it names; without one, by their own."""

import pytest
from flask import request

from nic_hub.api.limits import FAILED_SIGN_INS_PER_MINUTE
from nic_hub.app import create_app
from nic_hub.settings import Settings


@pytest.fixture
def settings(database_url, request: pytest.FixtureRequest):
    return Settings.for_trying_out(database_url=database_url, trusted_proxies=request.param)


def guess(client, address: str) -> int:
    """Try a wrong token as somebody who says to come from an address."""
    headers = {"Authorization": "Bearer nic_wrong", "X-Forwarded-For": address}
    return client.get("/api/v1/me", headers=headers).status_code


def guess_too_often(client, address: str) -> None:
    statuses = [guess(client, address) for _ in range(FAILED_SIGN_INS_PER_MINUTE + 1)]
    assert statuses[-2:] == [401, 429]


@pytest.mark.parametrize("settings", [1], indirect=True)
def test_behind_a_proxy_one_guesser_does_not_lock_out_another_address(client):
    guess_too_often(client, "203.0.113.1")
    assert guess(client, "203.0.113.2") == 401


@pytest.mark.parametrize("settings", [1], indirect=True)
def test_behind_a_proxy_a_claimed_address_before_the_proxys_word_does_not_count(client):
    guess_too_often(client, "198.51.100.7, 203.0.113.1")
    assert guess(client, "198.51.100.8, 203.0.113.1") == 429


@pytest.mark.parametrize("settings", [0], indirect=True)
def test_without_a_proxy_a_guesser_gains_nothing_by_claiming_another_address(client):
    guess_too_often(client, "203.0.113.1")
    assert guess(client, "203.0.113.2") == 429


@pytest.mark.parametrize(
    ("settings", "root"), [(0, "http://localhost/"), (1, "https://hub.example/")], indirect=["settings"]
)
def test_scheme_and_host_are_those_a_trusted_proxy_names(settings, root):
    app, seen = create_app(settings), []
    app.before_request(lambda: seen.append(request.url_root))
    app.test_client().get(
        "/healthz", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "hub.example"}
    )
    assert seen == [root]
