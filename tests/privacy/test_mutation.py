"""Remove single checks, each in its turn, and see that somebody notices.

``clues.json`` says who notices which: a viewer at a door of a random world, or an ordinary test. An eighth of
the former is tried here, so that this takes seconds, and ``make mutants`` tries them all. A new check has no
clue, and a stale clue must be replaced: CONTRIBUTING.md says how.
"""

import ast

import pytest

from nic_hub.domain.visibility import Grant, Principal
from nic_hub.services import presenting, searchable
from tests.privacy.catching import try_clue
from tests.privacy.clues import Visited, read_clues
from tests.privacy.equivalents import EQUIVALENT
from tests.privacy.mutants import PLACES, Mutant, all_mutants, living
from tests.privacy.scenes import Scenes

MUTANTS = {str(mutant): mutant for mutant in all_mutants()}
CLUES = read_clues()
#: Those that are noticed in the same world at the same door come together: its statements are known then.
VISITED = sorted(
    (clue, name) for name, clue in CLUES.items() if isinstance(clue, Visited) and name in MUTANTS
)[::8]


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return Scenes(tmp_path_factory.mktemp("scenes"))


def test_of_every_check_it_is_known_who_notices_that_it_is_gone_or_why_nobody_needs_to() -> None:
    assert set(MUTANTS) - set(CLUES) - set(EQUIVALENT) == set(), "look for who notices: see CONTRIBUTING.md"


def test_only_what_is_a_mutant_has_a_clue_or_a_reason_and_not_both() -> None:
    assert set(CLUES) - set(MUTANTS) == set()
    assert set(EQUIVALENT) - set(MUTANTS) == set()
    assert set(EQUIVALENT) & set(CLUES) == set()


@pytest.mark.parametrize(("clue", "name"), VISITED, ids=[name for _, name in VISITED])
def test_somebody_notices_that_a_check_is_gone(clue: Visited, name: str, scenes: Scenes) -> None:
    assert scenes[clue.seed].find_fault(clue.viewer, clue.door) is None, "somebody notices what is not gone"
    assert try_clue(MUTANTS[name], scenes, clue), f"{clue} did not notice: {name}"


# The mutants themselves.


def find(name: str, change: str) -> Mutant:
    return next(one for one in MUTANTS.values() if one.name == name and one.change == change)


def test_a_mutated_function_is_met_by_all_and_put_back() -> None:
    stranger = Principal()
    with living(find("may_curate", "as if principal.has(RoleGroup.COACH)")):
        from nic_hub.services.access.permissions import may_curate

        assert may_curate(stranger)
    assert not may_curate(stranger)


def test_a_mutated_property_is_met_by_all_and_put_back() -> None:
    both = Principal(writing_teams=frozenset("a"), sponsored_teams=frozenset("a"))
    with living(find("Principal.draft_teams", "without self.sponsored_teams")):
        assert both.draft_teams == {"a"}
    assert both.draft_teams == frozenset()


def test_a_mutated_constant_is_met_by_all_and_put_back() -> None:
    before = searchable.FOUND
    with living(find("FOUND", "without 'result'")):
        assert "result" not in searchable.FOUND
    assert searchable.FOUND is before
    with living(find("PEOPLE", "without 'who'")):
        assert presenting.PEOPLE == ("author_id",)
    assert presenting.PEOPLE == ("author_id", "who")


def test_each_mutant_is_a_program_and_differs_from_the_original() -> None:
    for mutant in MUTANTS.values():
        assert compile(ast.unparse(mutant.statement), "mutant", "exec")
    assert len({ast.unparse(mutant.statement) for mutant in MUTANTS.values()}) > len(MUTANTS) * 0.9


def test_every_place_has_a_check_to_remove() -> None:
    named = {(mutant.module, mutant.name) for mutant in MUTANTS.values()}
    bare = {name for module, names in PLACES.items() for name in names.split() if (module, name) not in named}
    # These only combine what others check.
    assert len(bare) < 30
    assert Grant.of(a=[1]).holds({"a": 1})
