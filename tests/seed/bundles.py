"""The seed bundles as tests read them: plain JSON, without a database and without the importer."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

SEED = Path(__file__).parents[2] / "seed"
FILES = ("core", "soar", "izone", "mill_city", "s4_districts")

Record = dict[str, Any]

#: Lists a team writes to, so that each record has a team, a visibility and a provenance of its own.
WRITTEN_BY_TEAMS = (
    "problems",
    "tools",
    "change_ideas",
    "measures",
    "pdsa_cycles",
    "storyboards",
    "adoptions",
    "help_wanted",
)
LISTS = ("aims", "drivers", "districts", "schools", "teams", "members", "vocabulary_terms", *WRITTEN_BY_TEAMS)

#: Where each reference points, by the name of its field; the same name means the same everywhere.
TARGETS = {
    "adoption": "adoptions",
    "aim": "aims",
    "author": "members",
    "change_idea": "change_ideas",
    "change_ideas": "change_ideas",
    "decided_by": "members",
    "cycle": "pdsa_cycles",
    "district": "districts",
    "driver": "drivers",
    "focus_drivers": "drivers",
    "measure": "measures",
    "other_drivers": "drivers",
    "previous_cycle": "pdsa_cycles",
    "problem": "problems",
    "proposed_by": "members",
    "resulting_idea": "change_ideas",
    "school": "schools",
    "successor": "teams",
    "team": "teams",
    "tool_version": "versions",
    "tools": "tools",
}
#: A parent is of the same kind as its child.
PARENTS = {"drivers": "drivers", "change_ideas": "change_ideas", "versions": "versions"}
#: A network's problem is a sentence and a member's teams are a list of memberships: no references.
NO_REFERENCES = {("network", "problem"), ("members", "teams")}


@cache
def network(name: str) -> Record:
    """Return the one network of a seed file."""
    bundle = json.loads((SEED / f"{name}.json").read_text(encoding="utf-8"))
    assert (bundle["format"], bundle["version"]) == ("nic-bundle", 1)
    (only,) = bundle["networks"]
    return only


def records(name: str, *lists: str) -> Iterator[tuple[str, Record]]:
    """Yield every record of the named lists (all when none is named) with its list's name."""
    for each in lists or LISTS:
        for record in network(name)[each]:
            yield each, record


def find(name: str, kind: str, key: str) -> Record:
    """Return one record by its key."""
    return next(record for record in network(name)[kind] if record["key"] == key)


def versions(name: str) -> list[Record]:
    """Return every version of every tool."""
    return [version for tool in network(name)["tools"] for version in tool.get("versions", ())]


def cycles_of(name: str, idea: str) -> list[Record]:
    """Return the cycles that test one idea."""
    return [cycle for cycle in network(name)["pdsa_cycles"] if cycle["change_idea"] == idea]


def parts(kind: str, record: Record) -> Iterator[tuple[str, Record]]:
    """Yield a record and the small records inside it."""
    yield kind, record
    for inside in ("versions", "data_points", "teams", "coaches"):
        for part in record.get(inside, ()):
            if isinstance(part, dict):
                yield inside, part


def references(kind: str, record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield field, list and key for everything a record refers to."""
    for field, value in record.items():
        target = PARENTS.get(kind) if field == "parent" else TARGETS.get(field)
        if target and (kind, field) not in NO_REFERENCES:
            yield from ((field, target, key) for key in (value if isinstance(value, list) else [value]))


def texts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield field and text for every free text in a record, also inside its parts."""
    for field, value in record.items():
        if isinstance(value, str) and field not in {"email", "link"}:
            yield field, value
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, dict):
                    yield from texts(part)
