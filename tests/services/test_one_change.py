"""One call is one version of a record and one entry in its history, whatever it does inside."""

import pytest

from nic_hub.domain.vocabulary import ToolType
from nic_hub.models import ChangeIdea, RecordHistory
from nic_hub.services.cycles import plan_cycle
from nic_hub.services.ideas import change_idea
from nic_hub.services.people.people import add_member, change_member, change_team, create_team
from nic_hub.services.records import create_record
from nic_hub.services.sharing import ask_for_help, change_adoption, start_adoption
from nic_hub.services.theory import create_driver
from nic_hub.services.tools import add_version, create_tool
from tests.factories import make_adoption, make_idea, make_school, make_tool


def new_cycle(session, town):
    town.team.context = {"grade_bands": ["3_5"]}
    idea = make_idea(session, team=town.far)
    return plan_cycle(session, town.who("teacher"), {"change_idea_id": idea.id})


def new_adoption(session, town):
    return start_adoption(
        session, town.who("teacher"), {"change_idea_id": make_idea(session, team=town.far).id}
    )


def new_idea(session, town):
    values = {"title": "t", "description": "d", "other_driver_ids": [town.driver.id], "tool_ids": []}
    return create_record(session, town.who("teacher"), ChangeIdea, values)


def new_tool(session, town):
    values = {"title": "Card", "type": ToolType.PROMPTS, "description": "A card"}
    return create_tool(session, town.who("teacher"), values)


def new_version(session, town):
    values = {"what_changed": "Larger", "why": "Not seen"}
    return add_version(session, town.who("teacher"), make_tool(session, team=town.far), values)


def new_driver(session, town):
    values = {"name": "n", "definition": "d", "level": "secondary", "parent_id": town.primary.id}
    return create_driver(session, town.who("coach"), values | {"aim_id": town.primary.aim_id})


def new_team(session, town):
    values = {"name": "Five", "type": "LIT", "school_id": make_school(session, district=town.there).id}
    return create_team(session, town.who("admin"), values)


def new_member(session, town):
    return add_member(session, town.who("admin"), {"name": "Ada", "email": "ada@school.example"})


def new_call_for_help(session, town):
    return ask_for_help(session, town.who("teacher"), {"question": "Who knows?"})


@pytest.mark.parametrize(
    "make",
    [
        new_cycle,
        new_adoption,
        new_idea,
        new_tool,
        new_version,
        new_driver,
        new_team,
        new_member,
        new_call_for_help,
    ],
)
def test_a_new_record_has_one_version(session, town, make):
    session.commit()
    session.expire_all()
    row = make(session, town)
    session.flush()
    assert row.version == 1
    assert session.query(RecordHistory).filter_by(record_id=row.id).count() == 1


def moved_team(session, town):
    school = make_school(session, district=town.there)
    return change_team(
        session, town.who("admin"), town.team, {"school_id": school.id, "name": "Moved"}, expected_version=1
    )


def renamed_member(session, town):
    values = {"name": "Ada", "email": "ada@school.example"}
    return change_member(session, town.who("admin"), town.people["teacher"], values, expected_version=1)


def adapted_idea(session, town):
    idea, tool = make_idea(session, team=town.team), make_tool(session, team=town.team)
    parent = make_idea(session, team=town.far)
    values = {"parent_id": parent.id, "tool_ids": [tool.id], "other_driver_ids": [town.driver.id]}
    return change_idea(session, town.who("teacher"), idea, values, expected_version=1)


def further_adoption(session, town):
    adoption = make_adoption(session, team=town.team, change_idea_id=make_idea(session, team=town.far).id)
    return change_adoption(session, town.who("teacher"), adoption, {"state": "trying"}, expected_version=1)


@pytest.mark.parametrize("change", [moved_team, renamed_member, adapted_idea, further_adoption])
def test_a_change_raises_the_version_by_one(session, town, change):
    session.commit()
    session.expire_all()
    row = change(session, town)
    session.flush()
    assert row.version == 2
    assert session.query(RecordHistory).filter_by(record_id=row.id).count() == 2
