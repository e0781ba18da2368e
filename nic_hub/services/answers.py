"""How an answer is told.

Every suggestion with its evidence, its context, its tools, its reasons and its cautions.

All that is shown was loaded under the asker's read rule. Findings about too few students are left out here as
everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.explaining import LatestTest, explain, explain_left_out, tell_latest_test, warn
from nic_hub.domain.idea_status import warn_of_scale_jump
from nic_hub.domain.ranking import LeftOut
from nic_hub.domain.small_cells import blur_numbers
from nic_hub.domain.visibility import Principal, may_see_numbers
from nic_hub.domain.vocabulary import CycleStatus, KeepsCore, Provenance
from nic_hub.domain.wording import count
from nic_hub.models import District, Network, PdsaCycle, Team, Tool
from nic_hub.services.candidates import Material
from nic_hub.services.searchable import is_small_cell
from nic_hub.services.understanding import Understanding

#: Below this relevance of the best, the answer says that it may be about something else. On the tuning
#: questions, three in four about what nobody has tested lie below it, and one in three of the others.
SURE = 0.2
CORE_LOST = "This adaptation gave up the core of the idea it came from."


@dataclass(frozen=True, slots=True)
class Describer:
    """Tells the parts of one answer to one person."""

    session: Session
    principal: Principal
    understanding: Understanding

    def describe_understanding(self) -> dict[str, Any]:
        """Return how the question was read, so that the asker can correct it."""
        driver = self.understanding.driver
        return {
            "driver": {"id": driver.id, "key": driver.key, "name": driver.name} if driver else None,
            "driver_stated": self.understanding.is_stated,
            "context": self.understanding.context.known,
        }

    def describe(self, material: Material, score: float | None) -> dict[str, Any]:
        """Return one suggestion, or an idea told like one (``score`` None)."""
        candidate, latest = material.candidate, _latest_closed(material)
        tools = [tool for tool in material.tools if tool.link or tool.body]
        return {
            "change_idea": _idea(material),
            "team": self._team(material),
            "driver": {"id": material.driver.id, "key": material.driver.key, "name": material.driver.name},
            "score": None if score is None else round(score, 4),
            "relevance": round(candidate.relevance, 4),
            "evidence": asdict(candidate.evidence) | {"explanation": candidate.evidence.explanation},
            "context": {
                "same": list(candidate.fit.same),
                "different": list(candidate.fit.different),
                "unknown": list(candidate.fit.unknown),
            },
            "tools": [_tool(tool) for tool in tools],
            "latest_test": tell_latest_test(self._latest_test(latest)) if latest else None,
            "latest_cycle_id": latest.id if latest else None,
            "reasons": [
                {"code": reason.code, "text": reason.text}
                for reason in explain(candidate, material.driver.name, [tool.title for tool in tools])
            ],
            "cautions": self._cautions(material, latest),
        }

    def describe_nearest(self, material: Material, reason: LeftOut) -> dict[str, Any]:
        """Return an idea that comes near, with why it is not the same."""
        told = self.describe(material, None)
        return told | {"why_not_the_same": explain_left_out(reason, material.candidate.evidence)}

    def sum_up(self, chosen: Sequence[Material], nearest: Sequence[tuple[Material, LeftOut]]) -> str:
        """Return one plain sentence or two: what there is, or that there is nothing, and what to do next."""
        driver = self.understanding.driver
        about = f" I read your question as: {driver.name}." if driver else ""
        if chosen:
            teams = len({material.team.id for material in chosen})
            sure = max(material.candidate.relevance for material in chosen) >= SURE
            doubt = "" if sure else " I am not sure they are about what you asked."
            return f"{count(len(chosen), 'idea')} from {count(teams, 'other team')}.{doubt}{about}"
        if not nearest:
            return f"I found no team that has tested this.{about} You can post it as help wanted."
        material, reason = nearest[0]
        why = explain_left_out(reason, material.candidate.evidence)
        near = f"The nearest is “{material.idea.title}”, but it is not the same: {why}"
        return f"I found no team that has tested this. {near} You can post your question as help wanted."

    def _team(self, material: Material) -> dict[str, Any]:
        team = material.team
        district = self.session.get(District, team.district_id) if team.district_id else None
        shown = {"id": district.id, "key": district.key, "name": district.name} if district else None
        return {"id": team.id, "key": team.key, "name": team.name, "type": team.type, "district": shown}

    def _latest_test(self, cycle: PdsaCycle) -> LatestTest:
        hidden_below = self._hidden_below(cycle)
        return LatestTest(
            team=self.session.get_one(Team, cycle.team_id).name,
            closed_on=cycle.closed_on,
            prediction=cycle.prediction,
            result=cycle.result,
            prediction_met=cycle.prediction_met,
            direction=cycle.direction,
            decision=cycle.decision,
            reason=blur_numbers(cycle.reason) if hidden_below and cycle.reason else cycle.reason,
            min_n=hidden_below,
        )

    def _hidden_below(self, cycle: PdsaCycle | None) -> int | None:
        """Return the small-cell limit when the cycle's numbers are kept from this person."""
        if cycle is None or may_see_numbers(self.principal, cycle.team_id):
            return None
        limit = self.session.get_one(Network, cycle.network_id).min_n
        return limit if is_small_cell(cycle, limit) else None

    def _cautions(self, material: Material, latest: PdsaCycle | None) -> list[str]:
        lost = [CORE_LOST] if material.idea.keeps_core == KeepsCore.NO else []
        return lost + warn(
            material.candidate.evidence,
            from_paper=material.idea.provenance == Provenance.PAPER,
            scale_warning=_scale_warning(material),
            min_n=self._hidden_below(latest),
        )


def _latest_closed(material: Material) -> PdsaCycle | None:
    return next((cycle for cycle in material.cycles if cycle.status == CycleStatus.CLOSED), None)


def _scale_warning(material: Material) -> str | None:
    newest = next((cycle for cycle in material.cycles if cycle.scale), None)
    if newest is None or newest.scale is None:
        return None
    earlier = [cycle.scale for cycle in material.cycles if cycle is not newest and cycle.scale]
    return warn_of_scale_jump(newest.scale, earlier, material.candidate.evidence.strength)


def _idea(material: Material) -> dict[str, Any]:
    idea = material.idea
    return {
        "id": idea.id,
        "key": idea.key,
        "title": idea.title,
        "description": idea.description,
        "derived_status": material.known.status,
        "reported_outcome": idea.reported_outcome,
        "provenance": idea.provenance,
        "source": idea.source,
        "visibility": idea.visibility,
    }


def _tool(tool: Tool) -> dict[str, Any]:
    return {"id": tool.id, "key": tool.key, "title": tool.title, "type": tool.type, "link": tool.link}
