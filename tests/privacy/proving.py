"""Every check is taken out in its turn, and whoever should notice it does: ``make mutants``.

``python -m tests.privacy.proving`` lets everybody of ``clues.json`` meet their mutant, a viewer in a world or
an ordinary test, and fails when somebody notices nothing. It takes a minute or two, so CI runs it once, and
the ordinary tests try an eighth of the worlds' mutants.

``python -m tests.privacy.proving tests/api/test_access.py WORD`` looks among these tests for one that notices
a mutant which has no clue yet and whose name holds the word, and writes the test into ``clues.json``: for
what no visit of a random world comes by, such as HTTP.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from _pytest.runner import runtestprotocol

from tests.privacy.catching import try_clue
from tests.privacy.clues import Visited, note_clue, read_clues
from tests.privacy.equivalents import EQUIVALENT
from tests.privacy.mutants import Mutant, all_mutants, forget, living
from tests.privacy.passages import Passage, watch_code
from tests.privacy.scenes import Scenes

#: What the worlds are made with is loaded before the tests.
OPTIONS = ("-q", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")


class Trial:
    """A plugin of pytest that runs each test once as it is, and once with each mutant that it may notice."""

    def __init__(self, mutants: Iterable[Mutant], named: dict[str, set[str]] | None = None) -> None:
        self.left = {str(mutant): mutant for mutant in mutants}
        self.named = named

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Try a test; what it shares with others of its module stays set up meanwhile."""
        forget()
        with watch_code() as passage:
            is_sound = self._passes(item)
        for name in self._chosen(item, passage) if is_sound else ():
            self._try(item, name)
        item.session._setupstate.teardown_exact(nextitem)
        return True

    def _chosen(self, item: pytest.Item, passage: Passage) -> list[str]:
        """Return those that a test is named for, or whose code it runs."""
        if self.named is not None:
            return sorted(self.named[item.nodeid] & set(self.left))
        return sorted(name for name, mutant in self.left.items() if passage.meets(mutant))

    def _try(self, item: pytest.Item, name: str) -> None:
        item._initrequest()
        with living(self.left[name]):
            if self._passes(item):
                return
        del self.left[name]
        if self.named is None:
            note_clue(name, item.nodeid)
            sys.stdout.write(f"{name}\n    {item.nodeid}\n")

    def _passes(self, item: pytest.Item) -> bool:
        # The test's own module as the next item: then only what is the test's own is taken down.
        reports = runtestprotocol(item, log=False, nextitem=item.parent)
        return all(report.passed for report in reports)


def look_among(words: list[str], tests: list[str]) -> None:
    """Look among some tests for those that notice a mutant without a clue, and write down each at once."""
    known = {*read_clues(), *EQUIVALENT}
    open_ones = (one for one in all_mutants() if str(one) not in known)
    chosen = (one for one in open_ones if not words or any(word in str(one) for word in words))
    pytest.main([*OPTIONS, "-s", *tests], plugins=[Trial(chosen)])


def prove() -> int:
    """Let everybody meet their mutant; tell of the mutants that were not noticed, and return how many."""
    mutants = {str(mutant): mutant for mutant in all_mutants()}
    clues = {name: clue for name, clue in read_clues().items() if name in mutants}
    visited = {mutants[name]: clue for name, clue in clues.items() if isinstance(clue, Visited)}
    named = {mutants[name]: clue for name, clue in clues.items() if isinstance(clue, str)}
    missed = [*miss_by_visitors(visited), *miss_by_tests(named)]
    for mutant in missed:
        sys.stdout.write(f"not noticed: {mutant}\n")
    sys.stdout.write(f"{len(clues) - len(missed)} of {len(clues)} checks are missed when they are gone\n")
    return len(missed)


def miss_by_visitors(visited: dict[Mutant, Visited]) -> list[Mutant]:
    """Return the mutants that their visitors do not notice."""
    with TemporaryDirectory() as folder:
        scenes = Scenes(Path(folder))
        unsound = {clue for clue in sorted(set(visited.values())) if _notices_anyway(clue, scenes)}
        in_order = sorted(visited, key=lambda mutant: (visited[mutant], str(mutant)))
        noticed = {one for one in in_order if try_clue(one, scenes, visited[one])}
        return [one for one in in_order if one not in noticed or visited[one] in unsound]


def _notices_anyway(clue: Visited, scenes: Scenes) -> str | None:
    return scenes[clue.seed].find_fault(clue.viewer, clue.door)


def miss_by_tests(named: dict[Mutant, str]) -> list[Mutant]:
    """Return the mutants that their tests do not notice."""
    by_test: dict[str, set[str]] = defaultdict(set)
    for mutant, test in named.items():
        by_test[test].add(str(mutant))
    trial = Trial(named, by_test)
    pytest.main([*OPTIONS, "--database", "both", *by_test], plugins=[trial])
    return list(trial.left.values())


def main(*arguments: str) -> int:
    """Look among the tests that are given, or prove what is known."""
    tests = [one for one in arguments if one.startswith("tests/")]
    if not tests:
        return min(prove(), 1)
    look_among([one for one in arguments if one not in tests], tests)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
