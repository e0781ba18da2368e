"""What somebody asks: the question, and all that narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nic_hub.domain.suggesting.wishes import Part
from nic_hub.domain.vocabulary import Only


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRequest:
    """What somebody asks.

    Args:
        query: the question in plain words.
        driver: id or key of a driver the answer must be on.
        change_idea: id or key of an idea: more like this.
        team: id or key of the team the person asks for; needed by who has several.
        context: what is known of the asker's context, beside the team's own.
        limit: how many suggestions, 1 to 10.
        include_untested: whether ideas nobody has tested are welcome.
        only: a part of the ideas: those of which a test failed.
        follow_up_of: id of the answer whose question this one changes.
        said: the words that were said last, written out: of a follow-up, these alone.
        part: which part of what is known they ask for.
        repeats: whether they change nothing in the question before.
    """

    query: str = ""
    driver: str | None = None
    change_idea: str | None = None
    team: str | None = None
    context: Mapping[str, Any] | None = None
    limit: int = 3
    include_untested: bool = False
    only: Only | None = None
    follow_up_of: str | None = None
    said: str = ""
    part: Part | None = None
    repeats: bool = False
