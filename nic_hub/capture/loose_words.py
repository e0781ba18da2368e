"""The words by which sentences without a heading are known: of a plan, a guess, a count, a decision."""

from __future__ import annotations

import re

from nic_hub.capture.decisions import DECIDES, WE

#: What may stand between two words that belong together: no more, so that a long text takes no minutes.
_GAP = r".{0,200}?"
_SOON = (
    r"(?:next|this coming) (?:week|wk|time|month|term|semester|quarter|year|cycle|round|try"
    r"|(?:mon|tues?|wed|thurs?|fri)(?:day|nesday|sday|rsday)?)\b"
)
_TIME = (
    r"(?:(?:last|this|over the last|for the last|in the last|during|in|on|since|for|from|yesterday|today)\b"
    r"[^.,;]{0,40}?,?\s+)"
)
_TRIED = r"(?:tried|tested|piloted)\b(?! to\b(?! use\b))"
_DID = (
    rf"(?:{_TRIED}|used|ran|let|had|gave|put|asked|handed out|set up|started|began|introduced|taught|showed"
    r"|made|moved|replaced|added|switched|taped|posted|paired|modeled|invited|mailed|sent|met with"
    r"|texted|called)"
)
_GUESSED = (
    r"(?:predict(?:ed|ing|ion)|expect(?:ed|ing|ation)|hypothesi[sz]ed|hypothesis|anticipated|hoped|hoping"
    r"|guessed|(?<!\bi )guess|hunch|assumed|assumption)"
)
_THOUGHT = r"(?:the|our|my) (?:idea|thinking|theory|thought|bet|hope) was\b"
_MANY = (
    r"(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|half|a third|most|none"
    r"|nobody)"
)
_SURPRISED = r"(?:surprised|we did ?n.?t expect|was (?:weird|odd|strange|surprising|unexpected))\b"
#: What a sentence tells by its first words; the first that fits.
_FIRST_WORDS: tuple[tuple[str, str], ...] = (
    ("surprises", rf"(?:what|(?:the )?(?:one |some |only )?thing(?: that)?) {_SURPRISED}"),
    ("surprises", rf"{WE} (?:did ?n.?t|never) expect\b|unexpectedly\b|surprisingly\b"),
    ("prediction", rf"(?:[\w'-]+:? ){{0,6}}?{_GUESSED}\b|{_THOUGHT}"),
    ("prediction", rf"i guess\b{_GAP}(?:\b(?:will|would)\b|\d)"),
    (
        "prediction",
        (
            rf"(?:{WE} )?(?:really |just |all |had )?(?:thought|figured|bet|believed?|think)\b{_GAP}"
            r"(?:\b(?:would|will|could|maybe|at least)\b|'d\b)"
        ),
    ),
    ("prediction", rf"(?:{WE}(?:.d| had)? )?(?:only |just )?(?:thought|figured|bet)\b{_GAP}\d"),
    ("decision", DECIDES),
    (
        "next_step",
        (
            rf"(?:now )?{WE} (?:want|plan|are planning|would like|hope) to (?:also )?"
            r"(?:try|test|run|start|do|move|expand|add|use|give|make|repeat|check|see|ask|shorten)\b"
        ),
    ),
    ("next_step", rf"{WE}(?:.?ll| will) (?:also )?(?:try|test|run|repeat|add|expand|shorten|model|start)\b"),
    ("next_step", rf"{_SOON},? {WE}\b|next up\b|next:\s|(?:try|do) (?:it|this) again\b"),
    ("next_step", r"again (?:on |next )?(?:mon|tue|wed|thu|fri)"),
    ("learning", rf"{WE} (?:now know|reali[sz]ed|figured out|(?:also )?found out)\b"),
    ("learning", r"(?:the )?lesson(?: learned)?:? "),
    (
        "result",
        (
            r"(?:it|that|they|this|we)?\s?(?:actually |really |only )?"
            r"(?:turned out|ended up|came out|went up|went down)\b"
            rf"{_GAP}(?:\d|\b(?:{_MANY}|all|few)\b)"
        ),
    ),
    (
        "result",
        (
            rf"(?:only |just |about |nearly |around )?(?:\d+|{_MANY}|one|two) (?:of them )?"
            r"(?:did|could|handed|turned)(?:n.?t)?\b|actual(?:ly)?\W+\d"
        ),
    ),
    ("help_wanted", rf"{WE}(?:.d| would) (?:like|love) to (?:hear|know)\b"),
    ("what", rf"(?:{_TIME})?{WE} (?:then |also |all |first )?{_DID}\b|(?:{_TRIED}|used\b)"),
    (
        "what",
        rf"(?:{_TIME})?{WE}(?:.ve| have| had) been (?!hoping|thinking|wondering|having|getting)\w+ing\b",
    ),
    ("what", rf"{_TIME}(?:[\w'-]+ ){{1,10}}?{_DID}\b"),
)
SAYS = tuple((concept, re.compile(pattern, re.IGNORECASE)) for concept, pattern in _FIRST_WORDS)
#: Words before what a sentence says.
LEAD = re.compile(
    r"^(?:(?:so|and|but|then|also|ok|okay|anyway|well|overall|update|honestly|yes|yep|yeah|yup|nah"
    r"|i guess(?= (?:the|what|it|so|one)\b))\b,?\s+)+",
    re.IGNORECASE,
)
#: Numbers that somebody counted.
COUNTED = re.compile(
    r"\b\d+ (?:out )?of (?:the |our |my )?\d+\b|\d ?%|\bpercent\b|\bon average\b|\b\d+ in \d+\b"
    r"|\b(?:from|was|up from|down from) \d+(?:\.\d+)?%? to \d",
    re.IGNORECASE,
)
#: What seems to have come of something, right after it was said what was expected.
OUTCOME = re.compile(
    rf"(?<![\w.(])\d+(?:\.\d+)?[%+]?(?=\s+[^\W\d]|\W*$)|%|\b{_MANY}\b"
    r"|\b(?:(?:not|nothing|much|little) (?:much )?changed?|no change|the same|fell|rose|dropped|increased"
    r"|decreased|went (?:up|down))\b",
    re.IGNORECASE,
)
#: A future, a wish or a question is no result.
NOT_YET = re.compile(
    r"\b(?:will|would|should|hope|want|goal|expect|aim|plan|next)\b|'ll\b|\?\s*$", re.IGNORECASE
)
#: What is to come, once it was said what came of the test.
WILL = re.compile(
    r"\b(?:[Ww]e|I|i|they|she|he|[A-Z][a-z]+)(?:.ll(?! say\b| admit\b| be honest\b)| will"
    r"| (?:are|am|is) going to|.re going to| plans? to| wants? to)\b"
    rf"|\b(?:are|.re|am|.m) \w+ing\b{_GAP}\b(?i:{_SOON})|{_SOON}|\b(?:would|'d) like\b",
)
TRIED = re.compile(rf"\b{_TRIED}", re.IGNORECASE)
#: Somebody did something.
ACTION = re.compile(
    r"\b(?:(?:have|has|had) been \w+ing|[a-z]{2,}ed|let|put|gave|had|made|ran|did|taught|began|set|showed"
    r"|held|wrote|built|read|cut|split|took|brought|hung|drew|sent)\b",
)
#: Greetings, and what somebody wanted to know, tell of no action.
NO_ACTION = re.compile(
    r"\W*(?:hi|hello|hey|dear|thanks|thank|good|as you|re:|fyi|here)\b|.*\?$"
    r"|.*\b(?:curious|wonder\w*|wanted to (?:know|see))\b",
    re.IGNORECASE,
)
