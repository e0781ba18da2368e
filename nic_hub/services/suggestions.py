"""Suggest change ideas of other teams.

Retrieved by meaning and words, ranked by what was tested, explained, or none.

Relevance decides whether something is shown, the weights then decide the order (``domain.ranking``). An empty
answer is a correct answer: it names the nearest and says why it is not the same. Who asked what is shown to
nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.privacy import redact, redact_inside
from nic_hub.domain.ranking import (
    DriverRelation,
    LeftOut,
    Thresholds,
    Weights,
    diversify,
    find_best,
    rank,
    reaches,
    why_left_out,
)
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import Verdict
from nic_hub.errors import Forbidden, Invalid
from nic_hub.models import ChangeIdea, Suggestion, Team
from nic_hub.search.engine import SearchEngine
from nic_hub.search.facts import TeamRow
from nic_hub.services.answers import Chosen, tell
from nic_hub.services.candidates import Known, Match, Material, find_known, gather, root_of
from nic_hub.services.matching import find_matches
from nic_hub.services.references import find_reference
from nic_hub.services.sight import Sight
from nic_hub.services.understanding import Understanding, infer_driver, read_question, with_driver

MAX_NEAREST = 2
MAX_HISTORY = 3
#: Below this relevance nothing is called near.
NEAR = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRequest:
    """What somebody asks.

    Args:
        query: the question in plain words.
        driver: id or key of a driver the answer must be on.
        change_idea: id or key of an idea: more like this.
        team: id or key of the team the person asks for; needed by who has several.
        context: what is known of the asker's context, beside the team's own.
        limit: how many suggestions, 1 to 10.
        include_untested: whether ideas nobody has tested are welcome.
    """

    query: str
    driver: str | None = None
    change_idea: str | None = None
    team: str | None = None
    context: Mapping[str, Any] | None = None
    limit: int = 3
    include_untested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """What decides about showing and order: settings of the hub."""

    weights: Weights = field(default_factory=Weights)
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True)
class SuggestionAnswer:
    """An answer before it is stored: what to show, and what to remember of it."""

    query: str
    team_id: str | None
    driver_id: str | None
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Question:
    """Who asks what, as far as it was said outright."""

    session: Session
    sight: Sight
    request: SuggestionRequest
    query: str
    team: TeamRow | None
    like: ChangeIdea | None

    @property
    def principal(self) -> Principal:
        """Return who asks."""
        return self.sight.reader.principal

    @property
    def own_teams(self) -> frozenset[str]:
        """Return the asker's teams, and the coached one for which a coach asks: their work is history."""
        return self.principal.own_teams | ({self.team.id} if self.team else set())

    @property
    def text(self) -> str:
        """Return what is searched for: the question, and the idea it is to resemble."""
        return f"{self.query}\n{self.like.title}\n{self.like.description}" if self.like else self.query


def find_suggestions(
    session: Session,
    engine: SearchEngine,
    principal: Principal,
    request: SuggestionRequest,
    *,
    tuning: Tuning,
    today: date,
) -> SuggestionAnswer:
    """Find what other teams tested that may answer a question. Nothing is stored.

    Raises:
        Forbidden: it is not clear in which network somebody asks who is not signed in.
        Invalid: a driver, idea or team does not exist for this person, or the team must be named.
    """
    if principal.searched_network_id is None:
        raise Forbidden("Sign in, or say in which network you ask.")
    sight = Sight.of(engine.facts.catch_up(session), principal)
    question = _read_request(session, sight, request)
    understanding = read_question(
        session,
        sight,
        query=question.query,
        driver=request.driver,
        given_context=redact_inside(request.context),
        team=question.team,
    )
    drivers = understanding.family if understanding.is_stated else None
    matches = find_matches(session, sight, engine, question.text, drivers)
    known = find_known(sight, [match.idea_id for match in matches])
    understanding = _infer(question, engine, understanding, matches, known)
    materials = gather(sight, matches, known, understanding, today)
    return _answer(question, tuning, understanding, materials)


def store_suggestion(session: Session, principal: Principal, answer: SuggestionAnswer) -> Suggestion:
    """Remember a redacted question and what was suggested, for feedback and for nobody else's eyes."""
    results = [
        {"change_idea_id": item["change_idea"]["id"], "score": item["score"]}
        for item in answer.shown["suggestions"]
    ]
    row = Suggestion(
        network_id=principal.network_id,
        member_id=principal.member_id,
        team_id=answer.team_id,
        driver_id=answer.driver_id,
        query=answer.query,
        results=results,
    )
    session.add(row)
    return row


def _read_request(session: Session, sight: Sight, request: SuggestionRequest) -> _Question:
    return _Question(
        session,
        sight,
        request,
        redact(request.query),
        _asking_team(session, sight, request.team),
        _idea_to_resemble(session, sight.reader.principal, request.change_idea),
    )


def _asking_team(session: Session, sight: Sight, named: str | None) -> TeamRow | None:
    """Find for which team somebody asks; with none, the district or network is the context."""
    principal = sight.reader.principal
    if named is not None:
        team_id = find_reference(session, principal, Team, named, "/team")
        if team_id not in principal.own_teams | principal.coached_teams:
            raise Invalid.field("team", "Ask for a team of your own, or one you coach.")
        return sight.facts.teams.rows[team_id]
    if len(principal.own_teams) > 1:
        raise Invalid.field("team", "You work in several teams: say for which one you ask.")
    return sight.facts.teams.rows[next(iter(principal.own_teams))] if principal.own_teams else None


def _idea_to_resemble(session: Session, principal: Principal, named: str | None) -> ChangeIdea | None:
    if named is None:
        return None
    return session.get_one(ChangeIdea, find_reference(session, principal, ChangeIdea, named, "/change_idea"))


def _infer(
    question: _Question,
    engine: SearchEngine,
    understanding: Understanding,
    matches: Sequence[Match],
    known: Mapping[str, Known],
) -> Understanding:
    """Infer the driver from what was found, unless it was stated."""
    if understanding.driver is not None:
        return understanding
    votes = _votes(matches, known)
    driver = infer_driver(question.sight, query=question.text, matches=votes, embed=engine.embed)
    return with_driver(question.sight.facts, understanding, driver) if driver else understanding


def _votes(matches: Sequence[Match], known: Mapping[str, Known]) -> list[tuple[str | None, float]]:
    """Return the driver and relevance of each idea that was found, the best of each lineage alone.

    Several adaptations of one idea are one voice: they would outvote two ideas that were found beside it.
    """
    best: dict[str, tuple[str | None, float]] = {}
    for match in matches:
        if match.idea_id in known:
            found = known[match.idea_id]
            best.setdefault(found.root, (found.idea.driver_id, match.relevance))
    return list(best.values())


def _answer(
    question: _Question, tuning: Tuning, understanding: Understanding, materials: Sequence[Material]
) -> SuggestionAnswer:
    unwanted = _unwanted(question, materials)
    own = [each for each in materials if each.known.idea.team_id in question.own_teams]
    others = [each for each in materials if each not in own and each.known.idea.id not in unwanted]
    left_out = _find_left_out(question, tuning, understanding, others)
    fitting = [each for each in others if left_out[each.known.idea.id] is None]
    suggested = _choose(fitting, tuning, question.request.limit)
    chosen = Chosen(
        suggested=suggested,
        history=[each for each in own if reaches(each.candidate, tuning.thresholds)][:MAX_HISTORY],
        nearest=_find_nearest(others, left_out, has_answer=bool(suggested)),
    )
    shown = tell(question.session, question.sight, understanding, chosen)
    driver_id = understanding.driver.id if understanding.driver else None
    return SuggestionAnswer(question.query, question.team.id if question.team else None, driver_id, shown)


def _find_left_out(
    question: _Question, tuning: Tuning, understanding: Understanding, others: Sequence[Material]
) -> dict[str, LeftOut | None]:
    """Return why each idea is not suggested; None for those that are."""
    thresholds, untested = tuning.thresholds, question.request.include_untested
    stated = understanding.is_stated
    eligible = [each.candidate for each in others if untested or not each.candidate.is_untested]
    eligible = [each for each in eligible if not stated or each.relation != DriverRelation.OTHER]
    why = partial(
        why_left_out,
        thresholds=thresholds,
        best=find_best(eligible, thresholds),
        driver_stated=stated,
        include_untested=untested,
    )
    return {each.known.idea.id: why(each.candidate) for each in others}


def _unwanted(question: _Question, materials: Sequence[Material]) -> set[str]:
    """Return the ideas the team has rejected, and the lineage of the idea the answer is to resemble."""
    facts, team = question.sight.facts, question.team
    if team:
        verdicts = facts.verdicts.where("team_id", team.id)
    else:
        verdicts = facts.verdicts.where("member_id", question.principal.member_id or "")
    rejected = {verdict.change_idea_id for verdict in verdicts if verdict.verdict != Verdict.USEFUL}
    root = root_of(question.sight, question.like.id) if question.like else None
    return rejected | {each.known.idea.id for each in materials if each.known.root == root}


def _choose(fitting: Sequence[Material], tuning: Tuning, limit: int) -> list[tuple[Material, float]]:
    by_id = {each.known.idea.id: each for each in fitting}
    ranked = diversify(rank([each.candidate for each in fitting], tuning.weights), limit)
    return [(by_id[each.candidate.idea_id], each.score) for each in ranked]


def _find_nearest(
    others: Sequence[Material], left_out: Mapping[str, LeftOut | None], *, has_answer: bool
) -> list[tuple[Material, LeftOut]]:
    """Return what comes near, with why it is not the same.

    Beside an answer, only what nobody has tested yet.
    """
    near = [
        (each, reason)
        for each in others
        if (reason := left_out[each.known.idea.id]) is not None and each.candidate.relevance >= NEAR
    ]
    untested = [pair for pair in near if pair[1] == LeftOut.UNTESTED]
    return (untested if has_answer else [*untested, *(pair for pair in near if pair not in untested)])[
        :MAX_NEAREST
    ]
