"""Suggest change ideas of other teams.

Retrieved by meaning and words, ranked by what was tested, explained, or none.

Relevance decides whether something is shown, the weights then decide the order
(``domain.suggesting.ranking``). An empty answer is a correct answer: it names the nearest and says why it is
not the same. Who asked what is shown to nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from nic_hub.domain.suggesting.asking import asks_about_persons
from nic_hub.domain.suggesting.ranking import Thresholds, Weights, reaches
from nic_hub.domain.suggesting.remarks import remark_on_repetition, remarks_on
from nic_hub.domain.suggesting.summing_up import OtherQuestion, Outlook
from nic_hub.domain.suggesting.wishes import Part
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import BEGUN, Only, Verdict
from nic_hub.domain.words.local_terms import tell_apart
from nic_hub.models import Suggestion, new_id
from nic_hub.search.engine import SearchEngine
from nic_hub.services.suggesting.answers import SURE, tell
from nic_hub.services.suggesting.candidates import Material, root_of
from nic_hub.services.suggesting.choosing import Choosing
from nic_hub.services.suggesting.chosen import Chosen, Wording
from nic_hub.services.suggesting.follow_ups import complete, recall, take_apart, to_remember
from nic_hub.services.suggesting.hearing import tell_words
from nic_hub.services.suggesting.naming import Named, find_named
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

    def find(one: SuggestionRequest) -> _Found:
        return _Found.among(*consider(session, engine, principal, one, today), tuning)

    whole, parts = complete(session, principal, request), [*map(find, take_apart(request))]
    best = max(parts, key=lambda found: found.nearness, default=None)
    if best is None or not best.chosen.suggested:
        return _finish(find(whole), engine)
    return _finish(best, engine, [each for each in parts if each is not best])


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
        return _finish(_Found.among(question, understanding, materials, tuning), engine)
    by_id = {each.known.idea.id: each for each in materials}
    scores = {result["change_idea_id"]: float(result["score"] or 0) for result in row.results}
    suggested = [(by_id[idea_id], scores[idea_id]) for idea_id in shown if idea_id in by_id]
    return _finish(_Found(question, understanding, Chosen(suggested)), engine)


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


@dataclass(frozen=True, slots=True)
class _Found:
    """One question, how it was read, and what is shown for it."""

    question: Question
    understanding: Understanding
    chosen: Chosen

    @classmethod
    def among(
        cls, question: Question, understanding: Understanding, materials: Sequence[Material], tuning: Tuning
    ) -> _Found:
        """Choose what is shown."""
        unwanted = _unwanted(question, materials)
        own = [each for each in materials if _is_own(question, each)]
        others = [each for each in materials if each not in own and each.known.idea.id not in unwanted]
        wanted = [each for each in others if _is_wanted(question, each)]
        unknown = [each for each in others if each.candidate.is_untested or each not in wanted]
        named = find_named(question.session, question.principal, question.names, unknown)
        named = named if named.ids else Named(_find_meant(others, wanted, tuning.thresholds))
        choosing = Choosing(
            weights=tuning.weights,
            thresholds=tuning.thresholds,
            driver_stated=understanding.is_stated,
            # What nobody has tested has not failed.
            include_untested=question.request.include_untested and question.request.only is None,
            limit=question.request.limit,
            named=named.ids,
            names_only=named.is_all,
        )
        suggested, nearest = choosing.choose(
            [each for each in others if each in wanted or each.known.idea.id in named.ids]
        )
        history = [each for each in own if reaches(each.candidate, tuning.thresholds)][:MAX_HISTORY]
        return cls(question, understanding, Chosen(suggested, history, nearest, named.ids))

    @property
    def nearness(self) -> float:
        """Return how surely the best of what is suggested is about the question, 0 to 1."""
        return max((material.candidate.relevance for material, _ in self.chosen.suggested), default=0.0)

    @property
    def told_beside(self) -> OtherQuestion:
        """Return what is told of this question where another one is answered."""
        return OtherQuestion(self.question.query, (self.nearness >= SURE or None) if self.nearness else False)


def _find_meant(
    others: Sequence[Material], wanted: Sequence[Material], thresholds: Thresholds
) -> frozenset[str]:
    """Return the id of what a question for failures surely means, where that was tested and never failed."""
    tested = [
        each for each in others if not each.candidate.is_untested and reaches(each.candidate, thresholds)
    ]
    best = max(tested, key=lambda each: each.candidate.relevance, default=None)
    is_meant = best is not None and best not in wanted and best.candidate.relevance >= SURE
    return frozenset({best.known.idea.id} if best and is_meant else ())


def _wording(question: Question, engine: SearchEngine, beside: Sequence[_Found]) -> Wording:
    meant, heard = question.heard.meant, question.heard
    unknown = WordFinder(question.session, question.sight, engine).find_unknown(meant)
    mapped = [each["text"] for each in tell_words(question.sight, heard)]
    bare = heard.bare_apart
    outlook = Outlook(
        answered=question.query,
        others=tuple(each.told_beside for each in beside),
        unknown_words=unknown,
        is_foreign=is_foreign(meant, unknown),
        remarks=_remarks(question),
        is_empty=not question.has_content,
        asks_about_persons=asks_about_persons(question.query),
        is_redacted=question.is_redacted,
        wants_failures=question.request.only == Only.FAILED,
        asks_who_tests=question.request.part == Part.NOW,
        asks_for_tool=question.request.part == Part.TOOL,
        words=(*(each.text for each in question.respelled), *mapped, *map(tell_apart, bare)),
        # What a mapped word is not is hardly asked.
        apart=() if mapped else tuple(tell_apart(each) for each in heard.apart if each not in bare),
        unread=question.unread,
    )
    return Wording(
        today=question.today,
        question=question.meant,
        # Contexts of teams are for members.
        grades=question.asked_grades if question.principal.is_member else (),
        own_teams=question.own_teams,
        outlook=outlook,
    )


def _remarks(question: Question) -> tuple[str, ...]:
    said, changes_nothing = question.request.said, question.request.repeats and question.request.part is None
    return remarks_on(said) or ((remark_on_repetition(said),) if changes_nothing else ())


def _finish(found: _Found, engine: SearchEngine, beside: Sequence[_Found] = ()) -> SuggestionAnswer:
    """Tell an answer; ``beside`` are the questions that were asked with it and are not answered."""
    question, understanding = found.question, found.understanding
    wording = _wording(question, engine, beside)
    shown = tell(question.session, question.sight, understanding, found.chosen, wording)
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
