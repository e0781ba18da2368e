"""Worlds are read as they are written, mistakes are named, and the kept worlds hold what they promise."""

from collections import Counter

import pytest

from tests.training.small_world import LINES
from training.worlds import ASKED_FOR, WORLDS, BadWorld, Idea, read_world, read_worlds

HEAD, IDEA, QUESTION = LINES[0], LINES[1], LINES[4]
FEWEST_IDEAS, FEWEST_ANSWERED, FEWEST_UNANSWERED = 25, 130, 40
FILES = sorted(WORLDS.glob("*.jsonl"))


def test_a_world_is_read(write_world):
    world = read_world(write_world(LINES, "school"))
    assert (world.name, world.theme) == ("school", "starting class")
    assert world.drivers == {"d1": "First minutes", "d2": "Families"}
    assert world.ideas[0] == Idea("i1", "d1", "Door", "Greet at the door.", "They came calm.")


def test_an_idea_that_nobody_has_tested_says_so(write_world):
    assert [idea.tried is None for idea in read_world(write_world(LINES)).ideas] == [False, False, True]


def test_questions_keep_their_grades_or_the_reason_why_nothing_helps(write_world):
    first, *_, last = read_world(write_world(LINES)).questions
    assert (first.grades, first.reason) == ({"i1": 2, "i2": 1}, None)
    assert (last.grades, last.reason) == ({}, "far")


MISTAKES = [
    ([IDEA], "line 1: the first line"),
    ([HEAD, HEAD], "line 2: the first line"),
    ([HEAD, "{"], "line 2: "),
    ([HEAD, "[]"], "line 2: "),
    ([HEAD, {}], "line 2: 'r' is missing"),
    ([HEAD, {**IDEA, "text": " "}], "line 2: text has no words"),
    ([HEAD, {"key": "i1", "driver": "d1", "tried": "Yes.", "text": "It."}], "line 2: 'title' is missing"),
    ([HEAD, {**IDEA, "driver": "d9"}], "line 2: there is no driver d9"),
    ([HEAD, {**IDEA, "untested": True}], "line 2: idea i1 is either tried or untested"),
    ([HEAD, IDEA, IDEA], "line 3: idea i1 comes twice"),
    ([HEAD, IDEA, {"q": "who", "r": {"i9": 2}}], "line 3: there is no idea i9"),
    ([HEAD, IDEA, {"q": "who", "r": {"i1": 3}}], "line 3: 3 is no grade"),
    ([HEAD, IDEA, {"q": "who", "r": {}}], "line 3: why is told"),
    ([HEAD, IDEA, {"q": "who", "r": {"i1": 2}, "why": "far"}], "line 3: why is told"),
    ([*LINES[:4], {"q": "who", "r": {"i3": 2}}], "line 5: nobody has tested idea i3"),
    ([HEAD, IDEA], "no ideas or no questions"),
    ([], "no ideas or no questions"),
]


@pytest.mark.parametrize(("lines", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_place(write_world, lines, message):
    with pytest.raises(BadWorld, match=r"^w\.jsonl") as caught:
        read_world(write_world(lines))
    assert message in str(caught.value)


def test_all_worlds_of_a_directory_are_read_by_name(write_world):
    paths = [write_world(LINES, name) for name in ("b", "a")]
    assert [world.name for world in read_worlds(paths[0].parent)] == ["a", "b"]


def test_a_directory_without_worlds_is_a_mistake(tmp_path):
    with pytest.raises(BadWorld, match="There is no world"):
        read_worlds(tmp_path)


def test_there_are_worlds():
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_kept_world_has_enough_of_everything_and_nothing_twice(path):
    world = read_world(path)
    answered = [question for question in world.questions if question.grades]
    asked_for = {key for each in answered for key, grade in each.grades.items() if grade == ASKED_FOR}
    assert len(world.ideas) >= FEWEST_IDEAS
    assert len(answered) >= FEWEST_ANSWERED
    assert len(world.questions) - len(answered) >= FEWEST_UNANSWERED
    assert asked_for == {idea.key for idea in world.ideas if idea.tried is not None}
    assert all(ASKED_FOR in question.grades.values() for question in answered)
    assert [text for text, count in Counter(each.text for each in world.questions).items() if count > 1] == []
