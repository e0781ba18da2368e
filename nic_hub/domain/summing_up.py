"""The sentence above an answer: what was found, or that nothing was, and what to do next.

It claims nothing about the network: the program knows only what it found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nic_hub.domain.wording import count, join

ASK_IN_A_SENTENCE = "Tell me in a sentence what you want to know."
NO_SINGLE_PERSONS = "I can't share results of single students or teachers."
IN_ENGLISH = "I know English only: please ask in English."
LEFT_OUT = "I left out what looks like somebody's name or number: please write none of students."
HELP_WANTED = "You can post your question as help wanted."
EACH_FAILED = "You see the last test of each that failed."
NONE_FAILED = "I know of no test of this that failed: none is recorded here that you may see."
#: More unknown words than this need not be listed to say that the question was not understood.
MAX_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the sentence is made of.

    Args:
        ideas: how many ideas are suggested, of how many ``teams``.
        is_sure: whether the best of them is surely about the question.
        driver: name of the driver the question was read as.
        has_team: whether the asker has a team of their own.
        own_tested: whether that team has tested this.
        others_tested: whether another team has tested the same idea.
        words: how each local word of the question was read.
        named: a sentence on each idea that was asked for by its name and has no result.
        nearest: title of what comes nearest, and why it is not the same.
        unknown_words: words of the question that nobody here knows.
        is_foreign: whether they are most of it.
        untried_in: the grades that were asked about, where no suggested idea is known to have been tried.
        remarks: what the question asks for that is not done.
        is_empty: whether the question names nothing.
        asks_about_persons: whether it is about single students or teachers.
        is_redacted: whether something was left out of the question because it looks private.
        wants_failures: whether only ideas of which a test failed were asked for.
        unread: how many records that may hold an answer were not read yet.
    """

    ideas: int = 0
    teams: int = 0
    is_sure: bool = True
    driver: str | None = None
    has_team: bool = True
    own_tested: bool = False
    others_tested: bool = False
    words: tuple[str, ...] = ()
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
    unread: int = 0


def sum_up(outlook: Outlook) -> str:
    """Return a few plain sentences."""
    return " ".join(_sentences(outlook))


def _sentences(outlook: Outlook) -> Iterator[str]:
    if outlook.is_empty:
        yield ASK_IN_A_SENTENCE
    elif outlook.wants_failures and not outlook.ideas:
        yield NONE_FAILED
        yield from outlook.remarks
        yield from _of_unread(outlook)
        yield from _of_privacy(outlook)
    else:
        yield from outlook.words
        yield from outlook.named
        yield from _of_ideas(outlook) if outlook.ideas else _of_nothing(outlook)
        yield from outlook.remarks
        yield from _of_unread(outlook)
        yield from _of_reading(outlook)
        yield from _of_privacy(outlook)
        yield from _what_next(outlook)


def _of_ideas(outlook: Outlook) -> Iterator[str]:
    found = f"{count(outlook.ideas, 'idea')} from {count(outlook.teams, 'other team')}"
    yield f"What comes near: {found}." if outlook.named else f"{found}."
    if not outlook.is_sure:
        yield "I am not sure that this is what you asked about."
    if outlook.untried_in:
        yield f"I know of no test of {'it' if outlook.ideas == 1 else 'these'} in {outlook.untried_in}."


def _of_nothing(outlook: Outlook) -> Iterator[str]:
    if outlook.named:
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
    if outlook.wants_failures:
        yield EACH_FAILED
    if not outlook.ideas:
        yield HELP_WANTED


def _of_words(words: tuple[str, ...]) -> str:
    listed = join([f"“{word}”" for word in words[:MAX_WORDS]])
    noun = "word" if len(words) == 1 else "words"
    return f"No record that I may show has the {noun} {listed}."
