"""A follow-up question: few words that change the question before, or ask for part of its answer.

"What about middle school?" keeps the question and changes the grade; "any that failed?" keeps it and asks for
what did not work. Words that name something new are asked together with the question before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.reading import read_context
from nic_hub.domain.privacy.privacy import redact, redact_inside
from nic_hub.domain.privacy.shapes import NAMING
from nic_hub.domain.suggesting.phone_words import write_out
from nic_hub.domain.suggesting.several_questions import split_questions
from nic_hub.domain.suggesting.wishes import Part, read_wish
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import GradeBand, Only, SchoolLevel
from nic_hub.errors import Invalid, NotFound
from nic_hub.models import Suggestion
from nic_hub.services.suggesting.feedback import get_suggestion
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest

#: What asks for tests that did not work out.
_FAILED = re.compile(
    r"\b(?:fail(?:ed|s|ures?)?|(?:did|does)(?:n.?t| not) work|abandon(?:ed)?|dropped|gave up|worse)\b",
    re.IGNORECASE,
)
#: Words that keep the question: they name nothing to look for.
_KEEPING = """
    a about an and any anybody anyone anything are at but can class classes did district districts do
    else for from give go got grade graders grades had has have how i if in is it just kids me more my
    of ok on one ones or other others our please same school schools show some somebody students team
    teams tell that the them then there these they this those to us was we were what when where which
    who whose why with work worked would you
"""
_FILLERS = frozenset(_KEEPING.split())
#: A school of these grades; a grade that is named anew says which school is meant.
_LEVELS = {
    GradeBand.K_2: SchoolLevel.ELEMENTARY,
    GradeBand.GRADES_3_5: SchoolLevel.ELEMENTARY,
    GradeBand.GRADES_6_8: SchoolLevel.MIDDLE,
    GradeBand.GRADES_9_12: SchoolLevel.HIGH,
}


def complete(session: Session, principal: Principal, request: SuggestionRequest) -> SuggestionRequest:
    """Return the whole question: a follow-up with all that was said before.

    Raises:
        Invalid: the answer it follows is not this person's, or there is no question at all.
    """
    if request.follow_up_of is None:
        if not request.query.strip():
            raise Invalid.field("query", "This is required: add it.")
        return _begin(request)
    before = recall(principal, _previous(session, principal, request.follow_up_of))
    return follow(before, request)


def take_apart(request: SuggestionRequest) -> list[SuggestionRequest]:
    """Return the questions of a message that asks several; none where it asks one.

    A message in which something looks private is one: who is named in one part of it may be known by another.
    """
    is_first = request.follow_up_of is None and request.change_idea is None
    if not is_first or redact(request.query) != request.query:
        return []
    parts = split_questions(request.query)
    return [_begin(replace(request, query=part)) for part in parts] if len(parts) > 1 else []


def _begin(request: SuggestionRequest) -> SuggestionRequest:
    """Return a first question with what its words ask for."""
    said = write_out(request.query)
    part = read_wish(said).part
    only = request.only or (Only.FAILED if part == Part.FAILURES else None)
    return replace(request, said=said, part=part, only=only)


def follow(before: SuggestionRequest, request: SuggestionRequest) -> SuggestionRequest:
    """Return a question with what a follow-up changes in it."""
    written = write_out(request.query)
    words, wish = read_context(written), read_wish(written)
    asks_for_failures = wish.part == Part.FAILURES or _FAILED.search(request.query)
    said = _with_level(words.context)
    given = _without(before.context or {}, said)
    changed = replace(
        request,
        said=written,
        part=wish.part,
        query=_joined(before.query, request.query, words.words),
        driver=request.driver or before.driver,
        change_idea=request.change_idea or before.change_idea,
        team=request.team or before.team,
        context={**given, **said.as_values(), **(request.context or {})},
        include_untested=request.include_untested or before.include_untested,
        only=request.only or (Only.FAILED if asks_for_failures else before.only),
    )
    return replace(changed, repeats=_tell_apart(changed) == _tell_apart(before))


def _tell_apart(request: SuggestionRequest) -> tuple[Any, ...]:
    """Return what two requests must have in common to ask for the same."""
    return request.query, request.team, {**to_remember(request), "context": dict(request.context or {})}


def recall(principal: Principal, row: Suggestion) -> SuggestionRequest:
    """Return the question that an answer was for; not for a team the person has left since."""
    teams = principal.whole.own_teams | principal.whole.coached_teams
    team = row.team_id if row.team_id in teams else None
    return SuggestionRequest(query=row.query, team=team, **(row.asked or {}))


def to_remember(request: SuggestionRequest) -> dict[str, Any]:
    """Return what of a question is kept beside its words, so that it can be asked again."""
    return {
        "driver": request.driver,
        "change_idea": request.change_idea,
        "context": redact_inside(request.context) if request.context else None,
        "limit": request.limit,
        "include_untested": request.include_untested,
        "only": request.only,
    }


def _previous(session: Session, principal: Principal, suggestion_id: str) -> Suggestion:
    try:
        return get_suggestion(session, principal.whole, suggestion_id)
    except NotFound as error:
        raise Invalid.field("follow_up_of", error.detail) from error


def _joined(before: str, new: str, context_words: tuple[str, ...]) -> str:
    """Return the question before; with the new words when they name something to look for."""
    # What looks like a name may be a local word: that is told apart where the whole question is read.
    about = read_wish(write_out(redact(new, keep=NAMING))).about
    left = about.lower()
    for words in context_words:
        left = left.replace(words, " ")
    left = _FAILED.sub(" ", left)
    names_something = set(re.findall(r"[a-z]+", left)) - _FILLERS
    return f"{before}\n{about}" if names_something else before


def _with_level(said: Context) -> Context:
    levels = {_LEVELS.get(band) for band in said.grade_bands}
    if said.school_level is not None or len(levels) != 1:
        return said
    return replace(said, school_level=levels.pop())


def _without(given: Mapping[str, Any], said: Context) -> dict[str, Any]:
    """Return the earlier context; who names another grade means another school, and the other way round."""
    names = {"grade_bands", "school_level"} if said.grade_bands or said.school_level else set()
    return {name: value for name, value in given.items() if name not in names}
