"""What the API accepts, the import of the hub's own export accepts, too: a backup can be restored."""

import json
import random
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from nic_hub.api.resources import SUBJECTS
from nic_hub.api.resources.collection import Collection
from nic_hub.bundle.exporter import export_network
from nic_hub.bundle.importer import import_bundle
from nic_hub.domain.vocabulary import CycleStatus, DriverLevel, DriverStatus, RoleGroup, TeamType
from nic_hub.services.kinds import ENTITY_KINDS
from tests.api.conftest import Person
from tests.bundle.hubs import as_file, empty_hub
from tests.factories import (
    make_adoption,
    make_aim,
    make_cycle,
    make_driver,
    make_idea,
    make_member,
    make_membership,
    make_problem,
    make_school,
    make_storyboard,
    make_term,
    make_tool,
    make_version,
    sign_in,
)

#: So many changes are tried in each world.
CHANGES = 50
COLLECTIONS = {
    one.kind: one
    for subject in SUBJECTS
    for one in vars(subject).values()
    if isinstance(one, Collection) and one.changes is not None and one.kind in ENTITY_KINDS
}
#: Columns on which the place of a record rests, beside those that point to other records.
PLACING: dict[str, dict[str, list[Any]]] = {
    "driver": {"level": list(DriverLevel), "status": list(DriverStatus)},
    "team": {"type": list(TeamType)},
}


def pointers_of(kind: str) -> list[str]:
    """The columns of a kind that point to other records and may be changed."""
    return [name for name in COLLECTIONS[kind].changes().fields if name in ENTITY_KINDS[kind].refs()]


@pytest.fixture
def keeper(app, client, world) -> Person:
    """Somebody who may change whatever can be changed, in a world with two or more of each kind."""
    with app.extensions["hub"].database.writing() as session:
        fill(session, world)
        roles = {"role": RoleGroup.COACH, "other_roles": [RoleGroup.ADMIN, RoleGroup.PLANNER]}
        member = make_member(session, network=world.network, team=world.team, key="keeper", **roles)
        for team in (world.sister, world.far):
            make_membership(session, member=member, team=team)
        return Person(client, sign_in(session, member=member), member)


def fill(session, world) -> None:
    """Add what the small world does not have: trees, lineages and a second aim."""
    aim = make_aim(session, network=world.network)
    trees = [world.primary, *(make_driver(session, network=world.network, aim=aim) for _ in range(2))]
    levers = [world.driver, *(make_driver(session, network=world.network, parent=tree) for tree in trees)]
    ideas = [world.idea]
    for team in (world.sister, world.far, world.team):
        make_school(session, district=world.there)
        on = {"team": team, "driver_id": levers[len(ideas) % 4].id}
        problem = make_problem(session, **on)
        ideas.append(make_idea(session, **on, problem_id=problem.id, parent_id=ideas[-1].id))
        make_storyboard(session, **on)
        tool = make_tool(session, team=team)
        version = make_version(session, tool=tool, what_changed="Shorter", why="Time")
        make_adoption(session, team=team, change_idea_id=ideas[-2].id, resulting_idea_id=ideas[-1].id)
        for status in (CycleStatus.PLANNED, CycleStatus.RUNNING, CycleStatus.CLOSED):
            make_cycle(session, idea=ideas[-1], team=team, status=status, tool_version_id=version.id)
    make_term(session, network=world.network)


def ids_in(app, world) -> dict[str, list[str]]:
    """The ids of the records of the network, by kind."""
    with app.extensions["hub"].database.reading() as session:
        return {
            kind: list(
                session.scalars(
                    select(model.id)
                    .where(model.network_id == world.network.id)
                    .order_by(model.created_at, model.id)
                )
            )
            for kind, model in ENTITY_KINDS.items()
        }


def change_something(keeper: Person, ids: dict[str, list[str]], chance: random.Random) -> str | None:
    """Ask for a change of where something points to, or for a merge; return what was asked and granted."""
    kind = chance.choice([kind for kind in sorted(COLLECTIONS) if ids[kind] and pointers_of(kind)])
    path = f"/{COLLECTIONS[kind].path}/{chance.choice(ids[kind])}"
    asked = path, changes_of(kind, ids, chance)
    version = keeper.get(path).json.get("version")
    if kind == "driver" and chance.random() < 0.2:
        asked = f"{path}/merge", {"into": chance.choice(ids["driver"])}
        answer = keeper.post(*asked, version=version)
    else:
        answer = keeper.patch(*asked, version=version)
    assert answer.status_code < 500, asked
    return json.dumps(asked) if answer.status_code == 200 else None


def changes_of(kind: str, ids: dict[str, list[str]], chance: random.Random) -> dict[str, Any]:
    """New values of one or two columns, most of them with something in them."""
    refs, placing = ENTITY_KINDS[kind].refs(), PLACING.get(kind, {})
    names = [*pointers_of(kind), *placing]
    chosen = chance.sample(names, min(len(names), chance.choice([1, 1, 2])))
    return {
        name: chance.choice(placing[name])
        if name in placing
        else None
        if chance.random() < 0.2
        else chance.choice(ids[refs[name]])
        for name in chosen
    }


def restore(app, world) -> SimpleNamespace:
    """Export the network, and import it into an empty hub."""
    with app.extensions["hub"].database.reading() as session:
        exported = as_file(export_network(session, world.network.key))
    with empty_hub() as other:
        import_bundle(other, exported)
        other.commit()
        return SimpleNamespace(exported=exported, again=as_file(export_network(other, world.network.key)))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_pointers_the_api_lets_be_changed_the_export_can_be_restored(app, world, keeper, seed):
    ids, chance = ids_in(app, world), random.Random(seed)
    granted = [change_something(keeper, ids, chance) for _ in range(CHANGES)]
    assert len([one for one in granted if one]) > CHANGES / 5
    restored = restore(app, world)
    assert restored.again == restored.exported
