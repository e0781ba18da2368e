"""How an answer is told.

Every suggestion with its evidence, its context, its tools, its reasons and its cautions.

All that is shown was read under the asker's read rule. Findings about too few students are left out here as
everywhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.fit import tell_grades
from nic_hub.domain.evidence.idea_status import warn_before
from nic_hub.domain.evidence.telling import show_evidence
from nic_hub.domain.suggesting.asking import says_enough, shares_a_word
from nic_hub.domain.suggesting.explaining import (
    OthersCycles,
    explain,
    explain_left_out,
    tell_named,
    warn,
)
from nic_hub.domain.suggesting.ranking import LeftOut
from nic_hub.domain.suggesting.summing_up import Outlook, sum_up
from nic_hub.domain.vocabulary import GradeBand, KeepsCore, Provenance
from nic_hub.search.facts import CycleRow
from nic_hub.services.access.sight import Sight
from nic_hub.services.measures.gap_flags import find_gap_flags
from nic_hub.services.suggesting.candidates import Known, Material
from nic_hub.services.suggesting.chosen import Chosen, Wording
from nic_hub.services.suggesting.latest_tests import choose_told_cycle, describe_test, hidden_below, tell_test
from nic_hub.services.suggesting.live_tests import find_live_tests, tell_live_tests
from nic_hub.services.suggesting.texts import Texts, read_texts
from nic_hub.services.suggesting.understanding import Understanding

#: Below this relevance of the best, the answer says that it may not be what was asked about. On the questions
#: to learn from and to tune on, nine in ten answers above it hold what was asked for, and five in nine below.
SURE = 0.6
#: What answers a question of few words that no title holds must be this sure, and have one in its title.
SURE_OF_FEW_WORDS = 0.9
CORE_LOST = "This adaptation gave up the core of the idea it came from."


def tell(
    session: Session,
    sight: Sight,
    understanding: Understanding,
    chosen: Chosen,
    wording: Wording,
) -> dict[str, Any]:
    """Return the answer as it is shown."""
    live, shown = find_live_tests(sight, understanding, wording.today), [each.known for each in chosen.all]
    told_cycles = {
        known.idea.id: choose_told_cycle(sight, known.cycles, wants_failures=wording.outlook.wants_failures)
        for known in shown
    }
    texts = _read_texts(session, sight, shown, [*filter(None, told_cycles.values()), *live], live)
    measures = (cycle.measure_id for known in shown for cycle in known.cycles)
    gaps = find_gap_flags(session, sight.reader.principal, measures)
    told, describer = chosen.only(texts.ideas), Describer(sight, texts, understanding, told_cycles, gaps)
    outlook = describer.look_at(told, wording)
    # What is tested on a driver that was read out of words nobody is sure about may be about anything.
    live = live if understanding.is_stated or outlook.is_sure else []
    return {
        "understood_as": describer.describe_understanding(),
        "suggestions": [describer.describe(material, score) for material, score in told.suggested],
        "your_history": [describer.describe(material, None) for material in told.history],
        "nearest": [describer.describe_nearest(material, reason) for material, reason in told.nearest],
        "live_tests": tell_live_tests(sight, texts, live),
        "unread_records": outlook.unread,
        "message": sum_up(outlook),
    }


def _read_texts(
    session: Session,
    sight: Sight,
    shown: Sequence[Known],
    cycles: Iterable[CycleRow],
    live: Iterable[CycleRow],
) -> Texts:
    return read_texts(
        session,
        sight.reader,
        idea_ids=[*(known.idea.id for known in shown), *(cycle.change_idea_id for cycle in live)],
        cycle_ids=[cycle.id for cycle in cycles],
        tool_ids=[tool.id for known in shown for tool in known.tools if tool.is_usable],
    )


@dataclass(frozen=True, slots=True)
class Describer:
    """Tells the parts of one answer to one person."""

    sight: Sight
    texts: Texts
    understanding: Understanding
    #: The cycle that each idea is told by.
    told_cycles: Mapping[str, CycleRow | None]
    #: Of measures, by id: where a gain widened a gap.
    gaps: Mapping[str, Sequence[str]]

    def describe_understanding(self) -> dict[str, Any]:
        """Return how the question was read, so that the asker can correct it."""
        driver = self.understanding.told_driver
        return {
            "driver": {"id": driver.id, "key": driver.key, "name": driver.name} if driver else None,
            "driver_stated": self.understanding.is_stated,
            "context": self.understanding.context.known,
        }

    def describe(self, material: Material, score: float | None) -> dict[str, Any]:
        """Return one suggestion, or an idea told like one (``score`` None)."""
        candidate, known, driver = material.candidate, material.known, material.known.driver
        latest = self._latest(known)
        tools = self._tools(known)
        return {
            "change_idea": {**self.texts.ideas[known.idea.id], "derived_status": known.evidence.status},
            "team": self._team(known),
            "driver": {"id": driver.id, "key": driver.key, "name": driver.name},
            "score": None if score is None else round(score, 4),
            "relevance": round(candidate.relevance, 4),
            "evidence": show_evidence(candidate.evidence),
            "context": {
                "same": list(candidate.fit.same),
                "different": list(candidate.fit.different),
                "unknown": list(candidate.fit.unknown),
            },
            "tools": tools,
            "latest_test": tell_test(self.sight, self.texts, latest) if latest else None,
            "latest_cycle_id": latest.id if latest else None,
            "latest_cycle": describe_test(self.sight, self.texts, latest) if latest else None,
            "reasons": [
                {"code": reason.code, "text": reason.text}
                for reason in explain(candidate, driver.name, self._tool_titles(known), self._others(known))
            ],
            "cautions": self._cautions(material, latest),
        }

    def describe_nearest(self, material: Material, reason: LeftOut) -> dict[str, Any]:
        """Return an idea that comes near, with why it is not the same."""
        return self.describe(material, None) | {"why_not_the_same": self._why(material, reason)}

    def look_at(self, told: Chosen, wording: Wording) -> Outlook:
        """Return what the sentence above the answer is made of."""
        driver, suggested = self.understanding.told_driver, [material for material, _ in told.suggested]
        titles = [*map(self._title, suggested)]
        return replace(
            wording.outlook,
            ideas=len(suggested),
            teams=len({material.known.team.id for material in suggested}),
            is_sure=self._is_sure(wording.question, suggested),
            driver=driver.name if driver else None,
            has_team=bool(self.sight.reader.principal.own_teams),
            own_tested=any(_is_tested_by(wording.own_teams, each) for each in told.history),
            others_tested=any(_is_tested_beside(wording.own_teams, each) for each in told.history),
            named=tuple(
                self._tell_named(material) for material, _ in told.nearest if _is_named(material, told)
            ),
            nearest=next(((self._title(each), self._why(each, why)) for each, why in told.nearest), None),
            untried_in=_untried_in(wording.grades, suggested),
            under_way=tuple(self._title(each) for each in told.all if each.candidate.evidence.open_cycles),
            tools=tuple(zip(titles, (self._tool_titles(each.known) for each in suggested), strict=True)),
        )

    def _is_sure(self, question: str, suggested: Sequence[Material]) -> bool:
        best = max(suggested, key=lambda each: each.candidate.relevance, default=None)
        if best is None or best.candidate.relevance < SURE:
            return False
        is_meant = best.candidate.relevance >= SURE_OF_FEW_WORDS and shares_a_word(
            question, self._title(best)
        )
        return is_meant or says_enough(question, map(self._title, suggested))

    def _tell_named(self, material: Material) -> str:
        return tell_named(self._title(material), material.candidate.evidence)

    def _title(self, material: Material) -> str:
        return str(self.texts.ideas[material.known.idea.id]["title"])

    def _why(self, material: Material, reason: LeftOut) -> str:
        return explain_left_out(reason, material.candidate, material.known.driver.name)

    def _others(self, known: Known) -> OthersCycles | None:
        """Return what of the evidence other teams brought: their tests of it, or of what they made of it."""
        cycles = [cycle for cycle in known.evidence.cycles if cycle.is_closed and cycle.core_kept]
        others = [cycle.team_id for cycle in cycles if cycle.team_id != known.team.id]
        teams = sorted({self.sight.facts.teams.rows[team_id].name for team_id in others})
        is_adapted = all(cycle.of_variant for cycle in cycles)
        return OthersCycles(len(others), tuple(teams), is_adapted=is_adapted) if others else None

    def _tools(self, known: Known) -> list[Mapping[str, Any]]:
        return [self.texts.tools[tool.id] for tool in known.tools if tool.id in self.texts.tools]

    def _tool_titles(self, known: Known) -> tuple[str, ...]:
        return tuple(str(tool["title"]) for tool in self._tools(known))

    def _team(self, known: Known) -> dict[str, Any]:
        team, district = known.team, self.sight.facts.districts.get(known.team.district_id)
        place = {"id": district.id, "key": district.key, "name": district.name} if district else None
        return {**team.named, "type": team.type, "district": place}

    def _latest(self, known: Known) -> CycleRow | None:
        """Return the cycle that an idea is told by, if the person may read it."""
        latest = self.told_cycles.get(known.idea.id)
        return latest if latest and latest.id in self.texts.cycles else None

    def _cautions(self, material: Material, latest: CycleRow | None) -> list[str]:
        known = material.known
        lost = [CORE_LOST] if known.idea.keeps_core == KeepsCore.NO else []
        measures = {cycle.measure_id for cycle in known.cycles}
        lost += [text for one, texts in self.gaps.items() if one in measures for text in texts]
        return lost + warn(
            known.evidence.evidence,
            from_paper=known.idea.provenance == Provenance.PAPER,
            scale_warning=_scale_warning(known),
            min_n=hidden_below(self.sight, latest) if latest else None,
            mapped=material.candidate.mapped,
        )


def _untried_in(grades: Sequence[GradeBand], suggested: Iterable[Material]) -> str | None:
    """Return the grades that were asked about, where no idea is known to have been tried in one of them."""
    contexts = (Context.stored(text) for each in suggested for text in each.known.contexts)
    tried = {band for context in contexts for band in context.grade_bands}
    return tell_grades(grades) if grades and tried.isdisjoint(grades) else None


def _is_tested_by(teams: Container[str], material: Material) -> bool:
    """Say whether some teams tested an idea, or reported of one of their own."""
    known = material.known
    told = known.idea.team_id in teams and not material.candidate.is_untested
    return told or any(cycle.team_id in teams for cycle in known.evidence.cycles if cycle.is_closed)


def _is_tested_beside(teams: Container[str], material: Material) -> bool:
    """Say whether other teams than these tested an idea."""
    return any(cycle.team_id not in teams for cycle in material.known.evidence.cycles if cycle.is_closed)


def _is_named(material: Material, told: Chosen) -> bool:
    return material.known.idea.id in told.named


def _scale_warning(known: Known) -> str | None:
    """Warn when the newest test jumped ahead of what was known when it began."""
    newest = next((cycle for cycle in known.cycles if cycle.scale), None)
    if newest is None:
        return None
    return warn_before(known.evidence.cycles, newest.scale, newest.started_on or newest.closed_on)
