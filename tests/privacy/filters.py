"""What each filter of a list means, on plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nic_hub.services.kinds import KINDS, RECORD_KINDS
from nic_hub.services.searchable import SEARCHED_FIELDS
from tests.privacy.oracle import CONCLUSIONS, FINDINGS, Oracle
from tests.privacy.world import MARKER, Item

#: Filters that name another record, and its kind.
REFERENCES = {
    "driver": "driver",
    "team": "team",
    "district": "district",
    "school": "school",
    "aim": "aim",
    "change_idea": "change_idea",
    "tool": "tool",
}
#: What is searched where a kind has no list of its own.
NAMES = ("name", "title", "statement", "definition", "question", "reason", "local_term", "shared_term")
#: A tombstone says no more than these.
TOLD_BY_A_TOMBSTONE = {"team", "district", "visibility", "key", "status", "parent", "change_idea"}


@dataclass(frozen=True)
class Filter:
    """A filter and what is asked; ``names`` is the record it names."""

    name: str
    value: Any
    names: Item | None = None


def make_filter(oracle: Oracle, name: str, value: Any) -> Filter:
    """Make a filter; an id names its record."""
    return Filter(name, value, oracle.world.items.get(value))


def values_for(oracle: Oracle, kind: str, name: str) -> list[Any]:
    """List what a filter of a list can sensibly be asked for, in any network."""
    if name == "parent":
        return [item.id for item in oracle.world.of(kind)]
    if name in REFERENCES:
        return [item.id for item in oracle.world.of(REFERENCES[name])]
    if name == "text":
        return [value for item in oracle.world.of(kind) for value in _texts(item)]
    told = {str(item[name]) for item in oracle.world.of(kind) if item[name]}
    if name == "status" and kind in RECORD_KINDS:
        told |= {"archived", "withdrawn", *([] if told else ["draft", "published"])}
    return sorted(told)


def one_of_each_column(name: str, values: list[Any]) -> list[Any]:
    """List a text of each column, since a text may be looked for in one that it must not be looked for in."""
    texts = [value for value in values if name == "text"]
    return list({MARKER.match(text)[2]: text for text in texts if MARKER.match(text)}.values())


def passes(oracle: Oracle, item: Item, filters: list[Filter]) -> bool:
    """Say whether an item the viewer may read is in a list with these filters."""
    names = {one.name for one in filters}
    if "status" not in names and (item["archived_at"] or item["withdrawn_at"]):
        return False
    if item["withdrawn_at"] and not names <= TOLD_BY_A_TOMBSTONE:
        return False
    return all(_passes(oracle, item, one) for one in filters)


def _passes(oracle: Oracle, item: Item, one: Filter) -> bool:
    special = {
        "driver": _on_driver,
        "team": _of_team,
        "district": _of_district,
        "tool": _with_tool,
        "status": _in_status,
        "text": _with_text,
    }
    if one.name in special:
        return special[one.name](oracle, item, one.value)
    column = one.name if one.name not in {"school", "aim", "change_idea", "parent"} else f"{one.name}_id"
    return item[column] == one.value


def _on_driver(oracle: Oracle, item: Item, driver: str) -> bool:
    family = {driver, *(one.id for one in oracle.world.of("driver") if one["parent_id"] == driver)}
    if item.kind == "pdsa_cycle":
        idea = oracle.world.items[item["change_idea_id"]]
        return oracle.may_read(idea) and _on_driver(oracle, idea, driver)
    others = item.links.get("other_driver_ids", []) if item.kind == "change_idea" else []
    return item["driver_id"] in family or not family.isdisjoint(others)


def _of_team(oracle: Oracle, item: Item, team: str) -> bool:
    if item.kind != "member":
        return item["team_id"] == team
    return any(part["member_id"] == item.id and part["team_id"] == team for part in oracle.world.memberships)


def _of_district(oracle: Oracle, item: Item, district: str) -> bool:
    of = oracle.world.items[item["team_id"]] if item.kind in RECORD_KINDS else item
    return of["district_id"] == district


def _with_tool(oracle: Oracle, item: Item, tool: str) -> bool:
    return tool in item.links["tool_ids"] if item.kind == "change_idea" else item["tool_id"] == tool


def _in_status(oracle: Oracle, item: Item, status: str) -> bool:
    if item["withdrawn_at"]:
        return status == "withdrawn"
    if item["archived_at"]:
        return status == "archived"
    if "status" in KINDS[item.kind].__table__.columns:
        return item["status"] == status
    return status == ("draft" if oracle.is_draft(item) else "published")


def _with_text(oracle: Oracle, item: Item, text: str) -> bool:
    return any(text in value for value in _searched(oracle, item))


def _searched(oracle: Oracle, item: Item) -> list[str]:
    """The texts that a list looks into: never what a cycle found or a team concluded from it.

    Nor anything of a cycle whose numbers the viewer is not shown: what finds it would tell them.
    """
    if oracle.is_kept(item):
        return []
    columns = SEARCHED_FIELDS.get(KINDS[item.kind], NAMES)
    shown = oracle.shown(item)
    return [shown[name] for name in columns if name not in FINDINGS | CONCLUSIONS and shown.get(name)]


def _texts(item: Item) -> list[str]:
    return [value for name, value in item.values.items() if isinstance(value, str) and f".{name}" in value]
