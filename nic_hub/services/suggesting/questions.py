"""From a question to what may answer it: who asks, for which team, about which driver, and what is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.reading import read_context
from nic_hub.domain.privacy.privacy import redact_inside
from nic_hub.domain.suggesting.asking import has_content
from nic_hub.domain.suggesting.phone_words import write_out
from nic_hub.domain.suggesting.wishes import find_subject
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import GradeBand
from nic_hub.domain.words.local_terms import Heard
from nic_hub.errors import Forbidden, Invalid
from nic_hub.models import ChangeIdea, Team
from nic_hub.search.engine import SearchEngine
from nic_hub.search.facts import TeamRow
from nic_hub.services.access.sight import Sight
from nic_hub.services.references import find_reference
from nic_hub.services.suggesting.candidates import Known, Match, Material, find_known, gather
from nic_hub.services.suggesting.hearing import hear_words, keep_apart, match_in_all_words, redact_question
from nic_hub.services.suggesting.matching import count_unread, find_matches
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from nic_hub.services.suggesting.understanding import Understanding, infer_driver, read_question, with_driver
from nic_hub.services.suggesting.unknown_words import Respelled, WordFinder


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what, as far as it was said outright."""

    session: Session
    sight: Sight
    request: SuggestionRequest
    query: str
    team: TeamRow | None
    like: ChangeIdea | None
    heard: Heard
    today: date
    #: Records that may hold an answer and are not read yet.
    unread: int
    respelled: tuple[Respelled, ...] = ()

    @property
    def principal(self) -> Principal:
        """Return who asks."""
        return self.sight.reader.principal

    @property
    def own_teams(self) -> frozenset[str]:
        """Return the asker's teams, and the coached one for which a coach asks: their work is history."""
        return self.principal.whole.own_teams | ({self.team.id} if self.team else set())

    @property
    def known_team(self) -> TeamRow | None:
        """Return the team whose context counts; to those who know no team, none is shown."""
        return self.team if self.principal.is_member else None

    @property
    def text(self) -> str:
        """Return what is searched for: the question, and the idea it is to resemble."""
        return self.put(self.query)

    def put(self, words: str) -> str:
        """Return what is searched for when the question is asked in some words."""
        return f"{words}\n{self.like.title}\n{self.like.description}" if self.like else words

    @property
    def meant(self) -> str:
        """Return what is searched for, local words in the shared ones."""
        return self.put(self.heard.meant)

    @property
    def names(self) -> list[str]:
        """Return the words that may be the name of an idea."""
        return [self.text, *(each.term.shared for each in self.heard.mapped)]

    @property
    def asked_grades(self) -> tuple[GradeBand, ...]:
        """Return the grades that the question names, or that were said with it."""
        given = Context.of(redact_inside(self.request.context)).grade_bands
        return given or read_context(self.query).context.grade_bands

    @property
    def is_redacted(self) -> bool:
        """Say whether something was left out of the question because it looks private."""
        return redact_question(self.sight, self.request.query) != self.request.query

    @property
    def has_content(self) -> bool:
        """Say whether there is anything to search for."""
        return has_content(self.text)


def consider(
    session: Session,
    engine: SearchEngine,
    principal: Principal,
    request: SuggestionRequest,
    today: date,
    *,
    also: Sequence[str] = (),
) -> tuple[Question, Understanding, list[Material]]:
    """Read a question, search, and gather what may answer it; ``also`` are ideas to look at in any case."""
    if principal.searched_network_id is None:
        raise Forbidden("Sign in, or say in which network you ask.")
    sight = Sight.of(engine.facts.catch_up(session), principal, today)
    # Counted before the search: what is read meanwhile is found.
    unread = count_unread(session, sight, engine)
    question = _read_request(WordFinder(session, sight, engine), request, today, unread)
    understanding = read_question(
        sight,
        query=question.query,
        driver=request.driver,
        given_context=redact_inside(request.context),
        team=question.known_team,
    )
    drivers = understanding.family if understanding.is_stated else None
    matches = _match(question, engine, drivers) if question.has_content else []
    found = {match.idea_id for match in matches}
    matches += [Match(idea_id, 0.0, 0.0) for idea_id in also if idea_id not in found]
    known = find_known(sight, [match.idea_id for match in matches])
    understanding = _infer(question, engine, understanding, matches, known)
    materials = gather(matches, known, understanding, today)
    return question, understanding, keep_apart(session, sight, question.heard, materials)


def _match(question: Question, engine: SearchEngine, drivers: Collection[str] | None) -> list[Match]:
    def find(words: str) -> list[Match]:
        return find_matches(question.session, question.sight, engine, question.put(words), drivers)

    return match_in_all_words(question.session, question.sight, question.heard, find)


def _read_request(finder: WordFinder, request: SuggestionRequest, today: date, unread: int) -> Question:
    session, sight = finder.session, finder.sight
    query, respelled = finder.respell(find_subject(write_out(redact_question(sight, request.query))))
    team = _asking_team(session, sight, request.team)
    like = _idea_to_resemble(session, sight.reader.principal, request.change_idea)
    heard = hear_words(sight, query, team)
    return Question(session, sight, request, query, team, like, heard, today, unread, respelled)


def _asking_team(session: Session, sight: Sight, named: str | None) -> TeamRow | None:
    """Find for which team somebody asks; with none, the district or network is the context."""
    principal = sight.reader.principal.whole
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
    question: Question,
    engine: SearchEngine,
    understanding: Understanding,
    matches: Sequence[Match],
    known: Mapping[str, Known],
) -> Understanding:
    """Infer the driver from what was found, unless it was stated."""
    if understanding.driver is not None:
        return understanding
    votes = count_votes(matches, known)
    inferred = infer_driver(question.sight, query=question.meant, matches=votes, embed=engine.embed)
    if inferred is None:
        return understanding
    read = with_driver(question.sight.facts, understanding, inferred.driver)
    return replace(read, is_sure=inferred.is_sure)


def count_votes(matches: Sequence[Match], known: Mapping[str, Known]) -> list[tuple[str | None, float]]:
    """Return the driver and relevance of each idea that was found, the best of each lineage alone.

    Several adaptations of one idea are one voice: they would outvote two ideas that were found beside it.
    """
    best: dict[str, tuple[str | None, float]] = {}
    for match in matches:
        if match.idea_id in known:
            found = known[match.idea_id]
            best.setdefault(found.root, (found.idea.driver_id, match.relevance))
    return list(best.values())
