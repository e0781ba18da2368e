"""The rules a record must keep for the state it is in, asked of the domain and answered with paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from nic_hub.bundle.forms import Form, publication_of
from nic_hub.bundle.layout import Section, Shape
from nic_hub.bundle.loading import Entry
from nic_hub.bundle.problems import path_to
from nic_hub.bundle.world import World
from nic_hub.domain.adopting import find_untold, find_wrong_source
from nic_hub.domain.pdsa import pdsa
from nic_hub.domain.placement import find_foreign_parent, find_misplaced_driver, find_misplaced_team
from nic_hub.domain.publishing import find_unpublishable
from nic_hub.domain.vocabulary import CycleStatus, Publication
from nic_hub.domain.words.mapping import require_two_words
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.services.lifecycle import PUBLISHABLE
from nic_hub.services.measures.points import check_rate

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
        yield from _check_cycle(entry, world, today)
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
        # What another hub published, or this one in earlier days, comes in as it is: only blanks are refused.
        yield from _at(entry, find_unpublishable(PUBLISHABLE[section.model], fields, level, stood=fields))


def _with_newest_version(form: Form) -> Form:
    """Return a tool with the link or the text of its newest version, which is what others get."""
    newest = form["versions"][-1] if form.get("versions") else {}
    return {**form, **{name: newest[name] for name in ("link", "body") if newest.get(name)}}


def _check_cycle(entry: Entry, world: World, today: date) -> Problems:
    form, status = entry.form, entry.form["status"]
    yield from _at(entry, pdsa.find_problems(by_column(entry.shape, form), status, today))
    if status == CycleStatus.PLANNED and form["published_at"] is not None:
        detail = "A planned cycle is the team's draft until it starts: leave this out, or correct the status."
        yield FieldProblem(path_to(entry.path, "published_at"), detail)
    if status not in {CycleStatus.PLANNED, CycleStatus.CANCELLED} and form["published_at"] is None:
        detail = "A cycle is shared from its start: leave this out, or correct the status."
        yield FieldProblem(path_to(entry.path, "published_at"), detail)
    yield from _check_own(entry, world, "adoption")


def _check_driver(entry: Entry, world: World) -> Problems:
    form = entry.form
    if form["aim"] is None:
        yield FieldProblem(path_to(entry.path, "aim"), "Name the aim: the network does not have exactly one.")
    parent = world.form("driver", form["parent"])
    if form["parent"] is not None and "level" not in parent:
        # The reference itself, or the record it leads to, is wrong and named already.
        return
    above = {"level": parent["level"], "aim_id": parent.get("aim", form["aim"])} if parent else None
    yield from _at(entry, find_misplaced_driver(by_column(entry.shape, form), above))


def _check_team(entry: Entry, world: World) -> Problems:
    district = world.form("school", entry.form["school"]).get("district")
    yield from _at(entry, find_misplaced_team(by_column(entry.shape, entry.form), district))


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
        above = {"tool_id": parent["tool"]} if parent else None
        yield from _at(part, find_foreign_parent({"tool_id": entry.key}, above))


def _check_measure(entry: Entry, _world: World) -> Problems:
    for point in entry.parts:
        yield from _asked(point, check_rate, point.form)


def _check_adoption(entry: Entry, world: World) -> Problems:
    adoption = by_column(entry.shape, entry.form)
    name = "change_idea" if entry.form["change_idea"] is not None else "tool_version"
    source_team = world.form(name, entry.form[name]).get("team")
    yield from _at(entry, find_untold(adoption, adoption))
    yield from _at(entry, find_wrong_source(adoption, source_team))
    yield from _check_own(entry, world, "resulting_idea")


def _check_own(entry: Entry, world: World, name: str) -> Problems:
    """Refuse a reference to what another team did, where only the team's own makes sense."""
    kind = entry.shape.references[name]
    team = world.form(kind, entry.form[name]).get("team", entry.form["team"])
    if team != entry.form["team"]:
        detail = (
            f"This {kind.replace('_', ' ')} is another team's. Name one of the team's own, or leave this out."
        )
        yield FieldProblem(path_to(entry.path, name), detail)


def _check_term(entry: Entry, _world: World) -> Problems:
    yield from _asked(entry, require_two_words, entry.form["local_term"], entry.form["shared_term"])


def _asked(entry: Entry, check: Callable[..., None], *facts: Any) -> Problems:
    """Turn what a check raises into problems with paths."""
    try:
        check(*facts)
    except Invalid as error:
        yield from _at(entry, error.problems)


def _at(entry: Entry, problems: Iterable[FieldProblem]) -> Problems:
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
