"""What can be told from the words of a question alone: whether it asks for anything, and for whom it may not.

Whether a question has content is decided by a list of words that name nothing; it is no list of words to
leave out of search, where "Think It Out" must be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
#: Words that name nothing one could look for, greetings among them.
_EMPTY_WORDS = (
    "a able about actually after again all almost already also always am an and another any anybody "
    "anyone anything anywhere are as at away back be because been before being best better both but by "
    "can cannot come could did didn didn't do does doesn doesn't doing don done don't each either else "
    "even ever every everybody everyone everything fail failed failing fails far few find for found from "
    "get gets getting give given go goes going gone good got had happen happened happens has hasn't have "
    "haven't having he hello help her here hers hey hi him his how however i i'd idea ideas if i'll i'm "
    "in into is isn't it it's its i've just know known last let like look looking lot made make makes "
    "many may maybe me might mine more most much must my need needs never new no nobody none not nothing "
    "now of off often ok okay old on once one ones only or other others our ours out outcome outcomes "
    "over own people perhaps please quite rather really result results right said same say says see seen "
    "she should show since so some somebody someone something somewhere soon still stuff such suggest "
    "suggestion suggestions sure take tell tested than thank thanks that that's the their theirs them "
    "then there there's these they thing things this those though through to today told too tried try "
    "trying ugh under until up us use used useful very want wanted was way we we'd we'll well went we're "
    "were we've what what's when where which while who whom whose why will with without won't work worked "
    "working works would yes yet yo you your you're yours "
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_TITLE = r"\b(?:ms|mr|mrs|miss|mx|dr|prof)\b\.?\s+[a-z]"
_ANY = r"(?:students?|kids?|pupils?|children|teachers?)"
#: A single person, and what one would want to know of them; or which of some persons it was.
_PERSONS = re.compile(
    rf"""{_TITLE}[\w.-]*'s?\s+(?:\w+\s+)?(?:{_ANY}|class(?:es)?|scores?|results?|grades?|data)\b
    |{_TITLE}[^.?!]*\b(?:improv|scor|rating|result|growth)
    |\b(?:which|what|whose)\s+(?:of\s+)?(?:(?:the|my|our|their|her|his)\s+)?{_ANY}\s+(?:\w+\s+){{0,3}}
      (?:improved?|failed|passed|scored|grew|struggled|(?:got|did|were)\s(?:best|better|well|worse|worst))\b
    |\b(?:names?|list)\s+of\s+(?:the\s+)?{_ANY}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERS = {
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine",
    "10": "ten",
}
#: What a thing is called beside its name: "the three reads routine" names three reads.
_KINDS = {"routine", "strategy", "protocol", "method", "approach", "technique", "activity"}
#: What ends the name at the beginning of a title: "Think It Out: a form for ...".
_NAME_ENDS = re.compile("[:;,(\N{EN DASH}\N{EM DASH}]")
#: What ends the first clause of a question: "Three reads?? How did it go for people?"
_CLAUSE_ENDS = re.compile(r"[?!.;:,\n\N{EN DASH}\N{EM DASH}]|\s-+\s")
#: A name of fewer words is that of too many things: it must be the whole name.
NAME_WORDS = 2
#: A question of so many words that name something names one thing, and does not tell what about it.
FEW_WORDS = 2


def content_words(text: str) -> list[str]:
    """Return the words that name something, in lower case, in their order."""
    words = (word.lower() for word in _WORD.findall(_plain(text)))
    return [word for word in words if word not in _EMPTY and (len(word) > 1 or word.isdigit())]


def has_content(text: str) -> bool:
    """Say whether a question names anything that one could look for."""
    return bool(content_words(text))


def asks_about_persons(text: str) -> bool:
    """Say whether a question is about single students or teachers, of whom nothing is shared."""
    return _PERSONS.search(_plain(text)) is not None


def is_named(title: str, question: str) -> bool:
    """Say whether a question asks for an idea by its name: what it names is the name, or begins the title.

    "Anyone did three reads?" asks for "Three reads of a word problem"; "word problems" does not.
    """
    asked = _name(question)
    if not asked:
        return False
    begins = len(asked) >= NAME_WORDS and _name(title)[: len(asked)] == asked
    return begins or _name(_NAME_ENDS.split(title)[0]) == asked


def first_clause(question: str) -> str:
    """Return what stands in front of all else: "three reads" of "three reads?? how did it go in grade 5?"."""
    return _CLAUSE_ENDS.split(question)[0]


def says_enough(question: str, titles: Iterable[str]) -> bool:
    """Say whether a question says enough to be sure of an answer: few words must be those of a title.

    "CUBES" may be a routine; that some record counts cubes does not tell.
    """
    asked = _telling(question)
    return len(asked) > FEW_WORDS or any(asked <= _telling(title) for title in titles)


def shares_a_word(question: str, title: str) -> bool:
    """Say whether a question and a title have a telling word in common."""
    return not _telling(question).isdisjoint(_telling(title))


def _telling(text: str) -> set[str]:
    return set(_singular(content_words(text)))


def _plain(text: str) -> str:
    """Write every apostrophe the same way."""
    return text.replace(_APOSTROPHE, "'")


def _name(text: str) -> list[str]:
    """Return the words of a name: numbers in words, and without what kind of thing it is."""
    words = [_NUMBERS.get(word, word) for word in content_words(text)]
    return _singular([word for word in words if word not in _KINDS] or words)


def _singular(words: list[str]) -> list[str]:
    return [word.removesuffix("s") for word in words]
