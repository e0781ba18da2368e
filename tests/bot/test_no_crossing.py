"""Random people in random workspaces ask, click and paste, and nobody reads what they may not."""

from types import SimpleNamespace

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nic_hub.search.indexer import embed_missing
from tests.bot.crossing import Neighbourhood
from tests.factories import make_bot
from tests.privacy.store import store
from tests.privacy.world import NOON, random_world

SEED = 7
NUMBER = st.integers(0, 10**6)
#: What is done most, most often.
GESTURES = ["ask"] * 2 + ["mention"] * 3 + ["tried", "press", "press", "paste", "home"]
#: Who does what, where, and about what.
ACTION = st.tuples(NUMBER, st.sampled_from(GESTURES), NUMBER, NUMBER)


@pytest.fixture
def noon():
    """Let it be the day on which the world's memberships hold."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def world():
    """Two networks, the first of which lets everybody read what is public."""
    made = random_world(SEED)
    made.of("network")[0].values |= {"allows_public": True, "archived_at": None}
    return made


@pytest.fixture
def hub(noon, app, world, embedder):
    """The hub with the world in it."""
    database = app.extensions["hub"].database
    with database.writing() as session:
        store(session, world)
        client, headers = make_bot(session, key="slack")
    embed_missing(database, embedder)
    token = headers["Authorization"].removeprefix("Bearer ")
    return SimpleNamespace(token=token, client=client, writing=database.writing, app=app)


@pytest.fixture
def streets(hub, bot, slack, world):
    """Everybody in Slack."""
    made = Neighbourhood(slack, world)
    with hub.writing() as session:
        made.settle(session, hub.client)
    made.install(bot)
    slack.unfurl_domains.add(hub.app.extensions["hub"].public_url.split("/")[2])
    return made


def act(streets, hub, who, what, where, about):
    """Let somebody do something that they can do."""
    person = pick(streets.people, who)
    ideas = streets.world.of("change_idea", streets.network_of[person.workspace.id])
    idea = pick(ideas, about)
    words, places = f"zq{idea.number} title", [one for one in streets.places if one.has(person)]
    if what == "home":
        return person.opens_home()
    if what == "press" and (pressable := buttons(streets, person, places)):
        message, action_id = pick(pressable, where)
        return person.clicks(message, action_id)
    if what == "tried" or not places:
        return person.command("/tried", words)
    if what == "mention":
        return person.mentions(words, pick(places, where))
    if what == "paste":
        anything = pick(list(streets.world.records()), about)
        return person.pastes(address(hub, anything), pick(places, where))
    return person.says(words)


def pick(choices, number):
    """Pick one of some things."""
    return choices[number % len(choices)]


def buttons(streets, person, places):
    """List the buttons that somebody sees."""
    return [
        (message, element["action_id"])
        for place in [person.dm, *places]
        for message in streets.slack.answers(place) if message.visible_to(person)
        for block in message.blocks if block["type"] == "actions"
        for element in block["elements"] if element["type"] == "button" and "url" not in element
    ]  # fmt: skip


def address(hub, item):
    """Return the address of a record in the hub."""
    path = {"change_idea": "change-ideas", "pdsa_cycle": "pdsa-cycles"}.get(item.kind, f"{item.kind}s")
    return f"{hub.app.extensions['hub'].public_url}/{path}/{item.id}"


def test_nothing_crosses_to_somebody_who_may_not_read_it(streets, hub, bot, slack):
    @settings(
        max_examples=12, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
    )
    @given(st.lists(ACTION, min_size=4, max_size=8))
    def walk(actions):
        for one in actions:
            act(streets, hub, *one)
            slack.wait_until(bot.inbox.is_empty, 20)
        assert streets.leaks() == []

    walk()
    assert len(streets.seen()) > 20, "hardly anybody was shown anything: this test sees nothing"
