"""How the evidence of an idea was derived, in plain sentences, and what it lacks for the next step.

Nothing is counted here: the sentences say what ``evidence.weigh`` counted for one viewer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nic_hub.domain.evidence.evidence import Evidence
from nic_hub.domain.vocabulary import Direction
from nic_hub.domain.wording import count, sentence

_COMPLETE = "with a prediction made before and a result"
_DIRECTIONS = {
    Direction.CANT_TELL: "No test tells which way it went.",
    Direction.MIXED: "Tests point different ways, or one gave a mixed result.",
}


def show_evidence(evidence: Evidence) -> dict[str, Any]:
    """Return every figure by its name, with its explanation, its derivation and what the next step takes."""
    return evidence.as_values | {
        "explanation": evidence.explanation,
        "derivation": list(derive(evidence)),
        "next_step": tell_next_step(evidence),
    }


def derive(evidence: Evidence) -> Iterator[str]:
    """Say how strength and direction came about, one sentence each."""
    yield from _told_of_strength(evidence)
    yield from _told_of_what_does_not_count(evidence)
    if evidence.tried_cycles or evidence.is_reported:
        agreed = f"Every test that tells a direction says: {evidence.direction.in_words}."
        yield _DIRECTIONS.get(evidence.direction, agreed)


def tell_next_step(evidence: Evidence) -> str | None:
    """Say what would bring the evidence one step further; None when it can go no further."""
    lacking = {
        0: "a test in which something is observed",
        1: f"a closed cycle {_COMPLETE}",
        2: _lacking_for_three(evidence),
        3: f"a closed cycle {_COMPLETE} in another school",
        4: _lacking_for_five(evidence),
    }
    wanted = lacking.get(evidence.strength)
    return wanted and f"For strength {evidence.strength + 1}: {wanted}."


def _told_of_strength(evidence: Evidence) -> Iterator[str]:
    if evidence.cycles:
        yield sentence(f"{count(evidence.cycles, 'closed cycle')} {evidence.places}".rstrip())
    elif evidence.tried_cycles:
        yield "Tried, with observations only: no cycle is closed."
    elif not evidence.is_reported:
        yield "No test is recorded."
    if evidence.predictions.in_words:
        yield sentence(evidence.predictions.in_words)
    if evidence.measured_districts:
        yield sentence(f"with a measure in {count(evidence.measured_districts, 'district')}")
    if evidence.is_reported:
        yield "An outcome was reported without a cycle: that counts as tried, no more."


def _told_of_what_does_not_count(evidence: Evidence) -> Iterator[str]:
    incomplete = evidence.cycles - evidence.complete_cycles
    if incomplete:
        yield f"Tried only, without a prediction or a result: {count(incomplete, 'closed cycle')}."
    if evidence.core_not_kept:
        cycles = count(evidence.core_not_kept, "cycle")
        yield f"Not counted: {cycles} of adaptations that gave up the core."
    if evidence.open_cycles:
        yield sentence(f"{count(evidence.open_cycles, 'cycle')} under way, not counted yet")
    if evidence.unfinished:
        yield sentence(f"{evidence.unfinished}: not counted")
    if evidence.invented:
        yield sentence(evidence.invented)


def _lacking_for_three(evidence: Evidence) -> str:
    more = f"{count(3 - evidence.complete_cycles, 'more closed cycle')} {_COMPLETE}"
    return f"{more}; one in another school brings it to 4" if evidence.complete_schools else more


def _lacking_for_five(evidence: Evidence) -> str:
    if evidence.measured_districts:
        return f"a closed cycle {_COMPLETE} and a measure in another district"
    return f"closed cycles {_COMPLETE} and a measure in two districts"
