"""Several questions in one message: where one ends and the next begins.

They are taken apart only at clear joints: "also, how ...", "; and how ...", "...? what ...". What asks on
about the same ("how did it go?") is no question of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nic_hub.domain.suggesting.asking import content_words

#: More questions than these are answered as one.
MOST = 3
#: A question with fewer telling words is not answered by itself.
WORDS = 2
_ASKS = r"(?:how|what|where|which|who|(?:any|some)\s?(?:one|body)|any\s+(?:ideas?|tips?))\b"
_ASKS_ALSO = r"(?:when|why|is|are|do|does|did|can|could|should|would|has|have)\b"
_AND = r"(?:and|&|plus)\s+"
#: Where a question ends: at "also" whatever stands before it, at "; and how", and at a question mark.
_JOINT = re.compile(
    rf"(?<![\s,.;!?-])[\s,.;!?-]+(?:{_AND})?also\b[\s,:]*(?={_ASKS}|{_ASKS_ALSO})"
    rf"|(?<![\s.;!?])[\s.;!?]*[.;!?]\s*{_AND}(?={_ASKS})|(?<=\?)\s*(?={_ASKS})",
    re.IGNORECASE,
)
#: What points back to the question before.
_POINTS_BACK = re.compile(r"\b(?:it|its|that|this|those|these|ones?)\b", re.IGNORECASE)


def split_questions(text: str) -> list[str]:
    """Return the questions in a message, each in its own words; mostly there is one."""
    asked = [*_gather(text)]
    return asked if 1 < len(asked) <= MOST else [text]


def _gather(text: str) -> Iterator[str]:
    """Yield the questions; what is none of its own stays with the one before."""
    begin = 0
    for joint in _JOINT.finditer(text):
        before, after = text[begin : joint.start()], text[joint.end() :]
        following = re.split(r"[?!.;\n]", after, maxsplit=1)[0]
        if _stands_alone(before) and _stands_alone(following) and not _POINTS_BACK.search(following):
            yield before.strip()
            begin = joint.end()
    yield text[begin:].strip()


def _stands_alone(question: str) -> bool:
    return len(content_words(question)) >= WORDS
