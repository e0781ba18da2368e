"""Random people ask and click in random places, and nobody reads what they may not.

The oracle is written out here by hand: which of a few marked records each person may read alone, and which a
conversation may show to all who are in it.
"""

import random

import pytest

from nic_hub.domain.vocabulary import Visibility
from tests.factories import make_cycle, make_idea

WORDS = "quiet corner tokens for shy speakers"
#: Marker of each record, and who may read it alone.
MARKED = {
    "herenetwork": {"ana", "bea"},
    "theirnetwork": {"ana", "bea"},
    "heredistrict": {"ana"},
    "theirdistrict": {"bea"},
    "hereteam": {"ana"},
    "theirteam": {"bea"},
}
NETWORK = {"herenetwork", "theirnetwork"}


@pytest.fixture
def marked(hub):
    """One record for each marker, and a neighbour of Ana's team in her district is left out on purpose."""
    with hub.writing() as session:
        for marker in MARKED:
            team = hub.team if marker.startswith("here") else hub.far
            level = marker.removeprefix("here").removeprefix("their")
            idea = make_idea(
                session,
                team=team,
                driver_id=hub.driver.id,
                title=f"{WORDS} {marker}",
                description=f"{WORDS} {marker}",
                visibility=Visibility(level),
            )
            make_cycle(
                session, idea=idea, team=team, visibility=Visibility(level), result=f"{marker} went well"
            )


@pytest.fixture
def places(town):
    """Every conversation, with the markers it may show to all who are in it."""
    guest = town.t1.user("U7", "guest", is_restricted=True)
    other = town.t2.channel("C20", members=[town.bea])
    shared = town.t1.channel("C21", members=[town.ana], is_ext_shared=True, shared_with=[town.t2])
    shared.add(town.bea)
    guests = town.t1.channel("C22", members=[town.ana, town.guy, guest])
    alone = {one.dm: {m for m, who in MARKED.items() if one.name in who} for one in (town.ana, town.bea)}
    return alone | {
        town.guy.dm: set(),
        guest.dm: set(),
        town.room: NETWORK,
        other: NETWORK,
        shared: set(),
        guests: set(),
    }


def act(town, places, chance):
    """Let somebody ask somewhere, or press a button that stands there."""
    place = chance.choice(list(places))
    people = [one for one in town.slack.users.values() if not one.is_bot and place.has(one)]
    person = chance.choice(people)
    pressable = [one for one in town.slack.answers(place) if one.visible_to(person) and not one.is_ephemeral]
    if pressable and chance.random() < 0.5:
        return press(town, chance, person, chance.choice(pressable))
    query = f"{WORDS} {chance.choice(list(MARKED))}"
    if place is person.dm:
        return person.says(query)
    return chance.choice([person.mentions, lambda text, where: person.command("/tried", text, where)])(
        query, place
    )


def press(town, chance, person, message):
    """Press one of the buttons of a message."""
    buttons = [
        element["action_id"]
        for block in message.blocks if block["type"] == "actions"
        for element in block["elements"] if element["type"] == "button" and "url" not in element
    ]  # fmt: skip
    return person.clicks(message, chance.choice(buttons)) if buttons else None


def shown_to(person, places, message, place):
    """Return the markers a message may hold: of its reader alone, or of the conversation."""
    if message.to is not None:
        return {marker for marker, who in MARKED.items() if message.to.name in who}
    return places[place]


@pytest.mark.parametrize("seed", range(3))
def test_nothing_crosses_to_somebody_who_may_not_read_it(town, hub, marked, places, seed):
    chance = random.Random(seed)
    for _ in range(12):
        act(town, places, chance)
        town.settle()
    seen = 0
    for place in places:
        for message in town.slack.answers(place):
            told = str(message.versions) + message.all_text
            found = {marker for marker in MARKED if marker in told.replace(WORDS, "")}
            assert found <= shown_to(None, places, message, place), (place.id, message.text)
            seen += len(found)
    for view in town.slack.windows:
        allowed = {marker for marker, who in MARKED.items() if view.user.name in who}
        assert {marker for marker in MARKED if marker in view.all_text} <= allowed
    assert seen, "nobody was shown anything: this test sees nothing"
