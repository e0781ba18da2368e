"""Several questions in one message."""

from __future__ import annotations

import pytest

from nic_hub.domain.suggesting.several_questions import split_questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "kids cry when they get it wrong & also how do i get my principal to visit",
            ["kids cry when they get it wrong", "how do i get my principal to visit"],
        ),
        (
            "kids won't talk in groups. Also, do exit slips help at all?",
            ["kids won't talk in groups", "do exit slips help at all?"],
        ),
        (
            "word problems are killing me; and how do you get a coach to visit",
            ["word problems are killing me", "how do you get a coach to visit"],
        ),
        (
            "any tips for newcomers? what about word problems? did it help?",
            ["any tips for newcomers?", "what about word problems? did it help?"],
        ),
    ],
)
def test_questions_are_taken_apart_at_clear_joints(text: str, questions: list[str]):
    assert split_questions(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "My 5th graders won't ask when they're lost. Anyone tested something?",
        "Who tried AI tutors, and which of Ms. R's students improved?",
        "did anyone test exit slips? what came of it?",
        "exit slips worth it?? also, how long",
        "random seats? vertical boards?",
        "altogether means add, right? should i post a list",
        "kids also hate fractions, how do i fix that",
        "do this first? how would that help shy kids",
        "groups that start? how to end groups? how to grade groups? what about group roles?",
    ],
)
def test_what_asks_on_about_the_same_is_one_question(text: str):
    assert split_questions(text) == [text]
