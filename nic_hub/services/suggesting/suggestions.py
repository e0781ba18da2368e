"""Suggest change ideas of other teams.

Retrieved by meaning and words, ranked by what was tested, explained, or none.

Relevance decides whether something is shown, the weights then decide the order (``domain.ranking``). An empty
answer is a correct answer: it names the nearest and says why it is not the same. Who asked what is shown to
nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from nic_hub.domain.asking import asks_about_persons
from nic_hub.domain.local_terms import tell_apart
from nic_hub.domain.ranking import Thresholds, Weights, reaches
from nic_hub.domain.remarks import NOTHING_CHANGED, remarks_on
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import BEGUN, Only, Verdict
from nic_hub.models import Suggestion, new_id
from nic_hub.search.engine import SearchEngine
from nic_hub.services.suggesting.answers import Chosen, Wording, tell
from nic_hub.services.suggesting.candidates import Material, root_of
from nic_hub.services.suggesting.choosing import Choosing
from nic_hub.services.suggesting.follow_ups import complete, recall, to_remember
from nic_hub.services.suggesting.hearing import tell_words
from nic_hub.services.suggesting.naming import find_named
from nic_hub.services.suggesting.questions import Question, consider
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from nic_hub.services.suggesting.understanding import Understanding
from nic_hub.services.suggesting.unknown_words import WordFinder, is_foreign

MAX_HISTORY = 3


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
    asked: dict[str, Any]
    follow_up_of: str | None = None


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
    request = complete(session, principal, request)
    question, understanding, materials = consider(session, engine, principal, request, today)
    return _answer(question, tuning, understanding, materials, _wording(question, engine))


def repeat_answer(
    session: Session,
    engine: SearchEngine,
    principal: Principal,
    row: Suggestion,
    *,
    tuning: Tuning,
    today: date,
) -> SuggestionAnswer:
    """Show an answer again: what was suggested then, in that order, as far as the person may see it today.

    Raises:
        Forbidden: nothing may be shown to the audience.
        Invalid: what narrowed the question does not exist for this person any more.
    """
    request = recall(principal, row)
    shown = [result["change_idea_id"] for result in row.results]
    question, understanding, materials = consider(session, engine, principal, request, today, also=shown)
    if not shown:
        return _answer(question, tuning, understanding, materials, _wording(question, engine))
    by_id = {each.known.idea.id: each for each in materials}
    scores = {result["change_idea_id"]: float(result["score"] or 0) for result in row.results}
    suggested = [(by_id[idea_id], scores[idea_id]) for idea_id in shown if idea_id in by_id]
    return _finish(question, understanding, Chosen(suggested), _wording(question, engine))


_STORE = insert(Suggestion)


def store_suggestion(session: Session, principal: Principal, answer: SuggestionAnswer) -> str:
    """Remember a redacted question and what was suggested, for feedback and for nobody else's eyes.

    Returns:
        Its id. Nothing else is to happen to the row, so it does not pass through the session.
    """
    results = [
        {"change_idea_id": item["change_idea"]["id"], "score": item["score"]}
        for item in answer.shown["suggestions"]
    ]
    suggestion_id = new_id()
    row = {
        "id": suggestion_id,
        "network_id": principal.network_id,
        "member_id": principal.member_id,
        "team_id": answer.team_id,
        "driver_id": answer.driver_id,
        "query": answer.query,
        "results": results,
        "asked": answer.asked,
        "follow_up_of_id": answer.follow_up_of,
    }
    session.connection().execute(_STORE, row)
    return suggestion_id


def _answer(
    question: Question,
    tuning: Tuning,
    understanding: Understanding,
    materials: Sequence[Material],
    wording: Wording,
) -> SuggestionAnswer:
    unwanted = _unwanted(question, materials)
    own = [each for each in materials if _is_own(question, each)]
    others = [each for each in materials if each not in own and each.known.idea.id not in unwanted]
    others = [each for each in others if _is_wanted(question, each)]
    named = find_named(question.session, question.principal, question.names, others)
    choosing = Choosing(
        weights=tuning.weights,
        thresholds=tuning.thresholds,
        driver_stated=understanding.is_stated,
        include_untested=question.request.include_untested,
        limit=question.request.limit,
        named=named,
    )
    suggested, nearest = choosing.choose(others)
    history = [each for each in own if reaches(each.candidate, tuning.thresholds)][:MAX_HISTORY]
    return _finish(question, understanding, Chosen(suggested, history, nearest, named), wording)


def _wording(question: Question, engine: SearchEngine) -> Wording:
    unknown = WordFinder(question.session, question.sight, engine).find_unknown(question.heard.meant)
    words = [each["text"] for each in tell_words(question.sight, question.heard)]
    words += map(tell_apart, question.heard.bare_apart)
    return Wording(
        today=question.today,
        question=question.meant,
        unknown_words=unknown,
        is_foreign=is_foreign(question.heard.meant, unknown),
        remarks=_remarks(question),
        # Contexts of teams are for members.
        grades=question.asked_grades if question.principal.is_member else (),
        is_empty=not question.has_content,
        asks_about_persons=asks_about_persons(question.query),
        is_redacted=question.is_redacted,
        wants_failures=question.request.only == Only.FAILED,
        words=(*(each.text for each in question.respelled), *words),
        unread=question.unread,
        own_teams=question.own_teams,
    )


def _remarks(question: Question) -> tuple[str, ...]:
    remarks = remarks_on(question.request.said)
    return remarks or ((NOTHING_CHANGED,) if question.request.repeats else ())


def _finish(
    question: Question, understanding: Understanding, chosen: Chosen, wording: Wording
) -> SuggestionAnswer:
    shown = tell(question.session, question.sight, understanding, chosen, wording)
    shown["understood_as"]["terms"] = tell_words(question.sight, question.heard)
    shown["understood_as"]["respelled"] = [each._asdict() for each in question.respelled]
    team = question.known_team
    shown["understood_as"]["team"] = team.named if team else None
    return SuggestionAnswer(
        query=question.query,
        team_id=question.team.id if question.team else None,
        driver_id=understanding.driver.id if understanding.driver else None,
        shown=shown,
        asked=to_remember(question.request),
        follow_up_of=question.request.follow_up_of,
    )


def _is_own(question: Question, material: Material) -> bool:
    """Say whether an idea is one of the asker's teams', or one that they took up and nobody else tested."""
    known, teams = material.known, question.own_teams
    if known.idea.team_id in teams:
        return True
    begun = (cycle.team_id for cycle in known.cycles if cycle.status in BEGUN)
    testers = {cycle.team_id for cycle in known.evidence.cycles if cycle.is_closed}
    return testers <= teams and not teams.isdisjoint({*begun, *known.evidence.adoptions})


def _is_wanted(question: Question, material: Material) -> bool:
    """Say whether an idea belongs to the part that was asked for: that of ideas of which a test failed."""
    cycles = material.known.cycles
    return question.request.only is None or any(question.sight.shows_failure(cycle) for cycle in cycles)


def _unwanted(question: Question, materials: Sequence[Material]) -> set[str]:
    """Return the ideas the team has rejected, and the lineage of the idea the answer is to resemble."""
    facts, team = question.sight.facts, question.team
    if team:
        verdicts = facts.verdicts.where("team_id", team.id)
    else:
        verdicts = facts.verdicts.where("member_id", question.principal.whole.member_id or "")
    rejected = {verdict.change_idea_id for verdict in verdicts if verdict.verdict != Verdict.USEFUL}
    root = root_of(question.sight, question.like.id) if question.like else None
    return rejected | {each.known.idea.id for each in materials if each.known.root == root}
