"""Take a leaked text, such as a name, out of stored values: whole words, in any case and spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from nic_hub.domain.run_charts.run_charts import MARKED_DAYS
from nic_hub.errors import Invalid

REMOVED = "[removed]"
MIN_LENGTH = 2


def make_pattern(text: str) -> re.Pattern[str]:
    """Make the pattern that finds a text in any case and spacing, as whole words.

    Raises:
        Invalid: the text is too short to be removed safely.
    """
    words = text.split()
    if len("".join(words)) < MIN_LENGTH:
        raise Invalid.field("text", "Write the text to remove: two characters or more.")
    # Whole words: "Al" must not tear "also" or an id apart. Letters of other scripts may stand side by side.
    before = r"(?<![A-Za-z0-9])" if _is_plain(words[0][0]) else ""
    after = r"(?![A-Za-z0-9])" if _is_plain(words[-1][-1]) else ""
    return re.compile(before + r"\s+".join(map(re.escape, words)) + after, re.IGNORECASE)


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isalnum()


def scrub(value: Any, pattern: re.Pattern[str]) -> Any:
    """Replace the text in a string, or in every string of a JSON value; keys are the hub's own words."""
    if isinstance(value, str):
        return pattern.sub(REMOVED, value)
    if isinstance(value, dict):
        return {key: scrub(item, pattern) for key, item in value.items()}
    return [scrub(item, pattern) for item in value] if isinstance(value, list) else value


def scrub_column(name: str, value: Any, pattern: re.Pattern[str]) -> Any:
    """Scrub a column; what is left of a list of days are days."""
    if name in MARKED_DAYS and value:
        return [day for day in value if not pattern.search(day)]
    return scrub(value, pattern)


def rename_groups(groups: Iterable[str], pattern: re.Pattern[str]) -> dict[str, str]:
    """Give each student group that holds the text a name that no other group of the measure has.

    The day and the group say which value a data point is, and a line of the run chart is one group's.
    """
    known = set(groups)
    taken = {group for group in known if not pattern.search(group)}
    renamed: dict[str, str] = {}
    for group in sorted(known - taken):
        name = scrub(group, pattern)
        numbered = (f"{name} {number}" for number in count(2))
        renamed[group] = next(each for each in chain([name], numbered) if each not in taken)
        taken.add(renamed[group])
    return renamed
