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
    "anyone anything are as at away back be because been before being best better both but by can "
    "cannot come could did didn didn't do does doesn doesn't doing don don't done each either else "
    "even ever every everybody everyone everything far few find for found from get gets getting give "
    "given go goes going good got had has hasn't have haven't having he hello help her here hers hey "
    "hi him his how however i i'd i'll i'm i've idea ideas if in into is isn't it it's its just know "
    "known last let like look looking lot made make makes many may maybe me might mine more most much "
    "must my need needs never new no nobody none not nothing now of off often ok okay old on once one "
    "ones only or other others our ours out over own people perhaps please quite rather really right "
    "said same say says see seen she should show since so some somebody someone something soon still "
    "stuff such suggest suggestion suggestions sure take tell than thank thanks that that's the their "
    "theirs them then there there's these they thing things this those though through to today "
    "told too tried try trying under until up us use used useful very want wanted was way we "
    "we'd we'll we're we've well were what what's when where which while who whom whose why will with "
    "without won't work worked working works would yes yet yo you you're your yours failed fail fails "
    "failing "
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
#: What is asked of a thing, and names none.
_ASKED_WORDS = "anywhere happen happened happens outcome outcomes result results tested went"
_ASKED_OF_IT = frozenset(_ASKED_WORDS.split())
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
    return bool(_telling(text))


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
    asked = set(_singular(_telling(question)))
    return len(asked) > FEW_WORDS or any(asked <= set(_singular(_telling(title))) for title in titles)


def shares_a_word(question: str, title: str) -> bool:
    """Say whether a question and a title have a telling word in common."""
    return not set(_singular(_telling(question))).isdisjoint(_singular(_telling(title)))


def _telling(text: str) -> list[str]:
    return [word for word in content_words(text) if word not in _ASKED_OF_IT]


def _plain(text: str) -> str:
    """Write every apostrophe the same way."""
    return text.replace(_APOSTROPHE, "'")


def _name(text: str) -> list[str]:
    """Return the words of a name: numbers in words, and without what kind of thing it is."""
    words = [_NUMBERS.get(word, word) for word in _telling(text)]
    return _singular([word for word in words if word not in _KINDS] or words)


def _singular(words: list[str]) -> list[str]:
    return [word.removesuffix("s") for word in words]
