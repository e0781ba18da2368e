"""The rate limit: a moving window for each caller, forgotten when quiet."""

import pytest

from nic_hub.api import limits
from nic_hub.api.limits import Limits, MovingWindow
from nic_hub.errors import TooManyRequests
from nic_hub.settings import Settings
from tests.api.conftest import Person
from tests.factories import make_member, make_network, sign_in


class Clock:
    """Seconds that pass when the test says so."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


def test_so_many_requests_pass_and_the_next_one_waits(clock):
    window = MovingWindow(2, clock)
    assert [window.wait_seconds("a"), window.wait_seconds("a"), window.wait_seconds("a")] == [0, 0, 60]


def test_the_window_moves(clock):
    window = MovingWindow(2, clock)
    for clock.seconds in (0, 30):
        window.wait_seconds("a")
    clock.seconds = 59
    assert window.wait_seconds("a") == 1
    clock.seconds = 60
    assert window.wait_seconds("a") == 0
    assert window.wait_seconds("a") == 30


def test_callers_do_not_use_up_each_others_requests(clock):
    window = MovingWindow(1, clock)
    assert window.wait_seconds("a") == window.wait_seconds("b") == 0


def test_a_refused_request_does_not_count(clock):
    window = MovingWindow(1, clock)
    for clock.seconds in range(60):
        window.wait_seconds("a")
    clock.seconds = 60
    assert window.wait_seconds("a") == 0


def test_quiet_callers_are_forgotten(clock, monkeypatch):
    monkeypatch.setattr(limits, "SWEEP_ABOVE", 10)
    window = MovingWindow(1, clock)
    for number in range(20):
        window.wait_seconds(str(number))
    clock.seconds = 61
    window.wait_seconds("new")
    assert len(window) == 1


def test_requests_and_failed_sign_ins_are_counted_apart(clock):
    counted = Limits(1, clock)
    counted.count_request("here")
    counted.count_failed_sign_in("here")
    with pytest.raises(TooManyRequests, match="Try again in 60 seconds"):
        counted.count_request("here")


class TestOverHttp:
    """What a member sees who asks too often."""

    @pytest.fixture
    def settings(self, database_url):
        return Settings.for_trying_out(database_url=database_url, rate_limit_per_minute=2)

    @pytest.fixture
    def people(self, app, client):
        with app.extensions["hub"].database.writing() as session:
            network = make_network(session)
            members = [make_member(session, network=network) for _ in range(2)]
            return [Person(client, sign_in(session, member=member)) for member in members]

    def test_a_member_who_asks_too_often_is_told_how_long_to_wait(self, people):
        answers = [people[0].get("/me") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].json["type"] == "/problems/too-many-requests"
        assert 1 <= int(answers[2].headers["Retry-After"]) <= 60

    def test_each_member_has_a_limit_of_their_own(self, people):
        for _ in range(3):
            people[0].get("/me")
        assert people[1].get("/me").status_code == 200
