"""API tokens: shown once, kept as a hash, ended by date, by hand or by leaving."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from sqlalchemy import select

from nic_hub.errors import Invalid, NotFound, Unauthenticated
from nic_hub.models import ApiToken, utc_now
from nic_hub.services.access.tokens import (
    LAST_USE_GRAIN,
    MAX_DAYS,
    authenticate,
    create_token,
    is_use_worth_noting,
    list_tokens,
    note_use,
    revoke_token,
)
from nic_hub.services.people.people import change_member

MORNING = datetime(2026, 10, 1, 8, tzinfo=UTC)


@pytest.fixture
def token(session, town):
    return create_token(session, town.people["teacher"], name="phone")


def stored(session):
    return session.scalars(select(ApiToken)).one()


def test_a_token_says_whose_it_is(session, town, token):
    principal, row = authenticate(session, token)
    assert principal.member_id == town.people["teacher"].id
    assert principal.writing_teams == {town.team.id}
    assert row.name == "phone"


def test_only_a_hash_is_stored(session, token):
    row = stored(session)
    assert row.token_hash == sha256(token.encode()).digest()
    told = " ".join(str(getattr(row, column.key)) for column in ApiToken.__table__.columns)
    assert token.removeprefix("nic_") not in told


def test_tokens_are_long_and_never_alike(session, town):
    tokens = {create_token(session, town.people["teacher"], name="t") for _ in range(20)}
    assert len(tokens) == 20
    assert all(one.startswith("nic_") and len(one) >= 40 for one in tokens)


@pytest.mark.parametrize("wrong", ["", "nic_", "nic_unknown", "bearer", "\ud800", "nic_" + "x" * 10_000])
def test_a_token_nobody_has_opens_nothing(session, token, wrong):
    with pytest.raises(Unauthenticated):
        authenticate(session, wrong)


def test_a_token_ends_with_its_last_day(session, town):
    with time_machine.travel(MORNING, tick=False):
        token = create_token(session, town.people["teacher"], name="t", days=30)
    with time_machine.travel(MORNING + timedelta(days=30, seconds=-1), tick=False):
        assert authenticate(session, token)
    with time_machine.travel(MORNING + timedelta(days=30), tick=False), pytest.raises(Unauthenticated):
        authenticate(session, token)


@pytest.mark.parametrize("days", [0, -1, MAX_DAYS + 1])
def test_a_token_lasts_from_a_day_to_two_years(session, town, days):
    with pytest.raises(Invalid):
        create_token(session, town.people["teacher"], name="t", days=days)


# Revoking.


def test_a_member_ends_an_own_token_at_once(session, town, token):
    revoke_token(session, town.who("teacher"), stored(session).id)
    with pytest.raises(Unauthenticated):
        authenticate(session, token)


def test_an_admin_ends_anybodys(session, town, token):
    revoke_token(session, town.who("admin"), stored(session).id)
    with pytest.raises(Unauthenticated):
        authenticate(session, token)


@pytest.mark.parametrize("name", ["sponsor", "coach", "leader", "outsider"])
def test_nobody_else_ends_it_or_knows_of_it(session, town, token, name):
    with pytest.raises(NotFound):
        revoke_token(session, town.who(name), stored(session).id)
    assert list_tokens(session, town.who(name)) == []
    assert authenticate(session, token)


def test_revoking_twice_keeps_the_first_moment(session, town, token):
    row = revoke_token(session, town.who("teacher"), stored(session).id)
    first = row.revoked_at
    assert revoke_token(session, town.who("teacher"), row.id).revoked_at == first


# Leaving.


def leave(session, town, left_on):
    change_member(
        session, town.who("admin"), town.people["teacher"], {"left_on": left_on}, expected_version=1
    )
    session.flush()


def test_leaving_ends_every_token(session, town, token):
    leave(session, town, utc_now().date())
    with pytest.raises(Unauthenticated):
        authenticate(session, token)
    session.refresh(stored(session))
    assert stored(session).revoked_at is not None


def test_who_leaves_later_may_come_in_until_then(session, town):
    with time_machine.travel(MORNING, tick=False):
        token = create_token(session, town.people["teacher"], name="t")
        leave(session, town, MORNING.date() + timedelta(days=7))
        assert authenticate(session, token)
    with time_machine.travel(MORNING + timedelta(days=7), tick=False), pytest.raises(Unauthenticated):
        authenticate(session, token)


def test_who_has_left_gets_no_token(session, town):
    leave(session, town, utc_now().date())
    with pytest.raises(Invalid):
        create_token(session, town.people["teacher"], name="t")


def test_an_archived_member_or_network_is_closed(session, town, token):
    town.people["teacher"].archived_at = utc_now()
    session.flush()
    with pytest.raises(Unauthenticated):
        authenticate(session, token)
    town.people["teacher"].archived_at = None
    town.network.archived_at = utc_now()
    session.flush()
    with pytest.raises(Unauthenticated):
        authenticate(session, token)


def test_every_refusal_uses_the_same_words(session, town, token):
    leave(session, town, utc_now().date())
    said = set()
    for wrong in ("nic_unknown", token):
        with pytest.raises(Unauthenticated) as refusal:
            authenticate(session, wrong)
        said.add(refusal.value.detail)
    assert len(said) == 1


# Last use.


def test_the_last_use_is_noted(session, town, token):
    row, now = stored(session), utc_now()
    assert is_use_worth_noting(row, now)
    note_use(session, row, now)
    session.refresh(row)
    assert row.last_used_at == now


def test_it_is_noted_every_few_minutes_only(session, token):
    row, now = stored(session), utc_now()
    row.last_used_at = now
    assert not is_use_worth_noting(row, now + LAST_USE_GRAIN - timedelta(seconds=1))
    assert is_use_worth_noting(row, now + LAST_USE_GRAIN)
