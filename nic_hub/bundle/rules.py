"""The rules a record must keep for the state it is in, asked of the domain and answered with paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from nic_hub.bundle.forms import Form, publication_of
from nic_hub.bundle.layout import Section, Shape
from nic_hub.bundle.loading import Entry
from nic_hub.bundle.problems import path_to
from nic_hub.bundle.world import World
from nic_hub.domain import pdsa
from nic_hub.domain.mapping import require_two_words
from nic_hub.domain.publishing import find_unpublishable
from nic_hub.domain.vocabulary import CycleStatus, DriverLevel, Publication, TeamType
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.services.lifecycle import PUBLISHABLE
from nic_hub.services.measures import check_rate
from nic_hub.services.sharing import check_told

Problems = Iterator[FieldProblem]


def find_broken_rules(entry: Entry, world: World, today: date) -> Problems:
    """Yield the rules a complete record breaks.

    Args:
        entry: a record whose schema was content.
        world: the network it belongs to.
        today: the last day that is not in the future.
    """
    section = entry.shape
    if not isinstance(section, Section):
        return
    if section.is_record and entry.form["withdrawn_at"] is not None:
        # A tombstone says no more than that there was something; its rules went with its text.
        return
    if section.kind == "pdsa_cycle":
        yield from _check_cycle(entry, today)
    elif section.kind in _RULES:
        yield from _RULES[section.kind](entry, world)
    if section.has_publication:
        yield from _check_publication(entry, section, world)


def _check_publication(entry: Entry, section: Section, world: World) -> Problems:
    state = publication_of(entry.form)
    if entry.form["status"] != state:
        detail = f"The moments given here say {state}. Correct one of them, or leave the moments out."
        yield FieldProblem(path_to(entry.path, "status"), detail)
    if entry.form["published_at"] is None:
        if section.model not in PUBLISHABLE:
            detail = (
                f"There are no drafts of this: leave out published_at, and do not write {Publication.DRAFT}."
            )
            yield FieldProblem(path_to(entry.path, "status"), detail)
    elif section.model in PUBLISHABLE:
        level = world.form("driver", entry.form.get("driver")).get("level")
        fields = by_column(section, _with_newest_version(entry.form))
        yield from _at(entry, find_unpublishable(PUBLISHABLE[section.model], fields, level))


def _with_newest_version(form: Form) -> Form:
    """Return a tool with the link or the text of its newest version, which is what others get."""
    newest = form["versions"][-1] if form.get("versions") else {}
    return {**form, **{name: newest[name] for name in ("link", "body") if newest.get(name)}}


def _check_cycle(entry: Entry, today: date) -> Problems:
    form, status = entry.form, entry.form["status"]
    yield from _at(entry, pdsa.find_problems(by_column(entry.shape, form), status, today))
    if status == CycleStatus.PLANNED and form["published_at"] is not None:
        detail = "A planned cycle is the team's draft until it starts: leave this out, or correct the status."
        yield FieldProblem(path_to(entry.path, "published_at"), detail)
    if status not in {CycleStatus.PLANNED, CycleStatus.CANCELLED} and form["published_at"] is None:
        detail = "A cycle is shared from its start: leave this out, or correct the status."
        yield FieldProblem(path_to(entry.path, "published_at"), detail)


def _check_driver(entry: Entry, world: World) -> Problems:
    form = entry.form
    if form["aim"] is None:
        yield FieldProblem(path_to(entry.path, "aim"), "Name the aim: the network does not have exactly one.")
    if form["level"] == DriverLevel.PRIMARY:
        if form["parent"] is not None:
            yield FieldProblem(
                path_to(entry.path, "parent"), "A primary driver has no parent. Leave this out."
            )
        return
    parent = world.form("driver", form["parent"])
    if form["parent"] is not None and "level" not in parent:
        # The reference itself, or the record it leads to, is wrong and named already.
        return
    if parent.get("level") != DriverLevel.PRIMARY or parent.get("aim", form["aim"]) != form["aim"]:
        detail = "A secondary driver needs a primary driver of the same aim as its parent."
        yield FieldProblem(path_to(entry.path, "parent"), detail)


def _check_team(entry: Entry, world: World) -> Problems:
    form = entry.form
    district = world.form("school", form["school"]).get("district")
    if district is not None and form["district"] != district:
        detail = f"The school belongs to the district {district}. Write that, or leave this out."
        yield FieldProblem(path_to(entry.path, "district"), detail)
    if form["school"] is None and form["district"] is None and form["type"] != TeamType.HUB:
        detail = "Name the team's school or district; only a hub team has neither."
        yield FieldProblem(path_to(entry.path, "school"), detail)


def _check_tool(entry: Entry, world: World) -> Problems:
    first: dict[int, Form] = {}
    for version in entry.form["versions"]:
        if first.setdefault(version["number"], version) is not version:
            detail = (
                f"The versions {first[version['number']]['key']} and {version['key']} have the same number."
            )
            yield FieldProblem(path_to(entry.path, "versions"), detail)
    for part in entry.parts:
        parent = world.form("tool_version", part.form["parent"])
        if parent and parent["tool"] != entry.key:
            detail = "The version this one comes from belongs to another tool."
            yield FieldProblem(path_to(part.path, "parent"), detail)


def _check_measure(entry: Entry, _world: World) -> Problems:
    for point in entry.parts:
        yield from _asked(point, check_rate, point.form)


def _check_adoption(entry: Entry, world: World) -> Problems:
    form = entry.form
    yield from _asked(entry, check_told, form["state"], form)
    if (form["change_idea"] is None) == (form["tool_version"] is None):
        detail = "Name one source: a change idea or a tool version, not both."
        yield FieldProblem(path_to(entry.path, "change_idea"), detail)
        return
    name = "change_idea" if form["change_idea"] is not None else "tool_version"
    if world.form(name, form[name]).get("team") == form["team"]:
        detail = "This is the team's own: a team tests its own idea in a cycle instead of adopting it."
        yield FieldProblem(path_to(entry.path, name), detail)


def _check_term(entry: Entry, _world: World) -> Problems:
    yield from _asked(entry, require_two_words, entry.form["local_term"], entry.form["shared_term"])


def _asked(entry: Entry, check: Callable[..., None], *facts: Any) -> Problems:
    """Turn what a check raises into problems with paths."""
    try:
        check(*facts)
    except Invalid as error:
        yield from _at(entry, error.problems)


def _at(entry: Entry, problems: tuple[FieldProblem, ...]) -> Problems:
    for problem in problems:
        name = Shape.field_name(problem.pointer.removeprefix("/"))
        yield FieldProblem(path_to(entry.path, name), problem.detail)


def by_column(shape: Shape, form: Form) -> dict[str, Any]:
    """Return a form's values by the names the domain knows them by: those of the columns."""
    return {column: form[name] for name, column in shape.columns.items()}


_RULES: Mapping[str, Callable[[Entry, World], Problems]] = MappingProxyType(
    {
        "driver": _check_driver,
        "team": _check_team,
        "tool": _check_tool,
        "measure": _check_measure,
        "adoption": _check_adoption,
        "vocabulary_term": _check_term,
    }
)
