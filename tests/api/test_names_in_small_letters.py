"""A student's name in small letters is refused in a record, and taken out of a question."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nic_hub.models import Suggestion

NAMED = ["jayden kept shouting", "jose martinez never finishes his work", "kevin said it was boring"]


@pytest.mark.parametrize("text", NAMED)
def test_a_record_that_names_a_student_is_refused(world, text):
    body = {"team_id": world.team.id, "title": "Our year", "challenges": text}
    answer = world.teacher.post("/storyboards", body)
    assert answer.status_code == 422
    assert [problem["pointer"] for problem in answer.json["errors"]] == ["/challenges"]


@pytest.mark.parametrize(("text", "name"), list(zip(NAMED, ["jayden", "martinez", "kevin"], strict=True)))
def test_a_question_is_stored_without_the_name(app, world, text, name):
    assert world.teacher.post("/suggestions", {"query": text}).status_code == 200
    with app.extensions["hub"].database.reading() as session:
        (stored,) = session.scalars(select(Suggestion.query))
    assert "[name removed]" in stored
    assert name not in stored


def test_words_that_are_names_too_are_stored(world):
    text = "will they mark it with grace? i hope the art helps, drew may sue"
    body = {"team_id": world.team.id, "title": "Our year", "challenges": text}
    assert world.teacher.post("/storyboards", body).status_code == 201
