"""What is said to a question that asks for what the program does not do."""

from __future__ import annotations

import pytest

from nic_hub.domain.suggesting.remarks import NOTHING_CHANGED, TOLD_BESIDE, remark_on_repetition, remarks_on

ASKED = {
    "rank": ["which school has the worst results", "What teachers are best at number talks?"],
    "not for where": [
        "what did school A1 try?",
        "What did District C do",
        "has School 7 done this",
        "cups in district c",
    ],
    "leave out": [
        "I already tried sentence frames. what else",
        "my team has already used exit slips",
        "we tried number talks and it didn\N{RIGHT SINGLE QUOTATION MARK}t work",
        "not group work, something else",
        "anything other than exit slips",
        "not the survey",
        "number talks didn't work for me what now",
    ],
    "only what worked": ["any that worked?", "which ones really worked", "some that works"],
}
PAIRS = [(question, words) for words, questions in ASKED.items() for question in questions]


@pytest.mark.parametrize(("question", "words"), PAIRS)
def test_what_is_not_done_is_said(question: str, words: str):
    (told,) = remarks_on(question)
    assert words in told


@pytest.mark.parametrize(
    "question",
    [
        "",
        "which class routine works best",
        "my kids do not talk, not at all",
        "do students who already have a calculator learn more",
        "did district leaders help?",
        "talk in school a lot, at school k-2, and in district meetings",
        "do school IEP meetings help?",
        "not sure how to start discussions",
        "Not enough kids talk",
        "what worked for you",
        "we tried number talks, what next",
    ],
)
def test_other_questions_are_not_remarked_on(question: str):
    assert remarks_on(question) == ()


def test_a_remark_is_made_once():
    assert len(remarks_on("I already tried exit slips, anything other than exit slips?")) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("which district was that", TOLD_BESIDE),
        ("whose is it?", TOLD_BESIDE),
        ("tell me more", NOTHING_CHANGED),
    ],
)
def test_words_that_change_nothing_may_still_ask_for_what_is_told(words: str, told: str):
    assert remark_on_repetition(words) == told
