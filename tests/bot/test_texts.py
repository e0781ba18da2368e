"""Words are made safe and short before Slack sees them, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.elements import MAX_SECTION, day, linked, listing, safe, section, shorten
from bot.blocks.forms import quote_private
from bot.listeners.asking import plain_words


@given(st.text(), st.integers(2, 500))
def test_nothing_that_is_shown_can_mention_or_link(text, most):
    shown = safe(text, most)
    assert "<" not in shown
    assert ">" not in shown
    assert "@channel" not in shown.lower()
    assert "@everyone" not in shown.lower()


@given(st.text(), st.integers(2, 500))
def test_a_short_text_is_never_longer_than_it_may_be(text, most):
    assert len(shorten(text, most)) <= most


@given(st.lists(st.text("&<>", min_size=1, max_size=2000), min_size=1, max_size=8))
def test_a_section_stays_below_slacks_limit(texts):
    shown = section(*(safe(text, 1_000) for text in texts))["text"]["text"]
    assert len(shown) <= MAX_SECTION


@pytest.mark.parametrize(
    "address", ["http://a.test", "javascript:x", "https://a.test|x", "https://a.test/<x>", None]
)
def test_only_an_address_with_tls_becomes_a_link(address):
    assert linked("A & B", address) == "A &amp; B"


def test_a_tool_is_linked_by_its_title():
    assert linked("Card", "https://a.test/?x=1&y=2") == "<https://a.test/?x=1&amp;y=2|Card>"


def test_a_list_says_how_many_more_there_are():
    assert listing(["a", "b", "c"], 2, between=" · ") == "a · b (and 1 more)"


@pytest.mark.parametrize(
    ("told", "read"), [("2026-12-07", "Dec 7, 2026"), ("2026-12-07T10:00:00Z", "Dec 7, 2026"), (None, "")]
)
def test_a_day_is_written_as_in_a_school(told, read):
    assert day(told) == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Write to ana@x.org", "This seems to hold an e-mail address, “ana@x.org”. Take it out."),
        (None, "This seems to hold an e-mail address (characters 10 to 18). Take it out."),
    ],
)
def test_what_looks_private_is_shown_to_who_wrote_it(text, told):
    problem = "This seems to hold an e-mail address (characters 10 to 18). Take it out."
    assert quote_private(problem, text) == told


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@UBOT> What works\nfor talk?", "What works for talk?"),
        ("like in <#C1|room-5>, <https://a.test/x|this deck>", "like in #room-5, this deck"),
        ("fewer than 5 &lt; 10 &amp; shy", "fewer than 5 < 10 & shy"),
    ],
)
def test_a_question_is_read_without_slacks_markup(written, read):
    assert plain_words(written) == read
