"""Which part of what is known a question asks for, and what it is about without the words that ask for it.

"Who is testing openers now?" asks about openers, and who is at it; "did exit slips fail anywhere?" about exit
slips, and what failed. It is told from how a question begins, or from all of it: "my students failed" asks
for no failures.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from nic_hub.domain.suggesting.asking import has_content

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_TEAMS = r"(?:teams?|schools?|districts?)"
_ANYBODY = rf"(?:who|(?:any|some)(?:one|\sone|body)|(?:any|other|which)\s{_TEAMS})(?:\selse|'s)?"
_OTHERS = (
    r"(?:(?:the\s)?other(?:s|\s(?:teams?|schools?|districts?|teachers|people))|people|districts?\s[a-z]"
    r"|schools?\s[a-z]?\d+)"
)
_TRYING = r"(?:testing|trying|using|doing(?!\s(?:well|badly|better|worse|best|okay|ok|fine)\b))"
_FAIL = (
    r"(?:fail(?:ed)?|flop(?:ped)?|bomb(?:ed)?|backfired?|(?:go|gone|went)\swrong"
    r"|(?:did(?:n't|\snot)\s|not\s)work(?:ed)?)"
)
_DROP = (
    r"(?:drop(?:ped)?(?!\sout)|abandon(?:ed)?|ditch(?:ed)?|scrap(?:ped)?|g[ai]ven?\sup(?:\son)?"
    r"|(?:quit|stop(?:ped)?)\s(?:using|doing|trying))"
)
#: Whoever asks whether these failed asks about people.
_PEOPLE = (
    r"(?:i|we|they|you|he|she|(?:[\w']+\s){0,3}(?:students?|kids?|pupils?|children|class(?:es)?|\w*graders?))"
)
_TOOL = (
    r"(?:hand-?outs?|(?:work)?sheets?|templates?|forms?|slides?|rubrics?|printables?|posters?|scripts?|tools?"
    r"|resources?|materials?|pdfs?|links?|copy|copies)"
)


class Part(StrEnum):
    """A part of what is known of change ideas."""

    FAILURES = "failures"
    NOW = "now"
    TOOL = "tool"


class Wish(NamedTuple):
    """What a question is about, and which part of what is known of that it asks for, if it names one."""

    about: str
    part: Part | None = None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(r"\s", r"\s+"), re.IGNORECASE | re.VERBOSE)


#: How a question begins that asks for a part, or for all that others know; what follows is what it is about.
_FAILURES = (
    rf"""(?:(?:did|has|have)\s)?(?:what|anything|(?:any|which)\s(?:ideas?|tests?|things?|strategies))\s(?:that\s)?
    (?:ha(?:s|ve)\s|ever\s)*{_FAIL}(?:\sout)?\s(?:about|around|for|in|on|with)""",
    rf"(?:(?:did|has|have)\s)?{_ANYBODY}\s(?:ha(?:s|ve)\s|ever\s)*{_DROP}",
    r"(?:any|what)\s(?:failures|flops)\s(?:of|with)",
)
_NOW = (
    rf"(?:(?:is|are|know)\s)?{_ANYBODY}\s(?:(?:is|are|here|currently|now|already)\s)*{_TRYING}(?:\sout)?",
)
_TOOLS = (
    rf"""(?:(?:is|are)\sthere|(?:do\syou|does\sanyone|anyone|who)\s(?:have|has|got)|(?:have\syou\s|you\s)?got
    |where\s(?:is|are|can\si\s(?:find|get))|(?:can|could)\si\s(?:get|have|print|see)|(?:i\s)?need|share)\s
    (?:(?:a|an|any|some|the)\s)?(?:\w+\s)?{_TOOL}(?:\s(?:for|of|on|about|with|to\sgo\swith))?""",
)
_ANYTHING = (
    rf"(?:does\s)?{_ANYBODY}\s(?:(?:here|currently|already)\s)*(?:tests?|tries)(?:\sout)?",
    # "What did other teams learn about wait time?" asks about wait time, and not about teams.
    rf"""what\s(?:did|do|does|has|have)\s{_OTHERS}\s(?:already\s)?(?:learn(?:ed|t)?|find|found|see|seen|try|tried
    |do|done|tested)(?:\sout)?\s(?:about|for|from|on|with)""",
    rf"which\s{_TEAMS}\s(?:ha(?:s|ve)\s)?(?:did|done|tested|tried|used)",
)
_BEGINNINGS = [
    (_compile(rf"\W*(?:{'|'.join(patterns)})(?:\s|\W*$)"), part)
    for patterns, part in (
        (_FAILURES, Part.FAILURES),
        (_NOW, Part.NOW),
        (_TOOLS, Part.TOOL),
        (_ANYTHING, None),
    )
]
#: "Did exit slips fail anywhere?" is about what stands in the middle.
_DID_IT_FAIL = _compile(
    rf"\W*(?:(?:where|why|how)\s)?(?:did|does|has|have)\s(?!{_PEOPLE}\s)(?P<about>\S.{{0,200}}?)\s(?:ever\s)?{_FAIL}"
    r"(?:\sanywhere|\sfor\s(?:\w+\s)?\w+|\sin\sany\s\w+)?\W*$"
)
#: What is said after what a question is about.
_END = _compile(
    r"(?:\s(?:right\snow|now|at\sthe\smoment|currently|these\sdays|rn|atm)"
    r"|,?\sand\s(?:what\s(?:happened|came\s(?:out\s)?of\sit)|(?:how\s)?did\sit\s(?:go|work|help)))\W*$"
)
#: Where something was tested is said beside the answer, and is not looked for.
_PLACE = re.compile(
    r"\s+(?:in|at|from)\s+(?:school|district)\s+(?-i:[A-Zb-hj-z]\d*|\d+)(?![-'\w])", re.IGNORECASE
)


def read_wish(question: str) -> Wish:
    """Return what a question is about, which may be nothing, and which part of what is known it asks for."""
    plain = _PLACE.sub("", question.replace(_APOSTROPHE, "'"))
    for pattern, part in _BEGINNINGS:
        if found := pattern.match(plain):
            return Wish(_END.sub("", plain[found.end() :]), part)
    if found := _DID_IT_FAIL.match(plain):
        return Wish(found["about"], Part.FAILURES)
    return Wish(plain)


def find_subject(question: str) -> str:
    """Return what is searched for: all of a question for a tool, as a form may be the idea itself."""
    wish = read_wish(question)
    return wish.about if wish.part != Part.TOOL and has_content(wish.about) else question
