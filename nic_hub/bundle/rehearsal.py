"""Whether an empty hub would take what this one exports: asked on a quiet day, not on the day it is moved.

The rules of an import are those of every write, so this finds what was stored under older rules, or by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.bundle.exporter import export_everything
from nic_hub.bundle.importer import find_refusals
from nic_hub.bundle.layout import SECTIONS
from nic_hub.bundle.loading import Progress
from nic_hub.services.kinds import words_of
from nic_hub.services.upkeep.consistency import Inconsistency

_WORDS = {section.name: words_of(section.model) for section in SECTIONS}
_RECORD = re.compile(r"networks\[(\d+)\](?:\.(\w+)\[(\d+)\])?\.?")


def find_unmovable(session: Session, progress: Progress) -> Iterator[Inconsistency]:
    """Yield what an import would refuse of this hub's own export, by the record's key."""
    bundle = export_everything(session)
    for problem in find_refusals(bundle, progress=progress):
        told = f"{_place(bundle, problem.pointer)} breaks a rule, so another hub would refuse an export."
        yield Inconsistency(told, problem.detail)


def _place(bundle: dict[str, Any], path: str) -> str:
    """Return where a problem is, in words that find it in the hub."""
    found = _RECORD.match(path)
    if found is None:
        return path
    network = bundle["networks"][int(found[1])]
    name, field = f"the network {network['key']}", path[found.end() :]
    if found[2]:
        name = f"{_WORDS[found[2]]} {network[found[2]][int(found[3])]['key']} of {name}"
    return f"{name}: {field}" if field else name
