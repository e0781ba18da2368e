"""Check a network as it would be after the import: what one record alone cannot tell.

The rules themselves are the domain's; here they are asked about every record of a file, and their answers get
a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from nic_hub.bundle.layout import REPORTED, SECTIONS, Section, Shape
from nic_hub.bundle.loading import Entry, Progress, with_progress
from nic_hub.bundle.private import find_private_texts
from nic_hub.bundle.problems import path_to
from nic_hub.bundle.rules import find_broken_rules
from nic_hub.bundle.world import World
from nic_hub.domain.lineage.lineage import LINEAGES, find_loops, leads_back
from nic_hub.errors import FieldProblem


def find_problems(world: World, today: date, tell: Progress) -> Iterator[FieldProblem]:
    """Yield all that is wrong with a network's records, each problem with its path.

    Args:
        world: the network, its records complete.
        today: the last day that is not in the future.
        tell: told how many records were checked.
    """
    yield from _find_doubles(world)
    for entry in with_progress(world.loaded.sound(), "Checking", tell):
        for each in (entry, *entry.parts):
            yield from _find_dangling(each, world)
        yield from find_broken_rules(entry, world, today)
        yield from find_private_texts(entry)
    yield from _find_loops(world)
    yield from _find_adoption_loops(world)


def _find_doubles(world: World) -> Iterator[FieldProblem]:
    """Find keys and e-mail addresses that two records share, of the file or of the hub."""
    for section in SECTIONS:
        yield from _find_same(world.loaded.records[section.name], "key")
        for name, part in section.parts.items():
            if "key" in part.columns:
                versions = [each for entry in world.loaded.records[section.name] for each in entry.parts]
                yield from _find_same([each for each in versions if each.shape.kind == part.kind], "key")
                yield from _find_moved(versions, world, name)
    yield from _find_same(world.loaded.records["members"], "email")
    yield from _find_taken_emails(world)


def _find_same(entries: Iterable[Entry], name: str) -> Iterator[FieldProblem]:
    first: dict[str, Entry] = {}
    for entry in entries:
        value = entry.form.get(name)
        if value and first.setdefault(value, entry) is not entry:
            detail = f"{first[value].path} has this {name} already. Each may be used once in a network."
            yield FieldProblem(path_to(entry.path, name), detail)


def _find_moved(versions: Iterable[Entry], world: World, name: str) -> Iterator[FieldProblem]:
    """Find versions whose key belongs to another tool in the hub."""
    for version in versions:
        known = world.stored.forms.get(version.shape.kind, {}).get(version.key)
        if known and known["tool"] != version.form["tool"]:
            detail = f"Another tool's {name} has this key already: {known['tool']}."
            yield FieldProblem(path_to(version.path, "key"), detail)


def _find_taken_emails(world: World) -> Iterator[FieldProblem]:
    written = world.entries["member"]
    taken = {form["email"]: key for key, form in world.stored.forms["member"].items() if key not in written}
    for entry in world.loaded.records["members"]:
        email = entry.form.get("email")
        if email and email in taken:
            detail = f"The member {taken[email]} of this network has this address already."
            yield FieldProblem(path_to(entry.path, "email"), detail)


def _find_dangling(entry: Entry, world: World) -> Iterator[FieldProblem]:
    """Find references to records that are neither in the file nor in the hub."""
    for name, kind in entry.shape.references.items():
        key = entry.form.get(name)
        if key is not None and not world.has(kind, key):
            yield FieldProblem(path_to(entry.path, name), _no_such(kind, key))
    if entry.shape.kind == "report" and not world.has(entry.form["kind"], entry.form[REPORTED]):
        yield FieldProblem(path_to(entry.path, REPORTED), _no_such(entry.form["kind"], entry.form[REPORTED]))
    if isinstance(entry.shape, Section):
        yield from _find_dangling_links(entry, entry.shape, world)


def _find_dangling_links(entry: Entry, section: Section, world: World) -> Iterator[FieldProblem]:
    for name, link in section.links.items():
        kind = link.target.__tablename__
        for place, key in enumerate(entry.form[name]):
            if not world.has(kind, key):
                yield FieldProblem(path_to(entry.path, name, place), _no_such(kind, key))


def _no_such(kind: str, key: str) -> str:
    return f"There is no {kind.replace('_', ' ')} with the key {key}, neither in this file nor in the hub."


def _find_loops(world: World) -> Iterator[FieldProblem]:
    for kind, column in LINEAGES:
        name = Shape.field_name(column)
        loops = find_loops(dict(world.values(kind, name)))
        for key in sorted(loops & world.entries.get(kind, {}).keys()):
            path = path_to(world.entries[kind][key].path, name)
            yield FieldProblem(
                path, f"Following {name} from here leads back here. Leave it empty in one of the records."
            )


def _find_adoption_loops(world: World) -> Iterator[FieldProblem]:
    """Find resulting ideas from which the adopted idea itself comes."""
    parents = dict(world.values("change_idea", "parent"))
    for entry in world.entries["adoption"].values():
        source, result = entry.form.get("change_idea"), entry.form.get("resulting_idea")
        if source and result and leads_back(result, source, parents):
            detail = "The adopted idea comes from this one. Choose another result, or leave this out."
            yield FieldProblem(path_to(entry.path, "resulting_idea"), detail)
