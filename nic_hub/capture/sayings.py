"""Beginnings of sentences that say what they are, and sentences that lead over to a list."""

from __future__ import annotations

import re

from nic_hub.capture.decisions import OF_A_TEST

#: Beginnings of sentences that say what they are.
SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (concept, re.compile(pattern, re.IGNORECASE))
    for concept, pattern in (
        (
            "prediction",
            (
                r"(?:we|our team|the team|i|they)(?: had| have)? (?:predict(?:ed)?"
                r"|expect(?:ed)?(?! (?:all|every|everyone|you|families|parents|staff)\b)"
                r"|hypothesi[sz]ed)\b"
            ),
        ),
        ("prediction", r"(?:our|the|my) (?:prediction|hypothesis) (?:is|was)\b"),
        (
            "decision",
            (
                r"(?:(?:we|our team|the team|i|they)\b.{0,30}\b(?:decided|chose|choose|plan"
                r"|are going|will|agreed)\b.{0,20}|we (?=ad[ao]pt\b|abandon\b)|(?:our |the )?decision\b"
                rf".{{0,30}})\b(?:adopt|adapt|abandon)(?:ed|ing)?\b{OF_A_TEST}"
            ),
        ),
        ("decision", r"(?:adopt|adapt|abandon)(?:ed)?\W*$"),
        (
            "learning",
            (
                r"(?:we|our team|the team|i|they)(?: have| also)? learn(?:ed|t)\b"
                r"|what (?:we|i) learn(?:ed|t) (?:is|was)\b"
            ),
        ),
        (
            "surprises",
            (
                r"(?:we|our team|the team|i) (?:was|were) surprised\b|(?:surprisingly"
                r"|to our surprise),|it surprised us"
                r"|(?:the|our|my|one) (?:big |biggest |real )?surprise (?:was|is)\b"
            ),
        ),
        (
            "challenges",
            (
                r"(?:(?:our|the|one|a) )?(?:biggest |main |hardest |big |major )?(?:challenges?"
                r"|obstacle|barrier)\b.{0,20}\b(?:is|was|were|are)\b|(?:the )?hardest part|(?:we"
                r"|teachers) struggled"
            ),
        ),
        (
            "next_step",
            (
                r"next,? (?:we|our team|the team|time|week|month|year|cycle)\b"
                r"(?!,? (?:\w+ ){0,2}(?:has|have|is)\b)|(?:our"
                r"|the) next (?:step|cycle|test)s? (?:is|are|will)\b"
            ),
        ),
        (
            "result",
            (
                r"(?:we|our team|the team) found\b|(?:the |our )?(?:results?|data) (?:show(?:ed"
                r"|s)?|indicated?)\b|in the end,"
            ),
        ),
        ("data_plan", r"we(?: will| are going to|'ll)? (?:collect|measure|count|track|tally)(?:ed)?\b"),
        (
            "help_wanted",
            (
                r"(?:we|our team) (?:need|want|would like|are looking for) (?:help|ideas|advice"
                r"|feedback)\b"
            ),
        ),
        (
            "question",
            (
                r"(?:our|the) (?:question|inquiry question) (?:is|was)\b"
                r"|(?:we|i) want(?:ed)? to (?:learn|find out|know|see (?:if|whether))\b"
            ),
        ),
    )
)

#: Sentences that lead over to a list: "They collected the following data:". The list belongs to them.
LEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (concept, re.compile(pattern, re.IGNORECASE))
    for concept, pattern in (
        ("question", r"\bquestions?(?: together)?:$"),
        ("data_plan", r"\b(?:sources? of data|data sources|collect(?:ed)?|gather(?:ed)?|measured?)\b[^.]*:$"),
        ("result", r"\b(?:found|find|suggest(?:ed)?|show(?:ed|s)?|conclusions?|findings|results)\b[^.]*:$"),
        ("what", r"\b(?:decided?|decides|planned|alterations?|changes?|steps|actions|elements)\b[^.]*:$"),
    )
)
