"""Decisions in a team's own words: which sentences decide about a test, and what is never read for one."""

from __future__ import annotations

import time

import pytest

from nic_hub.capture.decisions import is_said_plainly
from nic_hub.capture.drafts import draft_from
from nic_hub.capture.loose import said_in
from nic_hub.capture.reading import read_text
from nic_hub.capture.values import Unclear, read_decision

TOLD = "We tried cups in room 4. We thought 10 kids would ask. 6 asked."


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        ("So it's a yes from us.", "adopt"),
        ("It's a yes from us, with that change.", "adapt"),
        ("It's a no from me", "abandon"),
        ("I'd abandon it.", "abandon"),
        ("we're keeping it", "adopt"),
        ("yep we're keeping it", "adopt"),
        ("not worth it, dropping this", "abandon"),
        ("Worth keeping, I think", "adopt"),
        ("will tweak and go again", "adapt"),
        ("gonna keep it but shorter", "adapt"),
        ("I think we should drop it", "abandon"),
        ("We won't abandon it", "adopt"),
        ("We're not giving up on it, but it gets shorter", "adapt"),
        ("we are not going to keep it", "abandon"),
        ("This one's a keeper!", "adopt"),
        ("We're done with this one", "abandon"),
        ("never again", "abandon"),
    ],
)
def test_a_sentence_that_decides_is_read_for_what_it_decides(sentence, decision):
    assert (said_in(sentence), read_decision(sentence)) == ("decision", decision)
    (draft,) = draft_from(read_text(f"{TOLD}\n{sentence}")).drafts
    assert (draft.values["decision"], bool(draft.fields["decision"].note)) == (
        decision,
        is_said_plainly(sentence),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "We abandoned the building over break.",
        "We will adopt new textbooks.",
        "It's a yes from the district on the new roof.",
        "To keep the noise down we moved the desks.",
        "wow, so you're keeping it?",
    ],
)
def test_a_sentence_about_something_else_decides_nothing(sentence):
    (draft,) = draft_from(read_text(f"{TOLD}\n{sentence}")).drafts
    assert "decision" not in draft.fields


def test_a_decision_alone_tells_of_no_test():
    reading = draft_from(read_text("We decided to abandon the building."))
    assert (reading.drafts, len(reading.left_over)) == ((), 1)


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        ("we'll keep it", "adopt"),
        ("Keep, but only on Mondays", "adapt"),
        ("we tweaked the cards", "adapt"),
        ("Keep it. No changes.", "adopt"),
        ("Keep it without any changes", "adopt"),
        ("adopt, not abandon", "adopt"),
        ("keeping it but w/ color", "adapt"),
        ("keeping it, just cut it to 8 min", "adapt"),
        ("keep it just as it is", "adopt"),
        ("we won't adopt it", "abandon"),
        ("not doing it again", "abandon"),
        ("we decided not to continue", "abandon"),
        ("Keep it? No", "abandon"),
    ],
)
def test_plain_words_say_a_decision(words, decision):
    assert read_decision(words) == decision


@pytest.mark.parametrize(
    "words",
    [
        "Keep / change / drop",
        "Should we keep it?",
        "keep it and drop the cards",
        "not sure if we keep it",
        "We did not adapt it",
    ],
)
def test_words_that_say_several_decisions_or_none_say_none(words):
    with pytest.raises(Unclear):
        read_decision(words)


def test_only_a_decision_in_a_teams_own_words_asks_to_be_looked_at():
    assert is_said_plainly("Keeping it but shorter")
    assert not is_said_plainly("Adapt")


@pytest.mark.parametrize(
    "words", ["not ", "we all agreed ", "I think we should ", "it's a ", "keep but ", "worth "]
)
def test_many_like_words_are_read_in_time_that_grows_with_their_number(words):
    began = time.process_time()
    read_decision_or_none(words * (80_000 // len(words)))
    draft_from(read_text(words * (80_000 // len(words))))
    assert time.process_time() - began < 3


def read_decision_or_none(text: str) -> str | None:
    try:
        return read_decision(text)
    except Unclear:
        return None
