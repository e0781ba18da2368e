"""Things are timed in turns, beside a floor, on questions that nobody has asked before."""

from itertools import islice

import pytest

from benchmarks import asked, timing
from benchmarks.stopwatch import Stopwatch
from benchmarks.timing import FLOOR, Timing, show_timings, time_in_turns


class Clock:
    """Shows the time a test has set."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_no_question_is_asked_twice():
    everything = list(asked.all_questions())
    assert len(set(everything)) == len(everything) > 30_000
    assert not set(asked.fresh_questions()) & set(asked.fresh_questions())


def test_a_question_keeps_its_words():
    assert all(
        text.startswith(known)
        for text, known in zip(islice(asked.all_questions(), 400), asked.read_questions(), strict=False)
    )


def test_things_are_done_in_turns_with_questions_of_their_own(monkeypatch):
    monkeypatch.setattr(timing, "QUESTIONS", 2)
    monkeypatch.setattr(timing, "ROUNDS", 2)
    done = []
    time_in_turns({name: lambda question, name=name: done.append((name, question)) for name in "ab"})
    assert [name for name, _ in done] == ["a", "b"] * 4
    assert len({question for _, question in done}) == 8


def test_the_quickest_time_of_each_question_counts(monkeypatch):
    monkeypatch.setattr(timing, "QUESTIONS", 2)
    monkeypatch.setattr(timing, "ROUNDS", 2)
    clock = Clock()
    monkeypatch.setattr(timing.time, "process_time", clock)
    pauses = iter([4.0, 1.0, 2.0, 3.0])

    def work(_):
        clock.now += next(pauses)

    (timing_of_work,) = time_in_turns({"work": work})
    assert timing_of_work.busy == 1500.0


def test_times_are_told_beside_the_floor_and_the_aim():
    timings = [Timing(FLOOR, 3.0, 4.0, 2.0), Timing("all", 9.0, 12.0, 5.0)]
    header, floor, whole = show_timings(timings, {"all": 1.5})
    assert header.split()[:3] == ["x", "floor", "aim"]
    assert floor.split()[-5:] == ["1.00", "2.00", "3.00", "4.00", "ms"]
    assert whole.split() == ["all", "2.50", "1.5", "5.00", "9.00", "12.00", "ms"]


def test_a_step_does_not_count_the_steps_inside_of_it():
    clock = Clock()
    watch = Stopwatch(clock)
    with watch.step("outer"):
        clock.now = 2.0
        with watch.step("inner"):
            clock.now = 5.0
        clock.now = 6.0
    assert watch.seconds == {"outer": 3.0, "inner": 3.0}


def test_a_step_that_fails_ends_all_the_same():
    clock = Clock()
    watch = Stopwatch(clock)
    with pytest.raises(KeyError), watch.step("failing"):
        clock.now = 1.0
        raise KeyError
    clock.now = 9.0
    with watch.step("next"):
        clock.now = 10.0
    assert watch.seconds == {"failing": 1.0, "next": 1.0}


def test_functions_are_watched_for_as_long_as_the_block_lasts():
    watch, before = Stopwatch(Clock()), asked.read_questions
    with watch.watching("reading", ["benchmarks.asked:read_questions"]):
        assert asked.read_questions is not before
        assert asked.fresh_questions()
    assert asked.read_questions is before
    assert "reading" in watch.seconds


def test_a_function_that_is_not_there_is_named():
    with (
        pytest.raises(AttributeError, match="no_such"),
        Stopwatch().watching("x", ["benchmarks.asked:no_such"]),
    ):
        pass
