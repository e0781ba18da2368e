"""Why something is suggested, and what to be careful about: reason codes with plain sentences.

What is told is what was recorded. Nothing here calls an idea good: it says what was tested, where, and what
came out.

Source: the domain guide, sections 4 (what is missing is stated) and 5 ("Explain every suggestion with
reason codes").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nic_hub.domain.context.fit import ContextFit
from nic_hub.domain.evidence.evidence import OBSERVED, REPORTED, Evidence
from nic_hub.domain.suggesting.ranking import Candidate, DriverRelation, LeftOut
from nic_hub.domain.wording import count, join, month, sentence, share, times
from nic_hub.domain.words.local_terms import Mapped, tell_apart, tell_found_by, tell_relation


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


#: From this relevance on, a part of the question is in the idea.
PARTLY = 0.05
NO_RESULT = "No result is recorded for it."


@dataclass(frozen=True, slots=True)
class OthersCycles:
    """Closed cycles that count for an idea and were run by other teams than the idea's own.

    Args:
        cycles: how many.
        teams: the names of those teams.
        is_adapted: no closed cycle tested the idea itself: all tested what was made of it.
    """

    cycles: int
    teams: tuple[str, ...]
    is_adapted: bool = False


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


def explain_left_out(reason: LeftOut, candidate: Candidate, driver_name: str) -> str:
    """Say why the nearest is not the same, in whole sentences."""
    return " ".join(_why_left_out(reason, candidate, driver_name))


def tell_named(title: str, evidence: Evidence) -> str:
    """Say of an idea that was asked for by its name why it is not suggested.

    Nobody has recorded what came of it; or failures were asked for, and no test of it failed.
    """
    if evidence.strength:
        return tell_none_failed(f"“{title}”")
    if evidence.open_cycles:
        return f"“{title}” is being tested now; no result is recorded yet."
    if begun := _tell_begun(evidence, f" of “{title}”"):
        return begun
    return f"“{title}” was presented, but no result is recorded."


def tell_none_failed(of_what: str = "this", *, by_others: bool = False) -> str:
    """Say that no test failed, or none of another team, as far as the program may show."""
    whose = "other team's test" if by_others else "test"
    return f"I know of no {whose} of {of_what} that failed: none is recorded here that you may see."


def _why_left_out(reason: LeftOut, candidate: Candidate, driver_name: str) -> Iterator[str]:
    if reason == LeftOut.OTHER_DRIVER:
        yield f"It works on a different driver: {driver_name}."
    if reason == LeftOut.NOT_RELEVANT:
        is_part = candidate.relevance >= PARTLY
        yield "Only part of your question is in it." if is_part else "It shares little with your question."
    if reason == LeftOut.NOT_FAILED:
        yield "I know of no test of it that failed."
    if reason == LeftOut.NOT_THE_SAME and candidate.apart:
        yield tell_apart(candidate.apart)
    if candidate.mapped and not candidate.mapped.is_same:
        yield tell_found_by(candidate.mapped)
    if candidate.is_untested:
        yield _tell_untested(candidate.evidence)


def _tell_untested(evidence: Evidence) -> str:
    """Say that somebody tests, that somebody began to and told no result, or that nobody did."""
    if evidence.open_cycles:
        return "A team is testing it now; no result is recorded yet."
    return _tell_begun(evidence) or NO_RESULT


def _tell_begun(evidence: Evidence, of_what: str = "") -> str:
    """Return "A test began in January 2015; no result was ever recorded."; nothing where none was left."""
    if evidence.unfinished_since is None:
        return ""
    day = month(evidence.unfinished_since)
    if evidence.unfinished_cycles == 1:
        return f"A test{of_what} began in {day}; no result was ever recorded."
    tests = f"{evidence.unfinished_cycles} tests{of_what}"
    return f"{tests} began, the last in {day}; no result was ever recorded."


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
        yield Reason(ReasonCode.REPORTED, REPORTED)
    if decisions := _decisions(evidence):
        yield Reason(ReasonCode.DECISIONS, f"decided to {decisions}")
    if evidence.predictions.in_words:
        yield Reason(ReasonCode.RESULT_VS_PREDICTION, evidence.predictions.in_words)
    if evidence.invented:
        yield Reason(ReasonCode.INVENTED, evidence.invented)


def _of_others(evidence: Evidence, others: OthersCycles | None) -> Iterator[Reason]:
    if others:
        by, how_many = f"by {join(others.teams)}", share(others.cycles, evidence.cycles, "closed cycle")
        if others.is_adapted:
            by = f"tested in an adapted form {by}"
        all_theirs = others.is_adapted and others.cycles == evidence.cycles
        yield Reason(ReasonCode.TESTED_BY_OTHERS, by if all_theirs else f"{how_many} {by}")


def _of_cycles(evidence: Evidence) -> Iterator[Reason]:
    if evidence.cycles:
        yield Reason(ReasonCode.TESTED, f"tested {times(evidence.cycles)} {evidence.places}".rstrip())
    elif evidence.tried_cycles:
        yield Reason(ReasonCode.TESTED, OBSERVED)
    if evidence.open_cycles:
        yield Reason(ReasonCode.TESTING_NOW, f"{count(evidence.open_cycles, 'cycle')} under way now")
    if evidence.last_tested:
        yield Reason(ReasonCode.LAST_TESTED, f"last tested in {month(evidence.last_tested)}")


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
