"""How far a change idea has come: derived per team first, then for the network. And how fast its tests grow.

Source: the domain guide, sections 3 (ChangeIdea), 4 (test scale grows with belief) and 10 (adopted here,
abandoned there).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.evidence.evidence import strength_of
from nic_hub.domain.vocabulary import AdoptionState, Decision, IdeaStatus, Scale, Visibility

#: What an adoption says of the adopting team as long as none of its cycles says more.
_STATUS_OF_ADOPTION: Mapping[AdoptionState, IdeaStatus] = MappingProxyType(
    {
        AdoptionState.INTERESTED: IdeaStatus.PROPOSED,
        AdoptionState.TRYING: IdeaStatus.TESTING,
        AdoptionState.ADOPTED: IdeaStatus.ADOPTED,
        AdoptionState.ADAPTED: IdeaStatus.ADOPTED,
        AdoptionState.DROPPED: IdeaStatus.ABANDONED,
    }
)

#: Of two decisions of the same day the more careful one is taken: which came last is not known.
_CAUTION = (Decision.ADOPT, Decision.ADAPT, Decision.ABANDON)

#: Up to this strength a test should grow by one step of scale at a time.
SMALL_TEST_STRENGTH = 2


def team_status(cycles: Iterable[CycleFacts]) -> IdeaStatus:
    """Derive what an idea is to one team, from that team's cycles."""
    given = tuple(cycles)
    closed = [cycle for cycle in given if cycle.is_closed]
    latest = max(closed, key=_by_day_and_caution, default=None)
    if latest is not None and latest.decision == Decision.ADOPT:
        return IdeaStatus.ADOPTED
    if any(cycle.is_under_way for cycle in given):
        return IdeaStatus.TESTING
    if latest is None:
        return IdeaStatus.PROPOSED
    return IdeaStatus.ABANDONED if latest.decision == Decision.ABANDON else IdeaStatus.TESTED


def statuses_by_team(
    cycles: Iterable[CycleFacts], adoptions: Mapping[str, AdoptionState] = MappingProxyType({})
) -> dict[str, IdeaStatus]:
    """Derive the status of an idea for each team that tested or adopted it.

    What a team tested of the idea itself says where the idea stands there. A team that tested only what came
    from it stands where its farthest variant does.

    Args:
        cycles: cycles that test the idea or what came from it, of any team.
        adoptions: state of each adopting team's adoption, by team id; a team's own cycles say more.
    """
    of_team: dict[str, list[CycleFacts]] = defaultdict(list)
    for cycle in cycles:
        if cycle.core_kept:
            of_team[cycle.team_id].append(cycle)
    told = {team_id: _STATUS_OF_ADOPTION[state] for team_id, state in adoptions.items()}
    tested = {team_id: _status_from(own) for team_id, own in of_team.items()}
    return told | {
        team_id: status for team_id, status in tested.items() if _says_more(status, told.get(team_id))
    }


def network_status(statuses: Collection[IdeaStatus]) -> IdeaStatus:
    """Derive the status for the network: spreading once two teams adopted it."""
    teams_that_adopted = sum(status == IdeaStatus.ADOPTED for status in statuses)
    if teams_that_adopted:
        return IdeaStatus.SPREADING if teams_that_adopted >= 2 else IdeaStatus.ADOPTED
    return _farthest(statuses)


def warn_of_scale_jump(scale: Scale, tested: Iterable[Scale], strength: int) -> str | None:
    """Warn when a cycle grows by more than one step of scale on little evidence.

    Args:
        scale: how widely the cycle tests.
        tested: how widely earlier cycles of the idea tested; without any, a few students is where one begins.
        strength: strength of the evidence so far.
    """
    widest = max((earlier.step for earlier in tested), default=Scale.FEW_STUDENTS.step)
    if strength > SMALL_TEST_STRENGTH or scale.step - widest <= 1:
        return None
    advised = list(Scale)[widest + 1].replace("_", " ")
    return f"This test is larger than what is known so far supports. Think of a smaller one first: {advised}."


def warn_before(known: Iterable[CycleFacts], scale: Scale | None, day: date | None = None) -> str | None:
    """Warn when a test of some scale jumps ahead of what was known on the day it began.

    Args:
        known: all tests of the idea and of what came from it, this one and later ones among them.
        scale: of the test; None when it is not told.
        day: when it began, or where nobody told, when it ended; None for one that has not begun.
    """
    if scale is None:
        return None
    earlier = [test for test in known if test.is_closed and test.core_kept and _is_before(test, day)]
    return warn_of_scale_jump(scale, [test.scale for test in earlier if test.scale], strength_of(earlier))


def _is_before(test: CycleFacts, day: date | None) -> bool:
    return day is None or (test.closed_on is not None and test.closed_on < day)


def warn_of_hidden_test(shared_with: Visibility, idea_with: Visibility, *, is_draft: bool) -> str | None:
    """Warn when a test that is to be shared is seen by its team alone, because its idea is.

    Args:
        shared_with: who may see the test by its own visibility.
        idea_with: the same of its change idea.
        is_draft: whether the idea is not published yet.
    """
    if shared_with == Visibility.TEAM:
        return None
    if is_draft:
        return "Nobody outside your team sees this test until its change idea is published."
    if idea_with == Visibility.TEAM:
        return "Nobody outside your team sees this test: its change idea is shared with your team alone."
    return None


def _status_from(cycles: Collection[CycleFacts]) -> IdeaStatus:
    """Derive what an idea is to the team that made these cycles, of the idea itself or of its variants."""
    own = [cycle for cycle in cycles if not cycle.of_variant]
    of_variants: dict[str, list[CycleFacts]] = defaultdict(list)
    for cycle in cycles:
        if cycle.of_variant and cycle.was_begun:
            of_variants[cycle.idea_id].append(cycle)
    if any(cycle.was_begun for cycle in own) or not of_variants:
        return team_status(own)
    return _farthest([team_status(tests) for tests in of_variants.values()])


def _farthest(statuses: Collection[IdeaStatus]) -> IdeaStatus:
    order = (IdeaStatus.ADOPTED, IdeaStatus.TESTING, IdeaStatus.TESTED, IdeaStatus.ABANDONED)
    return next((status for status in order if status in statuses), IdeaStatus.PROPOSED)


def _by_day_and_caution(cycle: CycleFacts) -> tuple[date, int]:
    caution = _CAUTION.index(cycle.decision) if cycle.decision is not None else -1
    return (cycle.last_day or date.min, caution)


def _says_more(from_cycles: IdeaStatus, from_adoption: IdeaStatus | None) -> bool:
    """A team whose cycles have not begun yet is where its adoption says it is."""
    return from_adoption is None or from_cycles != IdeaStatus.PROPOSED
