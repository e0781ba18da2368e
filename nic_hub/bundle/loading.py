"""Take a bundle apart: every record is checked by its schema, and keeps the path at which it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

from marshmallow import Schema, ValidationError

from nic_hub.bundle.forms import Form, normal_value
from nic_hub.bundle.layout import CONFIRMED, FORMAT, NETWORK, SECTIONS, VERSION, Section, Shape
from nic_hub.bundle.problems import NO_LIST, NO_OBJECT, path_to, problems_of
from nic_hub.bundle.schema import NETWORK_SCHEMA, RECORD_SCHEMAS
from nic_hub.errors import FieldProblem

#: Told how far the work has come: what is being done, how much is done, how much there is.
Progress = Callable[[str, int, int], None]

#: After so many problems the rest of the file is not read: whoever mends these will import again.
MOST_PROBLEMS = 10_000
#: Records between two reports of progress.
STRIDE = 500

_ENVELOPE = ("$schema", "format", "version", "networks")


@dataclass(slots=True)
class Entry:
    """One record of a bundle.

    Args:
        shape: the list it stands in, or the network itself.
        path: where it stands, ``networks[0].teams[2]``.
        key: its key; "" when the file gives no valid one.
        form: what the file says, later completed by what the hub can tell.
        confirmed: fields whose text a person confirmed not to be about a student.
        is_broken: whether its schema refused it, so that nothing more can be said about it.
        parts: the parts the file names, each at its own path.
    """

    shape: Shape
    path: str
    key: str
    form: Form
    confirmed: frozenset[str] = frozenset()
    is_broken: bool = False
    parts: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class LoadedNetwork:
    """One network of a bundle, with its records by list name."""

    entry: Entry
    records: dict[str, list[Entry]] = field(default_factory=dict)

    def sound(self) -> Iterator[Entry]:
        """Yield the network itself and its records, in their order, without those their schema refused."""
        everything = [self.entry, *(entry for section in SECTIONS for entry in self.records[section.name])]
        yield from (entry for entry in everything if not entry.is_broken)


def with_progress(entries: Iterable[Entry], what: str, tell: Progress) -> Iterator[Entry]:
    """Yield records, and tell how far the work with them has come."""
    known = list(entries)
    for done, entry in enumerate(known):
        if done % STRIDE == 0:
            tell(what, done, len(known))
        yield entry
    tell(what, len(known), len(known))


@dataclass(slots=True)
class Loader:
    """Loads a bundle and gathers every problem on the way.

    Args:
        progress: told how many records were read.
    """

    progress: Progress
    problems: list[FieldProblem] = field(default_factory=list)
    _total: int = 0
    _done: int = 0

    def load(self, bundle: Any) -> list[LoadedNetwork]:
        """Return the networks of a bundle; ``problems`` says what is wrong with them."""
        if not isinstance(bundle, dict):
            self._note("bundle", NO_OBJECT)
            return []
        self._check_envelope(bundle)
        networks = self._list_of(bundle.get("networks"), "networks")
        self._total = sum(len(item) for network in networks for item in _lists_of(network))
        return [
            self._load_network(raw, path_to("networks", place)) for place, raw in self._readable(networks)
        ]

    @property
    def is_cut(self) -> bool:
        """Whether reading stopped because too much is wrong; what was not read is not known."""
        return not self._room

    def _check_envelope(self, bundle: dict[str, Any]) -> None:
        for _, name in self._readable([name for name in bundle if name not in _ENVELOPE]):
            self._note(path_to("", name), f"There is no such field here, only {', '.join(_ENVELOPE[1:])}.")
        if bundle.get("format") != FORMAT:
            self._note("format", f'Write "{FORMAT}" here.')
        version = bundle.get("version")
        if isinstance(version, bool) or version != VERSION:
            self._note("version", f"Write {VERSION} here: that is the version this hub reads.")

    def _load_network(self, raw: Any, path: str) -> LoadedNetwork:
        if not isinstance(raw, dict):
            self._note(path, NO_OBJECT)
            raw = {}
            entry = Entry(NETWORK, path, "", {}, is_broken=True)
        else:
            names = {section.name for section in SECTIONS}
            entry = self._load_record(NETWORK, NETWORK_SCHEMA, _without(raw, names), path)
        lists = {section.name: self._load_list(section, raw, path) for section in SECTIONS}
        return LoadedNetwork(entry, lists)

    def _load_list(self, section: Section, raw: dict[str, Any], path: str) -> list[Entry]:
        inside = path_to(path, section.name)
        schema = RECORD_SCHEMAS[section.name]
        items = self._list_of(raw.get(section.name, []), inside)
        return [
            self._load_record(section, schema, item, path_to(inside, place))
            for place, item in self._readable(items)
        ]

    def _load_record(self, shape: Shape, schema: Schema, raw: Any, path: str) -> Entry:
        self._done += 1
        if self._done % STRIDE == 0:
            self.progress("Reading", self._done, max(self._done, self._total))
        try:
            form = {name: normal_value(value) for name, value in schema.load(raw).items()}
        except ValidationError as error:
            self.problems += islice(problems_of(path, _messages(error), schema), self._room)
            form = error.valid_data if isinstance(error.valid_data, dict) else {}
            return Entry(shape, path, form.get("key", ""), form, is_broken=True)
        confirmed = frozenset(form.pop(CONFIRMED, ()))
        return Entry(shape, path, form["key"], form, confirmed)

    @property
    def _room(self) -> int:
        return max(0, MOST_PROBLEMS - len(self.problems))

    def _readable(self, items: list[Any]) -> Iterator[tuple[int, Any]]:
        """Yield items with their places, until there are too many problems."""
        return takewhile(lambda _: self._room, enumerate(items))

    def _list_of(self, raw: Any, path: str) -> list[Any]:
        if isinstance(raw, list):
            return raw
        self._note(path, NO_LIST)
        return []

    def _note(self, path: str, detail: str) -> None:
        self.problems.append(FieldProblem(path, detail))


def _lists_of(network: Any) -> Iterator[list[Any]]:
    lists = network if isinstance(network, dict) else {}
    yield from (lists[section.name] for section in SECTIONS if isinstance(lists.get(section.name), list))


def _messages(error: ValidationError) -> dict[Any, Any]:
    messages = error.messages
    return messages if isinstance(messages, dict) else {"_schema": messages}


def _without(raw: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in names}
