"""Fill in what a file may leave out: defaults, and what another record or the hub itself can tell.

A field that is missing is empty, or has the table's default. What only the first import can know (when a
record was published, since when somebody is in a team, a cycle's snapshot of the context) stays what it was
in every later import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from nic_hub.bundle.forms import Form, normal_value, publication_of
from nic_hub.bundle.layout import Part, Section, Shape
from nic_hub.bundle.loading import Entry
from nic_hub.bundle.problems import path_to
from nic_hub.bundle.stored import identity_of, sort_key
from nic_hub.bundle.world import World
from nic_hub.domain.pdsa.phases import REQUIRED, Phase
from nic_hub.domain.required import is_blank, with_stand_in
from nic_hub.domain.vocabulary import CycleStatus, Publication
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.services.people.people import normalise_email

#: A key has at most 200 characters, and a version's key has to fit behind its tool's.
_KEY_ROOM = 180
#: The status a cycle has when this is the furthest phase in which something is written.
_STATUS_OF_PHASE = {
    Phase.ACT: CycleStatus.CLOSED,
    Phase.STUDY: CycleStatus.STUDIED,
    Phase.DO: CycleStatus.RUNNING,
}


def complete(entry: Entry, world: World, now: datetime) -> Iterator[FieldProblem]:
    """Turn what the file says of a record into its complete form; yield what cannot be completed.

    Args:
        entry: a record whose schema was content.
        world: the network.
        now: the moment of the import.
    """
    given, current = entry.form, world.current(entry)
    if entry.shape.kind in _RULES:
        _RULES[entry.shape.kind](given, current, world)
    yield from _complete_name(entry)
    if isinstance(entry.shape, Section):
        if entry.shape.is_record:
            _complete_moments(given, current, now)
        for name in entry.shape.links:
            given[name] = list(dict.fromkeys(given.get(name, ())))
        for name, part in entry.shape.parts.items():
            yield from _complete_parts(entry, name, part, current, now)
    entry.form = _with_defaults(entry.shape, given, current, now)


def _with_defaults(shape: Shape, given: Form, current: Form, now: datetime) -> Form:
    written = {"created_at": now, "updated_at": now} | {
        name: current[name] for name in ("created_at", "updated_at") if name in current
    }
    return {name: given.get(name, written.get(name, default)) for name, default in _defaults(shape).items()}


@lru_cache
def _defaults(shape: Shape) -> Mapping[str, Any]:
    """Return the value of each field that is missing, in the order in which a form has them."""
    columns = shape.model.__table__.columns
    made = {name: _default(columns[column]) for name, column in shape.columns.items()}
    added = dict.fromkeys(shape.added_fields) if isinstance(shape, Section) else {}
    return MappingProxyType(made | added)


def _default(column: Any) -> Any:
    if column.default is None or column.default.is_scalar:
        return column.default and column.default.arg
    return []


def _keep(given: Form, current: Form, name: str, otherwise: Callable[[], Any]) -> None:
    """Fill in a missing field: as the hub has it, or, for a new record, as ``otherwise`` says."""
    if name not in given:
        given[name] = current[name] if current else otherwise()


def _complete_moments(given: Form, current: Form, now: datetime) -> None:
    """Turn the state in words (draft, published, archived, withdrawn) into the moments that are stored."""
    state = given.get("status")
    is_set = {
        "published_at": state not in {Publication.DRAFT, CycleStatus.PLANNED} and not _never_ran(given),
        "archived_at": state == Publication.ARCHIVED,
        "withdrawn_at": state == Publication.WITHDRAWN,
    }
    for name, wanted in is_set.items():
        if name not in given:
            known = current.get(name) or given.get("created_at") or now
            given[name] = known if wanted else None
    if not isinstance(state, CycleStatus):
        given.setdefault("status", publication_of(given))


def _never_ran(cycle: Form) -> bool:
    return cycle.get("status") == CycleStatus.CANCELLED and cycle.get("started_on") is None


def _complete_parts(
    entry: Entry, name: str, part: Part, current: Form, now: datetime
) -> Iterator[FieldProblem]:
    """Bring parts into one order; a part the file does not name stays as the hub has it."""
    known = {identity_of(part, form): form for form in current.get(name, ())}
    named: dict[tuple[Any, ...], Form] = {}
    left_on = entry.form.get("left_on")
    for place, item in enumerate(_items(entry, name, part, known)):
        form = _ended(_complete_part(part, item, entry.form, known, now), left_on)
        inner = Entry(
            part, path_to(entry.path, name, place), form.get("key", ""), _with_owner(part, entry, form)
        )
        if identity_of(part, form) in named:
            yield FieldProblem(inner.path, f"This is here twice: {_tell(part, form)}. Remove one of the two.")
        named[identity_of(part, form)] = form
        entry.parts.append(inner)
    kept = {identity: _ended(form, left_on) for identity, form in known.items()}
    entry.form[name] = sorted((kept | named).values(), key=lambda form: sort_key(part, form))


def _ended(form: Form, left_on: date | None) -> Form:
    """End what a member does in teams with the day of leaving."""
    if left_on is None or "ended_on" not in form or (form["ended_on"] or date.max) <= left_on:
        return form
    return {**form, "ended_on": max(form["started_on"], left_on)}


def _items(entry: Entry, name: str, part: Part, known: Mapping[tuple[Any, ...], Form]) -> list[Form]:
    """Return what the file says of the parts; a tool without versions has itself as the first."""
    items: list[Form] = entry.form.get(name, [])
    if part.kind == "tool_version" and not items and not known:
        return [
            {"number": 1, **{field: entry.form[field] for field in ("link", "body") if field in entry.form}}
        ]
    return items


def _with_owner(part: Part, entry: Entry, form: Form) -> Form:
    return {**form, part.field_name(part.owner): entry.key}


def _complete_part(
    part: Part, given: Form, owner: Form, known: Mapping[tuple[Any, ...], Form], now: datetime
) -> Form:
    item = {name: normal_value(value) for name, value in given.items()}
    if part.kind == "tool_version":
        item.setdefault("key", f"{owner['key'][:_KEY_ROOM]}-v{item['number']}")
        inherited = {
            name: owner[name] for name in ("team", "author", "provenance", "source") if name in owner
        }
        item = inherited | item
    form = _with_defaults(part, item, known.get((item.get("key"),), {}), now)
    if "started_on" in form and form["started_on"] is None:
        same = [each["started_on"] for each in known.values() if _without_start(each) == _without_start(form)]
        # Nobody knows since when: from the day before, so that it has begun in every time zone.
        form["started_on"] = max(same) if same else (now - timedelta(days=1)).date()
    return form


def _without_start(form: Form) -> tuple[Any, ...]:
    return form["team"], form.get("role")


def _tell(part: Part, form: Form) -> str:
    return ", ".join(f"{name} {form[name]}" for name in part.identity if form[name] != "")


def _complete_name(entry: Entry) -> Iterator[FieldProblem]:
    try:
        entry.form |= with_stand_in(entry.shape.kind, entry.form)
    except Invalid as error:
        for problem in error.problems:
            yield FieldProblem(path_to(entry.path, problem.pointer.removeprefix("/")), problem.detail)


def _complete_driver(given: Form, current: Form, world: World) -> None:
    aims = world.keys("aim")
    _keep(given, current, "aim", lambda: aims[0] if len(aims) == 1 else None)


def _complete_place(given: Form, _current: Form, world: World) -> None:
    """A school's team, and a member of a school, belong to the school's district."""
    if given.get("school") is not None:
        given.setdefault("district", world.form("school", given["school"]).get("district"))


def _complete_member(given: Form, current: Form, world: World) -> None:
    _complete_place(given, current, world)
    given["email"] = normalise_email(given.get("email"))


def _complete_cycle(given: Form, current: Form, world: World) -> None:
    given.setdefault("status", _status_of(given))
    _keep(given, current, "context", lambda: world.form("team", given["team"]).get("context"))


def _status_of(cycle: Form) -> CycleStatus:
    """Tell where a cycle stands from the furthest phase that has begun."""
    if not is_blank(cycle.get("cancel_reason")):
        return CycleStatus.CANCELLED
    for phase, status in _STATUS_OF_PHASE.items():
        if any(not is_blank(cycle.get(name)) for name in REQUIRED[phase]):
            return status
    return CycleStatus.PLANNED if cycle.get("started_on") is None else CycleStatus.RUNNING


_RULES: Mapping[str, Callable[[Form, Form, World], None]] = MappingProxyType(
    {
        "driver": _complete_driver,
        "team": _complete_place,
        "member": _complete_member,
        "pdsa_cycle": _complete_cycle,
    }
)
