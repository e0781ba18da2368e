"""A test whose words speak of few students, while nobody said how many students it was about.

Numbers about few students stay in their team, but only where it says how few they were: its words alone
("4 of 9 students") are no count. So it is asked.

Source: the domain guide, section 7 (small cells).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nic_hub.domain.vocabulary import CycleStatus, Visibility
from nic_hub.domain.wording import count

_WORDS = {"both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "two": 2}
_OURS = "(?:the|my|our|these|all)"
_STUDENTS = "(?:students?|pupils?|child(?:ren)?|kids?|learners?|newcomers|boys|girls|[a-z0-9]+[ -]graders)"
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
#: A whole and whom it counts: "4 of 9 students", "3/8 kids", "all six of my quiet learners", "both boys".
_COUNTED = (
    rf"(?:\b(?:of|only|just|with|{_OURS})\s+(?:{_OURS}\s+)?|(?<=\d)\s?/\s?|\b(?=both\b))"
    rf"(?P<number>{_NUMBER})\s+(?:of\s+{_OURS}\s+)?(?:[a-z]*[a-rt-z]\s+)?{_STUDENTS}\b"
)
#: What students do, and hardly anything else that is counted.
_DID = (
    r"(?:asked|said|finished|raised|answered|spoke|talked|wrote|explained|volunteered|participated|understood"
    r"|forgot|guessed|handed|turned|showed|solved|knew|could|(?:did|would|could)(?:n['\u2019]t|\s+not)"
    r"|were\s+(?:absent|able|stuck|silent|confused|quiet|lost))"
)
#: "3 of 6 asked for help", "4/6 of them raised hands", "all six said so": what is counted is not named.
_WHO_DID = (
    rf"(?:\b(?:{_NUMBER}|none|half|most|all|one)\s+(?:out\s+)?of\s+(?:{_OURS}\s+)?|\d\s?/\s?|\ball\s+)"
    rf"(?P<few>{_NUMBER})\s+(?:of\s+them\s+)?(?:(?:also|even|still|finally|never|actually|then|only)\s+)?{_DID}\b"
)
_WHOLE = re.compile(rf"{_COUNTED}|{_WHO_DID}", re.IGNORECASE)


def lacks_count(status: CycleStatus, visibility: Visibility, student_count: int | None) -> bool:
    """Say whether others read what a test found while nobody said how many students it was about."""
    is_told = status in {CycleStatus.STUDIED, CycleStatus.CLOSED} and visibility != Visibility.TEAM
    return is_told and student_count is None


def warn_of_uncounted(texts: Iterable[str | None], min_n: int) -> str | None:
    """Ask a team how many students its test was about, where its words speak of a few.

    Args:
        texts: what the team wrote of a test without a count.
        min_n: the network's small-cell limit.
    """
    numbers = (
        _number(found["number"] or found["few"]) for text in texts if text for found in _WHOLE.finditer(text)
    )
    told = [number for number in numbers if 0 < number < min_n]
    if not told:
        return None
    few = count(min(told), "student")
    return (
        f"Your words speak of {few}, and how many students the test was about is not said. Say it: of fewer "
        f"than {min_n}, other teams read what you wrote without its numbers."
    )


def _number(word: str) -> int:
    return _WORDS[word.lower()] if word.lower() in _WORDS else int(word)
