"""Why something is suggested, and what to be careful about: reason codes with plain sentences.

What is told is what was recorded. Nothing here calls an idea good: it says what was tested, where, and what
came out.

Source: the domain guide, sections 4 (what is missing is stated) and 5 ("Explain every suggestion with
reason codes").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nic_hub.domain.context_fit import ContextFit
from nic_hub.domain.evidence import Evidence
from nic_hub.domain.local_terms import Mapped, tell_apart, tell_found_by, tell_relation
from nic_hub.domain.ranking import Candidate, DriverRelation, LeftOut
from nic_hub.domain.vocabulary import Decision, Direction, PredictionMet
from nic_hub.domain.wording import count, join, sentence, times


class ReasonCode(StrEnum):
    """What a reason is about."""

    SAME_DRIVER = "same_driver"
    SIBLING_DRIVER = "sibling_driver"
    OTHER_DRIVER = "other_driver"
    TESTED = "tested"
    REPORTED = "reported"
    TESTING_NOW = "testing_now"
    UNTESTED = "untested"
    DECISIONS = "decisions"
    SAME_CONTEXT = "same_context"
    DIFFERENT_CONTEXT = "different_context"
    UNKNOWN_CONTEXT = "unknown_context"
    RESULT_VS_PREDICTION = "result_vs_prediction"
    TOOL_ATTACHED = "tool_attached"
    LAST_TESTED = "last_tested"
    TESTED_BY_OTHERS = "tested_by_others"
    INVENTED = "invented"
    MAPPED_TERM = "mapped_term"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, for a program (``code``) and for a person (``text``)."""

    code: ReasonCode
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestTest:
    """The latest closed cycle, as far as the viewer may see it.

    Args:
        min_n: set when the cycle is about fewer students than this and the viewer is of another team.
    """

    team: str
    closed_on: date | None = None
    prediction: str | None = None
    result: str | None = None
    prediction_met: PredictionMet | None = None
    direction: Direction | None = None
    decision: Decision | None = None
    reason: str | None = None
    min_n: int | None = None


_MET = {
    PredictionMet.MET: "prediction met",
    PredictionMet.PARTLY: "prediction partly met",
    PredictionMet.NOT: "prediction not met",
    PredictionMet.CANT_TELL: "whether the prediction was met cannot be told",
}
_DIRECTIONS = {
    Direction.IMPROVED: "it improved",
    Direction.MIXED: "results were mixed",
    Direction.NO_CHANGE: "nothing changed",
    Direction.WORSE: "it got worse",
    Direction.CANT_TELL: "which way it went cannot be told",
}
#: From this relevance on, a part of the question is in the idea.
PARTLY = 0.05
NO_RESULT = "No result is recorded for it."


@dataclass(frozen=True, slots=True)
class OthersCycles:
    """Closed cycles that count for an idea and were run by other teams than the idea's own.

    Args:
        cycles: how many.
        teams: the names of those teams.
    """

    cycles: int
    teams: tuple[str, ...]


def explain(
    candidate: Candidate,
    driver_name: str,
    tools: Sequence[str] = (),
    others: OthersCycles | None = None,
) -> list[Reason]:
    """List why a candidate is suggested.

    Args:
        candidate: the suggestion.
        driver_name: name of its driver.
        tools: titles of the tools that come with it.
        others: what of its evidence other teams brought; None when nothing.
    """
    return [
        *_of_words(candidate.mapped),
        *_of_driver(candidate.relation, driver_name),
        *_of_evidence(candidate.evidence),
        *_of_others(candidate.evidence, others),
        *_of_context(candidate.fit),
        *_of_tools(tools),
    ]


def warn(
    evidence: Evidence,
    *,
    from_paper: bool = False,
    scale_warning: str | None = None,
    min_n: int | None = None,
    mapped: Mapped | None = None,
) -> list[str]:
    """List what to be careful about.

    Args:
        evidence: what is known.
        from_paper: the reported outcome comes from a paper.
        scale_warning: the warning about a jump in scale, where there is one.
        min_n: set when numbers about fewer students than this are hidden from the viewer.
        mapped: the mapping of a local word by which it was found.
    """
    found_by = [tell_found_by(mapped)] if mapped and not mapped.is_same else []
    return found_by + list(_cautions(evidence, from_paper, scale_warning, min_n))


def tell_latest_test(test: LatestTest) -> str:
    """Tell the latest test in one line: what was predicted, what was found, and what was decided."""
    head = f"{test.team}, {_month(test.closed_on)}" if test.closed_on else test.team
    return f"{head}: {'; '.join(_told_of_test(test)) or 'closed, without a result'}."


def explain_left_out(reason: LeftOut, candidate: Candidate, driver_name: str) -> str:
    """Say why the nearest is not the same, in whole sentences."""
    return " ".join(_why_left_out(reason, candidate, driver_name))


def tell_without_result(title: str, evidence: Evidence) -> str:
    """Say of an idea that was asked for by its name that nobody has recorded what came of it."""
    if evidence.open_cycles:
        return f"“{title}” is being tested now; no result is recorded yet."
    return f"“{title}” was presented, but no result is recorded."


def _why_left_out(reason: LeftOut, candidate: Candidate, driver_name: str) -> Iterator[str]:
    if reason == LeftOut.OTHER_DRIVER:
        yield f"It works on a different driver: {driver_name}."
    if reason == LeftOut.NOT_RELEVANT:
        is_part = candidate.relevance >= PARTLY
        yield "Only part of your question is in it." if is_part else "It shares little with your question."
    if reason == LeftOut.NOT_THE_SAME and candidate.apart:
        yield tell_apart(candidate.apart)
    if candidate.mapped and not candidate.mapped.is_same:
        yield tell_found_by(candidate.mapped)
    if candidate.is_untested:
        under_way = bool(candidate.evidence.open_cycles)
        yield "A team is testing it now; no result is recorded yet." if under_way else NO_RESULT


def _of_words(mapped: Mapped | None) -> Iterator[Reason]:
    if mapped:
        yield Reason(ReasonCode.MAPPED_TERM, tell_relation(mapped.term))


def _of_driver(relation: DriverRelation, name: str) -> Iterator[Reason]:
    if relation == DriverRelation.SAME:
        yield Reason(ReasonCode.SAME_DRIVER, f"same driver: {name}")
    if relation == DriverRelation.SIBLING:
        yield Reason(ReasonCode.SIBLING_DRIVER, f"a neighbouring driver: {name}")
    if relation == DriverRelation.OTHER:
        yield Reason(ReasonCode.OTHER_DRIVER, f"a different driver: {name}")


def _of_evidence(evidence: Evidence) -> Iterator[Reason]:
    if not evidence.strength:
        yield Reason(ReasonCode.UNTESTED, "nobody has recorded what came of it")
    yield from _of_cycles(evidence)
    if evidence.is_reported:
        yield Reason(ReasonCode.REPORTED, "an outcome was reported without a cycle")
    if decisions := _decisions(evidence):
        yield Reason(ReasonCode.DECISIONS, f"decided to {decisions}")
    if evidence.predictions.in_words:
        yield Reason(ReasonCode.RESULT_VS_PREDICTION, evidence.predictions.in_words)
    if evidence.invented:
        yield Reason(ReasonCode.INVENTED, evidence.invented)


def _of_others(evidence: Evidence, others: OthersCycles | None) -> Iterator[Reason]:
    if others:
        whose = f"{others.cycles} of {count(evidence.cycles, 'closed cycle')} by {join(others.teams)}"
        yield Reason(ReasonCode.TESTED_BY_OTHERS, whose)


def _of_cycles(evidence: Evidence) -> Iterator[Reason]:
    if evidence.cycles:
        yield Reason(ReasonCode.TESTED, f"tested {times(evidence.cycles)} {evidence.places}".rstrip())
    elif evidence.tried_cycles:
        yield Reason(ReasonCode.TESTED, "tried, with observations only")
    if evidence.open_cycles:
        yield Reason(ReasonCode.TESTING_NOW, f"{count(evidence.open_cycles, 'cycle')} under way now")
    if evidence.last_tested:
        yield Reason(ReasonCode.LAST_TESTED, f"last tested in {_month(evidence.last_tested)}")


def _decisions(evidence: Evidence) -> str:
    counted = {
        "adopt": evidence.decisions.adopt,
        "adapt": evidence.decisions.adapt,
        "abandon": evidence.decisions.abandon,
    }
    return join([f"{decision} {times(number)}" for decision, number in counted.items() if number])


def _of_context(fit: ContextFit) -> Iterator[Reason]:
    if fit.same:
        yield Reason(ReasonCode.SAME_CONTEXT, f"same as you: {join(fit.same)}")
    if fit.different:
        yield Reason(ReasonCode.DIFFERENT_CONTEXT, f"different: {'; '.join(fit.different)}")
    if fit.unknown:
        yield Reason(ReasonCode.UNKNOWN_CONTEXT, f"not known: {', '.join(fit.unknown)}")
    elif not fit.same and not fit.different:
        yield Reason(ReasonCode.UNKNOWN_CONTEXT, "how far their context resembles yours is not known")


def _of_tools(tools: Sequence[str]) -> Iterator[Reason]:
    if tools:
        yield Reason(ReasonCode.TOOL_ATTACHED, f"with {count(len(tools), 'tool')}: {join(list(tools))}")


def _cautions(
    evidence: Evidence, from_paper: bool, scale_warning: str | None, min_n: int | None
) -> Iterator[str]:
    if evidence.is_reported and not evidence.tried_cycles:
        told_by = "in the paper" if from_paper else "by the team"
        yield f"As reported {told_by}; no cycles are recorded here."
    else:
        yield from map(sentence, evidence.missing)
    if evidence.invented:
        yield sentence(f"{evidence.invented}, not reported by a team")
    if evidence.core_not_kept:
        cycles = count(evidence.core_not_kept, "cycle")
        yield f"{cycles} of an adaptation that gave up the core: not counted."
    if scale_warning:
        yield scale_warning
    if min_n is not None:
        yield f"Numbers about fewer than {min_n} students are shown to their own team only."


def _told_of_test(test: LatestTest) -> Iterator[str]:
    if test.min_n is not None:
        # Beside a prediction ("all six"), even "met" would give the number away.
        yield f"fewer than {test.min_n} students, so the numbers stay in the team"
        yield _DIRECTIONS[test.direction or Direction.CANT_TELL]
    else:
        yield from _quoted("predicted", test.prediction)
        yield from _quoted("found", test.result)
        yield from [_MET[test.prediction_met]] if test.prediction_met else []
    if test.decision:
        yield f"decided to {test.decision}"
    yield from _quoted("because", test.reason)


def _quoted(verb: str, text: str | None) -> Iterator[str]:
    if text and (said := text.strip().rstrip(".")):
        yield f"{verb}: {said}"


def _month(day: date) -> str:
    return f"{day:%B %Y}"
