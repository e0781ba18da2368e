"""Words that fill a field and say nothing: "n/a", "none", "tbd", a lone dash. Here, and nowhere else.

They are looked for where a text is required to go on: to publish, to start, to study, to close. A draft may
hold anything.

Source: the domain guide, section 1: early sharing "offered little reflection on the outcomes" (S1:174), and
section 3: challenges and results are required.
"""

from __future__ import annotations

import re
import unicodedata

#: Whole texts that say nothing, without case and marks: "N/A." is "n a".
EMPTY_PHRASES = frozenset(
    {
        *("n a", "na", "not applicable", "not available", "none", "none yet", "nothing", "nothing yet"),
        *("nothing really", "nothing to report", "no", "nope", "not yet", "nil", "null", "blank", "empty"),
        *("tbd", "tba", "tbc", "t b d", "to be determined", "to be decided", "to do", "todo", "pending"),
        *("same", "same as above", "same as before", "see above", "as above", "ditto", "idk"),
        *("don t know", "dont know", "not sure", "unknown", "nada", "ninguno", "ninguna"),
    }
)
#: What is typed to get past a field: "x", "xxx".
_CROSSES = re.compile(r"x(?: ?x)*")
_MARKS = re.compile(r"[\W_]+")
#: What answers without a letter or a digit: the unit of a measure.
_SIGNS = frozenset("%‰°$€£")


def says_nothing(text: str) -> bool:
    """Say whether a text is without content: marks alone, crosses, or a phrase for "nothing here".

    Numbers say something: "78, 73, 51" may be all that came out.
    """
    words = _MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
    if any(each.isdigit() or each in _SIGNS for each in text):
        return False
    return not words or words in EMPTY_PHRASES or _CROSSES.fullmatch(words) is not None
