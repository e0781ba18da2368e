"""Run the benchmarks: ``python -m benchmarks``, or one: ``python -m benchmarks search``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from benchmarks import (
    capture_quality,
    privacy_gate_quality,
    run_charts,
    search_quality,
    slack_load,
    speed,
    suggestion_quality,
    vocabulary_gain,
)

PARTS: Mapping[str, Callable[[list[str]], object]] = {
    "search": search_quality.main,
    "suggestions": suggestion_quality.main,
    "vocabulary": vocabulary_gain.main,
    "run_charts": run_charts.main,
    "capture": capture_quality.main,
    "privacy_gate": privacy_gate_quality.main,
    "speed": speed.main,
    "slack": slack_load.main,
}


def main(arguments: list[str]) -> int:
    """Run the named part with the rest of the arguments, or all parts one after the other."""
    if arguments and arguments[0] not in PARTS:
        print(f"There is no part {arguments[0]!r}. Name one of: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    for part in arguments[:1] or PARTS:
        PARTS[part](arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
