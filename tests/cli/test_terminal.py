"""What is shown on a terminal: progress for whoever waits, answers for whoever is tired."""

import io

import click
import pytest

from nic_hub.cli import terminal
from nic_hub.cli.terminal import Progress, show_answer, show_table


class Screen(io.StringIO):
    """Standard error, as a terminal or as a file."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test turns."""
    times = [0.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: times[0])
    return times


@pytest.fixture
def screen(monkeypatch):
    """Stand in for standard error."""

    def stand_in(*, is_terminal: bool) -> Screen:
        made = Screen(is_terminal=is_terminal)
        monkeypatch.setattr(terminal.sys, "stderr", made)
        return made

    return stand_in


def test_quick_work_says_nothing_into_a_file(screen, clock):
    file = screen(is_terminal=False)
    with Progress() as progress:
        for done in range(10):
            progress("Storing", done, 10)
    assert file.getvalue() == ""


def test_long_work_says_a_line_every_few_seconds_into_a_file(screen, clock):
    file = screen(is_terminal=False)
    with Progress() as progress:
        for done in range(1, 13):
            clock[0] += 1
            progress("Storing", done * 1000, 12_000)
    assert file.getvalue().splitlines() == ["Storing: 5,000 of 12,000", "Storing: 10,000 of 12,000"]


def test_a_terminal_gets_a_bar_for_each_part_of_the_work(screen):
    shown = screen(is_terminal=True)
    with Progress() as progress:
        for what in ("Checking", "Storing"):
            for done in range(0, 101, 50):
                progress(what, done, 100)
    assert "Checking" in shown.getvalue()
    assert "Storing" in shown.getvalue()
    assert "100%" in shown.getvalue()


def test_no_work_has_no_progress(screen):
    shown = screen(is_terminal=True)
    with Progress() as progress:
        progress("Embedding", 0, 0)
    assert shown.getvalue() == ""


def suggestion(**changes):
    """A suggestion as the API answers it."""
    return {
        "change_idea": {
            "title": "Question cards",
            "description": "Cards on every desk. " * 10,
            "reported_outcome": None,
            "provenance": "reported",
        },
        "team": {"name": "Lincoln", "district": {"name": "District A"}},
        "evidence": {"strength": 3, "direction": "no_change", "explanation": "3 closed cycles in 1 school"},
        "context": {
            "same": ["grade band"],
            "different": [],
            "unknown": ["class size (not recorded for them)"],
        },
        "tools": [{"title": "Cards", "link": None}],
        "latest_test": "Lincoln, May 2024: found: more questions.",
        "reasons": [],
        "cautions": ["No measure recorded."],
    } | changes


def lines(**changes) -> list[str]:
    lists = {part: [] for part in ("suggestions", "nearest", "your_history", "live_tests")}
    empty = {"message": "1 idea from 1 other team.", **lists}
    return list(show_answer(empty | changes))


def test_the_message_comes_first():
    assert lines()[0] == "1 idea from 1 other team."


def test_a_suggestion_says_what_was_tried_and_what_came_of_it():
    told = "\n".join(lines(suggestions=[suggestion()]))
    assert "1. Question cards" in told
    assert "(Lincoln, District A)" in told
    assert "Evidence: 3 of 5, no change: 3 closed cycles in 1 school." in told
    assert "Careful: No measure recorded." in told
    assert "What: Cards on every desk.\n" in told
    assert "What happened: Lincoln, May 2024: found: more questions." in told
    assert "For whom: same grade band\n" in told
    assert "Whose" not in told


def test_what_cannot_be_told_is_written_as_people_write_it():
    evidence = {"strength": 1, "direction": "cant_tell", "explanation": "tried"}
    assert "   Evidence: 1 of 5, can't tell: tried." in lines(suggestions=[suggestion(evidence=evidence)])


@pytest.mark.parametrize(
    ("same", "different", "told"),
    [
        (["a", "b", "c", "d"], [], "For whom: same a, b, c"),
        (["a", "b"], ["theirs x; yours y"], "For whom: same a, b; theirs x; yours y"),
        (["a", "b"], ["one", "two", "three"], "For whom: same a; one; two"),
        ([], ["one", "two", "three", "four"], "For whom: one; two; three"),
    ],
)
def test_no_more_than_three_facts_of_a_context_are_told(same, different, told):
    context = {"same": same, "different": different, "unknown": ["e"]}
    assert f"   {told}" in lines(suggestions=[suggestion(context=context)])


@pytest.mark.parametrize(("provenance", "teller"), [("paper", "the paper"), ("reported", "the team")])
def test_an_outcome_that_was_reported_is_told(provenance, teller):
    idea = {"title": "A", "description": "B", "reported_outcome": "Fewer cards.", "provenance": provenance}
    told = "\n".join(lines(suggestions=[suggestion(change_idea=idea, latest_test=None)]))
    assert f"As {teller} reports: Fewer cards." in told
    assert "What happened" not in told


def test_cycles_of_other_teams_are_said_to_be_theirs():
    reasons = [{"code": "tested_by_others", "text": "1 of 3 closed cycles by Valley"}]
    assert "   Whose: 1 of 3 closed cycles by Valley" in lines(suggestions=[suggestion(reasons=reasons)])


def test_a_team_without_a_district_is_told_by_its_name():
    told = lines(suggestions=[suggestion(team={"name": "Hub", "district": None})])
    assert told[2].endswith("(Hub)")


@pytest.mark.parametrize("columns", [40, 80, 300])
def test_lines_fit_the_terminal(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    told = lines(suggestions=[suggestion()], nearest=[suggestion(why_not_the_same="Another driver. " * 9)])
    widest = max(len(line) for line in told if not line.startswith("\x1b"))
    assert widest <= min(columns, terminal.MAX_WIDTH)


def test_who_is_testing_now_is_told_with_the_days_that_are_known():
    test = {"change_idea": {"title": "Wall of doubts"}, "team": None, "started_on": None, "study_on": None}
    known = test | {"team": {"name": "F1"}, "started_on": "2026-11-02", "study_on": "2026-11-27"}
    assert [click.unstyle(line) for line in lines(live_tests=[test, known])[-3:]] == [
        "Being tested now on this driver:",
        "  - Wall of doubts (a team)",
        "  - Wall of doubts (F1, since 2026-11-02, study date 2026-11-27)",
    ]


def test_what_is_near_says_why_it_is_not_the_same():
    told = lines(nearest=[suggestion(why_not_the_same="No team has tested it yet.")])
    assert told[2:] == [
        "\x1b[1mNear, but not the same:\x1b[0m",
        "  - Question cards: No team has tested it yet.",
    ]


def test_ones_own_history_tells_the_latest_test_or_what_is_known():
    told = lines(your_history=[suggestion(), suggestion(latest_test=None)])
    assert told[-2:] == [
        "  - Question cards: Lincoln, May 2024: found: more questions.",
        "  - Question cards: 3 closed cycles in 1 school.",
    ]


def test_a_table_is_as_wide_as_what_is_in_it():
    assert list(show_table(("ID", "NAME"), [("1", "Ana"), ("1000", "B")])) == [
        "ID    NAME",
        "1     Ana",
        "1000  B",
    ]
