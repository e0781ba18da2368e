"""What the privacy gate catches and what it misses, on sentences written for this and labelled by hand.

Run ``python -m benchmarks privacy_gate``; ``--part tune`` for the half that the patterns were chosen on. A
sentence counts once for each kind of personal data: caught, missed, or asked about without need. Every miss
is printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import TOP
from nic_hub.domain.privacy.privacy import find_private
from nic_hub.domain.privacy.shapes import PrivateKind

SENTENCES = Path(__file__).parent / "privacy_gate"
#: Fields in which no name of a student is looked for.
NOT_LOOKED_AT = frozenset({"name", "key", "link", "source", "email"})


@dataclass
class Count:
    """What came of one kind."""

    caught: int = 0
    missed: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """Tell recall and precision with the counts behind them."""
        wanted, found = self.caught + len(self.missed), self.caught + len(self.needless)
        recall = f"{self.caught / wanted:.3f} ({self.caught}/{wanted})" if wanted else "-"
        precision = f"{self.caught / found:.3f} ({self.caught}/{found})" if found else "-"
        return f"recall {recall:15} precision {precision}"


def load_sentences(part: str) -> list[dict[str, Any]]:
    """Read one half of the sentences."""
    read: list[dict[str, Any]] = json.loads((SENTENCES / f"{part}.json").read_text(encoding="utf-8"))
    return read


def measure(sentences: Iterable[dict[str, Any]]) -> dict[str, Count]:
    """Hold what the gate finds against the labels."""
    counts = {str(kind): Count() for kind in PrivateKind}
    for sentence in sentences:
        found = {str(finding.kind) for finding in find_private(sentence["text"])}
        for kind, count in counts.items():
            _count(count, sentence["text"], kind in found, kind in sentence["kinds"])
    return counts


def _count(count: Count, text: str, is_found: bool, is_there: bool) -> None:
    count.caught += is_found and is_there
    if is_there and not is_found:
        count.missed.append(text)
    if is_found and not is_there:
        count.needless.append(text)


def texts_of(value: Any) -> Iterator[str]:
    """Yield the free texts of a bundle."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts_of(inner) if name not in NOT_LOOKED_AT else ()
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)
    elif isinstance(value, str):
        yield value


def show(counts: dict[str, Count]) -> Iterator[str]:
    """Tell each kind, and every miss."""
    for kind, count in counts.items():
        yield f"  {kind:13} {count.told}"
    for kind, count in counts.items():
        yield from (f"  missed {kind}: {text}" for text in count.missed)
        yield from (f"  needless {kind}: {text}" for text in count.needless)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure one half of the sentences, and the seed, which holds nobody's data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["report", "tune"], default="report")
    part = parser.parse_args(arguments).part
    sentences = load_sentences(part)
    private = sum(bool(each["kinds"]) for each in sentences)
    print(f"Privacy gate, {part} half: {len(sentences)} sentences, {private} with personal data")
    for line in show(measure(sentences)):
        print(line)
    seed = [
        text
        for file in sorted((TOP / "seed").glob("*.json"))
        for text in texts_of(json.loads(file.read_text()))
    ]
    asked = [text for text in seed if find_private(text)]
    print(f"Seed: {len(asked)} of {len(seed):,} texts would be asked about")
    for text in asked:
        print(f"  {text[:150]}")
