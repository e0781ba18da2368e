"""Remove single checks, and see that somebody notices: a sample, or all with PRIVACY_MUTANTS=all.

``python -m tests.privacy.catching`` prints the whole table.
"""

import ast
import os
from collections.abc import Iterator

import pytest

from nic_hub.domain.visibility import Grant, Principal
from nic_hub.services import presenting, searchable
from tests.privacy.catching import Scene, find_catch, set_scene
from tests.privacy.equivalents import EQUIVALENT
from tests.privacy.mutants import PLACES, Mutant, all_mutants, living

#: Every how manieth mutant is tried when not all are.
STRIDE = 1 if os.environ.get("PRIVACY_MUTANTS") == "all" else 17
SCENES = 4
HARMFUL = [mutant for mutant in all_mutants() if str(mutant) not in EQUIVALENT]


class Scenes:
    """The worlds to try mutants in; each is made when the ones before it did not suffice."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.made: list[Scene] = []

    def __iter__(self) -> Iterator[Scene]:
        for seed in range(SCENES):
            if seed == len(self.made):
                self.made.append(set_scene(seed, self.folder))
            yield self.made[seed]


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return Scenes(tmp_path_factory.mktemp("scenes"))


@pytest.mark.parametrize("mutant", HARMFUL[::STRIDE], ids=str)
def test_somebody_notices_that_a_check_is_gone(mutant: Mutant, scenes: Scenes) -> None:
    assert find_catch(mutant, scenes), f"nobody noticed: {mutant}"


# The mutants themselves.


def find(name: str, change: str) -> Mutant:
    return next(one for one in all_mutants() if one.name == name and one.change == change)


def test_a_mutated_function_is_met_by_all_and_put_back() -> None:
    stranger = Principal()
    with living(find("may_curate", "as if principal.has(RoleGroup.COACH)")):
        from nic_hub.services.permissions import may_curate

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
    for mutant in all_mutants():
        assert compile(ast.unparse(mutant.statement), "mutant", "exec")
    assert len({ast.unparse(mutant.statement) for mutant in all_mutants()}) > len(all_mutants()) * 0.9


def test_every_place_has_a_check_to_remove() -> None:
    named = {(mutant.module, mutant.name) for mutant in all_mutants()}
    bare = {name for module, names in PLACES.items() for name in names.split() if (module, name) not in named}
    # These only combine what others check.
    assert len(bare) < 25
    assert Grant.of(a=[1]).holds({"a": 1})
