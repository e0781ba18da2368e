"""Which lines of a text ask: the prompts of a form, and the questions that a person asks."""

from __future__ import annotations

import re

from nic_hub.capture.labels import asked_concept, concept_of, without_aside
from nic_hub.capture.marks import ends_in_emoji

#: A form speaks to those who fill it in, or of their test.
_OF_A_FORM = re.compile(r"\b(?:we|you|i|us|our|your|my|it|this|that|test|cycle|change|pdsa)\b", re.IGNORECASE)
_LONGEST_LABEL = 5
_PROMPT = re.compile(r"(?:what|how|who|why|which)\b.*\?$", re.IGNORECASE)
_QUESTION_WORDS = re.compile(r"(?:(?:who|what|when|where|why|how|and)\b\W*){2,}", re.IGNORECASE)


def asks_for_text(line: str) -> bool:
    """Say whether a line asks for what stands below it."""
    bare = without_aside(line).rstrip()
    return bare.endswith((":", "?")) and not ends_in_emoji(bare)


def asks_more(words: str, *, asks: bool) -> bool:
    """Say whether the words beside a label are no answer but a label, too: "Plan: who, what, when".

    Args:
        words: what stands beside the label.
        asks: whether the line asks for what stands below it, as a heading does; if not, "time" is an answer.
    """
    is_prompt = concept_of(words) or (_PROMPT.match(words) and asked_concept(words))
    return bool((asks and is_prompt) or _QUESTION_WORDS.fullmatch(words))


def is_of_a_form(text: str) -> bool:
    """Say whether a form would ask so: any other question may be a person's own."""
    return len(text.split()) <= _LONGEST_LABEL or _OF_A_FORM.search(text) is not None
