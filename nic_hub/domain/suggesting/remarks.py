"""What is said to a question that asks for something this program cannot do, or does not do on purpose."""

from __future__ import annotations

import re

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_WHOSE = r"(?:schools?|districts?|teams?|teachers?)"
_WE = r"(?:i|we|my\s\w+|our\s\w+)(?:\shave|'ve|\shas)?"
NOTHING_CHANGED = "Your last words changed nothing in the question, so this is the answer from before."
TOLD_BESIDE = "Each idea below says whose it is and when it was last tested."
_NO_RANKING = "I rank no schools, districts, teams or teachers."
_NO_PLACE = "I look for what was tried, not for where: I can't pick out one school or district."
_NO_LEAVING_OUT = "I can't leave out what you name: some of this may be just that."
_NO_SUCCESSES = "I can't pick out only what worked: each idea says how its tests went."
_REMARKS = {
    rf"\b(?:which|what)\s{_WHOSE}\s(?:has|have|had|is|are|was|were|got|gets?|does|do|did)\b[^.?!]*"
    r"\b(?:best|better|worst|worse|lowest|highest|most|least|fewest)\b": _NO_RANKING,
    r"\b(?:did|does|do|has|have|is|are)\s(?:the\s)?(?:school|district)s?\s(?-i:[A-Z]?\d+|[A-Z])\b": _NO_PLACE,
    r"\b(?:in|at|from)\s(?:school|district)\s(?-i:[A-Zb-hj-z]\d*|\d+)(?![-'\w])": _NO_PLACE,
    rf"\b{_WE}\salready\s(?:tried|did|do|done|use[ds]?)\b": _NO_LEAVING_OUT,
    r"\b(?:did|does)n't\s(?:really\s)?work\s(?:for|with)\s(?:me|mine|my|our|us)\b": _NO_LEAVING_OUT,
    rf"\b{_WE}\stried\b[^.?!]*\b(?:didn't|not|never)\s(?:really\s)?work": _NO_LEAVING_OUT,
    r"^\W*not\s(?:the|that|those|another)\b": _NO_LEAVING_OUT,
    r"^\W*not\b[^.?!]*\b(?:something|anything|what)\selse\b": _NO_LEAVING_OUT,
    r"\b(?:other\sthan|besides|apart\sfrom)\b": _NO_LEAVING_OUT,
    r"\b(?:any|some|ones?|which|that)\s(?:that\s)?(?:really\s|actually\s)?(?:worked|works)\b": _NO_SUCCESSES,
}
_PATTERNS = [
    (re.compile(pattern.replace(r"\s", r"\s+"), re.IGNORECASE), told) for pattern, told in _REMARKS.items()
]


_WHO_AND_WHERE = re.compile(
    r"\b(?:who|whose|where|when|(?:which|what)\s+(?:teams?|schools?|districts?))\b", re.IGNORECASE
)


def remark_on_repetition(words: str) -> str:
    """Return what to say of words that change nothing in the question before."""
    return TOLD_BESIDE if _WHO_AND_WHERE.search(words) else NOTHING_CHANGED


def remarks_on(question: str) -> tuple[str, ...]:
    """Return what to say of a question beside its answer, each sentence once."""
    plain = question.replace(_APOSTROPHE, "'")
    return tuple(dict.fromkeys(told for pattern, told in _PATTERNS if pattern.search(plain)))
