"""A made-up network of any size, as a NIC bundle: shaped as real records, with texts mixed from the seed's.

Each ten records are what one team did on one driver: a tool, two change ideas, three cycles of each, and a
storyboard. Every field is drawn from what the seed's records on that driver say in it, so the words are those
of teachers, a question finds what is about it, and no text comes twice.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from benchmarks import TOP

SOURCE = TOP / "seed" / "core.json"
NETWORK_KEY, ASKER = "made-up", "asker"
TEAMS, DISTRICTS = 300, 100
GROUP_SIZE, CYCLES_A_GROUP = 10, 6

#: Texts, and how many seed records each is drawn from: more than one makes a record as long as a careful one.
IDEA_TEXTS = {"title": 1, "description": 2}
TOOL_TEXTS = {"title": 1, "description": 1, "core_elements": 1, "body": 1}
CYCLE_TEXTS = {
    **dict.fromkeys(("question", "prediction", "who", "what", "when", "where", "data_plan", "reason"), 1),
    **dict.fromkeys(("observations", "result", "learning", "next_step"), 2),
}
STORYBOARD_TEXTS = {
    **dict.fromkeys(("title", "focus", "changes_tested", "prediction", "result", "next_step"), 1),
    **dict.fromkeys(("successes", "challenges", "learning"), 2),
}
#: What else a cycle takes from the seed record it follows.
CYCLE_FACTS = (
    "cycle_type", "scale", "as_planned", "prediction_met", "direction", "decision", "context",
    "student_count", "started_on", "closed_on", "visibility",
)  # fmt: skip
NAMES = [
    "".join(each)
    for each in product(
        (
            "Al",
            "Bran",
            "Cor",
            "Dun",
            "El",
            "Fen",
            "Gar",
            "Hol",
            "Kel",
            "Lor",
            "Mar",
            "Nor",
            "Os",
            "Pem",
            "Rad",
        ),
        ("", "a", "be", "den", "ing", "le", "mer", "o", "ri", "ter"),
        ("bury", "by", "dale", "field", "ford", "ham", "ley", "more", "stead", "ton", "wick", "worth"),
    )
]

Record = dict[str, Any]


def make_bundle(record_count: int) -> Record:
    """Make a bundle of one network with so many searchable records, rounded up to whole tens."""
    seed = _read_seed()
    network = _make_surroundings(seed)
    makers = {driver: _Maker(seed, driver) for driver in used_drivers()}
    for number in range(-(-record_count // GROUP_SIZE)):
        makers[list(makers)[number % len(makers)]].add_group(network, number)
    return {"format": "nic-bundle", "version": 1, "networks": [network]}


def used_drivers() -> list[str]:
    """Return the keys of the drivers that records are made on."""
    return sorted({idea["driver"] for idea in _read_seed()["change_ideas"]})


def _read_seed() -> Record:
    network: Record = json.loads(SOURCE.read_text(encoding="utf-8"))["networks"][0]
    return network


def _make_surroundings(seed: Mapping[str, Any]) -> Record:
    """Make the network, its drivers, districts and teams, and the teacher who asks."""
    contexts = [team["context"] for team in seed["teams"] if team.get("context")]
    return {
        "key": NETWORK_KEY,
        "name": "Made-up network",
        "problem": "To be measured.",
        "provenance": "synthetic",
        "aims": seed["aims"],
        "drivers": seed["drivers"],
        "districts": [{"key": f"district-{n}", "name": f"District {n}"} for n in range(DISTRICTS)],
        "schools": [_make_school(n) for n in range(TEAMS)],
        "teams": [_make_team(n, contexts[n % len(contexts)]) for n in range(TEAMS)],
        "members": [_make_asker()],
        **{kind: [] for kind in ("tools", "change_ideas", "pdsa_cycles", "storyboards")},
    }


def _make_school(number: int) -> Record:
    return {
        "key": f"school-{number}",
        "name": f"School {number}",
        "district": f"district-{number % DISTRICTS}",
    }


def _make_team(number: int, context: Record) -> Record:
    return {
        "key": f"team-{number}",
        "name": f"Team {number}",
        "type": "LIT",
        "school": f"school-{number}",
        "district": f"district-{number % DISTRICTS}",
        "context": context,
    }


def _make_asker() -> Record:
    membership = {"team": "team-0", "role": "member", "started_on": "2017-09-05"}
    place = {"school": "school-0", "district": "district-0", "role_group": "teacher"}
    return {"key": ASKER, "name": "Asker", "email": "asker@made-up.example", **place, "teams": [membership]}


class _Maker:
    """Makes records on one driver."""

    def __init__(self, seed: Mapping[str, Any], driver: str) -> None:
        self.driver = driver
        self.ideas = [idea for idea in seed["change_ideas"] if idea["driver"] == driver]
        keys = {idea["key"] for idea in self.ideas}
        self.cycles = [
            cycle
            for cycle in seed["pdsa_cycles"]
            if cycle["change_idea"] in keys and cycle["status"] == "closed" and cycle["cycle_type"] == "pdsa"
        ]
        self.tools = seed["tools"]
        self.storyboards = [each for each in seed["storyboards"] if each["driver"] == driver]

    def add_group(self, network: Record, number: int) -> None:
        """Add the ten records of one group to a network."""
        chance = random.Random(number)
        place = {"team": f"team-{number % TEAMS}", "provenance": "synthetic"}
        name = NAMES[number % len(NAMES)]
        tool = self._tool(number, place, name, chance)
        ideas = [self._idea(2 * number + n, place, name, chance) | {"tools": [tool["key"]]} for n in range(2)]
        if number >= TEAMS and number % 5 == 0:
            # An adaptation of what another team did on the same driver: lineages are followed to their root.
            ideas[0] |= {
                "parent": f"idea-{2 * (number - TEAMS + 6)}",
                "what_changed": "Shorter, and with partners.",
            }
        network["tools"].append(tool)
        network["change_ideas"] += ideas
        network["pdsa_cycles"] += [
            self._cycle(CYCLES_A_GROUP * number + n, place, ideas[n % 2]["key"], name, chance)
            for n in range(CYCLES_A_GROUP)
        ]
        network["storyboards"].append(self._storyboard(number, place, ideas, name, chance))

    def _tool(self, number: int, place: Record, name: str, chance: random.Random) -> Record:
        texts = _mix(self.tools, TOOL_TEXTS, chance)
        kind = chance.choice(self.tools)["type"]
        return {**place, "key": f"tool-{number}", "type": kind, **texts, **_titled(texts, name)}

    def _idea(self, number: int, place: Record, name: str, chance: random.Random) -> Record:
        texts = _mix(self.ideas, IDEA_TEXTS, chance)
        return {**place, "key": f"idea-{number}", "driver": self.driver, **texts, **_titled(texts, name)}

    def _cycle(self, number: int, place: Record, idea: str, name: str, chance: random.Random) -> Record:
        followed = chance.choice(self.cycles)
        facts = {fact: followed[fact] for fact in CYCLE_FACTS if fact in followed}
        texts = _mix(self.cycles, CYCLE_TEXTS, chance)
        observed = {
            "observations": f"{texts['observations']} All this at {name}.",
            **_is_a_place("observations"),
        }
        return {**place, "key": f"cycle-{number}", "change_idea": idea, **facts, **texts, **observed}

    def _storyboard(
        self, number: int, place: Record, ideas: Sequence[Record], name: str, chance: random.Random
    ) -> Record:
        texts = _mix(self.storyboards, STORYBOARD_TEXTS, chance)
        about = {"driver": self.driver, "change_ideas": [idea["key"] for idea in ideas]}
        return {**place, "key": f"storyboard-{number}", **about, **texts, **_titled(texts, name)}


def _titled(texts: Mapping[str, str], name: str) -> Record:
    return {"title": f"{texts['title']}, {name}", **_is_a_place("title")}


def _is_a_place(field: str) -> Record:
    """Confirm that a made-up place that sounds like a person is no student."""
    return {"confirm_not_student": [field]}


def _mix(patterns: Iterable[Record], texts: Mapping[str, int], chance: random.Random) -> Record:
    """Draw each text from what the patterns say in that field."""
    rows = list(patterns)
    said = {name: [row[name] for row in rows if row.get(name)] for name in texts}
    return {name: " ".join(chance.choice(said[name]) for _ in range(count)) for name, count in texts.items()}
