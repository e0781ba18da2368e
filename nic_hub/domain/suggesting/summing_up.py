"""The sentence above an answer: what was found, or that nothing was, and what to do next.

It claims nothing about the network: the program knows only what it found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nic_hub.domain.suggesting.explaining import tell_none_failed
from nic_hub.domain.wording import count, join

ASK_IN_A_SENTENCE = "Tell me in a sentence what you want to know."
NO_SINGLE_PERSONS = "I can't share results of single students or teachers."
IN_ENGLISH = "I know English only: please ask in English."
LEFT_OUT = "I left out what looks like somebody's name or number: please write none of students."
HELP_WANTED = "You can post your question as help wanted."
EACH_FAILED = "You see the last test of each that failed."
NOBODY_NOW = "I know of nobody who is testing this now."
UNSURE = "I am not sure that anybody has tested this."
#: More unknown words than this need not be listed to say that the question was not understood.
MAX_WORDS = 4
#: So many characters of a question are said back.
MOST_QUOTED = 80


class OtherQuestion(NamedTuple):
    """A question that was asked beside the one that is answered.

    Args:
        words: what was asked.
        is_tested: whether tests of it are known; None where that is not sure.
    """

    words: str
    is_tested: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the sentence is made of.

    Args:
        answered: the question, where several were asked.
        others: those that are not answered.
        ideas: how many ideas are suggested, of how many ``teams``.
        is_sure: whether the best of them is surely about the question.
        driver: name of the driver the question was read as.
        has_team: whether the asker has a team of their own.
        own_tested: whether that team has tested this.
        others_tested: whether another team has tested the same idea.
        words: how each local word of the question was read.
        apart: what a coach keeps apart from words of the question: told where nothing sure was found.
        named: a sentence on each idea that was asked for by its name, and of which that is not known.
        nearest: title of what comes nearest, and why it is not the same.
        unknown_words: words of the question that nobody here knows.
        is_foreign: whether they are most of it.
        untried_in: the grades that were asked about, where no suggested idea is known to have been tried.
        remarks: what the question asks for that is not done.
        is_empty: whether the question names nothing.
        asks_about_persons: whether it is about single students or teachers.
        is_redacted: whether something was left out of the question because it looks private.
        wants_failures: whether only ideas of which a test failed were asked for.
        asks_who_tests: whether it asks who is testing this now.
        under_way: titles of what is shown and under way now.
        asks_for_tool: whether it asks for something to use.
        tools: of each suggestion, in their order, its title and those of its tools.
        unread: how many records that may hold an answer were not read yet.
    """

    answered: str = ""
    others: tuple[OtherQuestion, ...] = ()
    ideas: int = 0
    teams: int = 0
    is_sure: bool = True
    driver: str | None = None
    has_team: bool = True
    own_tested: bool = False
    others_tested: bool = False
    words: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    nearest: tuple[str, str] | None = None
    unknown_words: tuple[str, ...] = ()
    is_foreign: bool = False
    untried_in: str | None = None
    remarks: tuple[str, ...] = ()
    is_empty: bool = False
    asks_about_persons: bool = False
    is_redacted: bool = False
    wants_failures: bool = False
    asks_who_tests: bool = False
    under_way: tuple[str, ...] = ()
    asks_for_tool: bool = False
    tools: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unread: int = 0

    @property
    def is_answered(self) -> bool:
        """Say whether something was found that is surely about the question."""
        return self.ideas > 0 and self.is_sure


def sum_up(outlook: Outlook) -> str:
    """Return a few plain sentences."""
    return " ".join(_sentences(outlook))


def _sentences(outlook: Outlook) -> Iterator[str]:
    if outlook.is_empty:
        yield ASK_IN_A_SENTENCE
        return
    if outlook.others:
        yield f"You asked {count(len(outlook.others) + 1, 'thing')}. I answer “{_shorten(outlook.answered)}”."
    yield from outlook.words
    yield from _of_apart(outlook)
    yield from outlook.named
    yield from _of_part(outlook)
    yield from _of_ideas(outlook) if outlook.ideas else _of_nothing(outlook)
    yield from _of_others(outlook.others)
    yield from outlook.remarks
    yield from _of_unread(outlook)
    if outlook.ideas or not outlook.wants_failures:
        yield from _of_reading(outlook)
    yield from _of_privacy(outlook)
    yield from _what_next(outlook)


def _of_apart(outlook: Outlook) -> Iterator[str]:
    """Say what a coach keeps apart where nothing sure was found, unless that is said of the nearest."""
    _, why = outlook.nearest or ("", "")
    if not outlook.is_answered:
        yield from (each for each in outlook.apart if each not in why)


def _of_others(others: Iterable[OtherQuestion]) -> Iterator[str]:
    """Say what is known of the questions that are not answered."""
    for other in others:
        asked = f"“{_shorten(other.words)}”"
        if other.is_tested:
            yield f"I know of tests of {asked}, too: ask me that in a new message."
        elif other.is_tested is None:
            yield f"I am not sure that anybody has tested {asked}: ask me that in a new message."
        else:
            yield f"I found no test of {asked}."


def _shorten(words: str) -> str:
    plain = words.strip(" ?.!,;")
    return plain if len(plain) <= MOST_QUOTED else f"{plain[:MOST_QUOTED].rsplit(' ', 1)[0]}…"


def _of_part(outlook: Outlook) -> Iterator[str]:
    """Say what is known of the part that was asked for: failed tests, or who is testing now."""
    if outlook.wants_failures and not outlook.ideas and not outlook.named:
        yield tell_none_failed(by_others=outlook.own_tested)
    if outlook.asks_who_tests:
        titles = join([f"“{title}”" for title in outlook.under_way])
        yield f"Under way now: {titles}." if titles else NOBODY_NOW


def _of_ideas(outlook: Outlook) -> Iterator[str]:
    found = f"{count(outlook.ideas, 'idea')} from {count(outlook.teams, 'other team')}"
    if not outlook.is_sure and not outlook.named:
        yield UNSURE
    yield f"{found}." if outlook.is_sure and not outlook.named else f"What comes near: {found}."
    if outlook.untried_in:
        yield f"I know of no test of {'it' if outlook.ideas == 1 else 'these'} in {outlook.untried_in}."
    if outlook.asks_for_tool:
        yield _tell_tool(outlook.tools)


def _tell_tool(tools: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Say what the first idea with something to use comes with."""
    for title, to_use in tools:
        if to_use:
            return f"“{title}” comes with {join([f'“{each}”' for each in to_use])}."
    return "No tool is recorded for it." if len(tools) == 1 else "No tool is recorded for any of these."


def _of_nothing(outlook: Outlook) -> Iterator[str]:
    if outlook.named or outlook.wants_failures:
        return
    if outlook.own_tested and outlook.others_tested:
        yield "Your own team has tested this: you see below what came of it, for you and for others."
    elif outlook.own_tested:
        yield "Your own team has tested this; I found no other team that has."
    else:
        yield f"I found no test of this{' by another team' if outlook.has_team else ''}."


def _of_unread(outlook: Outlook) -> Iterator[str]:
    if outlook.unread:
        waiting, found = count(outlook.unread, "record"), "more" if outlook.ideas else "one"
        yield f"I have yet to read {waiting}, so there may be {found}: ask me again in a few minutes."


def _of_reading(outlook: Outlook) -> Iterator[str]:
    if outlook.driver:
        yield f"I read your question as: {outlook.driver}."
    if outlook.unknown_words and not (outlook.ideas and outlook.is_sure):
        yield IN_ENGLISH if outlook.is_foreign else _of_words(outlook.unknown_words)
    if outlook.nearest and not outlook.ideas and not outlook.named:
        title, why = outlook.nearest
        yield f"The nearest is “{title}”, but it is not the same: {why[:1].lower()}{why[1:]}"


def _of_privacy(outlook: Outlook) -> Iterator[str]:
    if outlook.asks_about_persons:
        yield NO_SINGLE_PERSONS
    if outlook.is_redacted:
        yield LEFT_OUT


def _what_next(outlook: Outlook) -> Iterator[str]:
    if outlook.wants_failures and outlook.ideas:
        yield EACH_FAILED
    if not outlook.wants_failures and not outlook.ideas:
        yield HELP_WANTED


def _of_words(words: tuple[str, ...]) -> str:
    listed = join([f"“{word}”" for word in words[:MAX_WORDS]])
    noun = "word" if len(words) == 1 else "words"
    return f"No record that I may show has the {noun} {listed}."
