"""Reading, writing and archiving records of any kind: the gates they share."""

import pytest

from nic_hub.domain.vocabulary import KeepsCore, Provenance, ToolType, Visibility
from nic_hub.errors import Conflict, Duplicate, Forbidden, Invalid, NotFound, PrivateText, Stale
from nic_hub.models import (
    Aim,
    ChangeIdea,
    District,
    Driver,
    HelpWanted,
    Measure,
    ProblemOfPractice,
    School,
    Storyboard,
    Team,
    Tool,
)
from nic_hub.services.records import (
    archive_record,
    change_record,
    create_record,
    free_text,
    get_record,
    restore_record,
)
from tests.factories import make_idea, make_membership, make_tool
from tests.services.conftest import PEOPLE

IDEA = {"title": "Question prompts", "description": "A card on each desk."}


def pointers(error):
    return [problem.pointer for problem in error.value.problems]


# Reading.


def test_a_record_is_read_by_its_id(session, town):
    idea = make_idea(session, team=town.team)
    assert get_record(session, town.who("far_teacher"), ChangeIdea, idea.id) is idea


@pytest.mark.parametrize("name", ["neighbour", "sponsor", "principal", "leader", "coach", "planner", "admin"])
def test_anothers_draft_is_not_there(session, town, name):
    idea = make_idea(session, team=town.team, published=False)
    with pytest.raises(NotFound):
        get_record(session, town.who(name), ChangeIdea, idea.id)


def test_what_may_not_be_read_and_what_is_not_there_are_refused_in_the_same_words(session, town):
    idea = make_idea(session, team=town.next_door)
    refusals = []
    for record_id in (idea.id, "0" * 32):
        with pytest.raises(NotFound) as refusal:
            get_record(session, town.who("teacher"), ChangeIdea, record_id)
        refusals.append(refusal.value.detail)
    assert refusals[0] == refusals[1]


# Who may write what.

WRITERS = {
    ProblemOfPractice: {"teacher"},
    ChangeIdea: {"teacher"},
    Tool: {"teacher"},
    Measure: {"teacher"},
    Storyboard: {"teacher"},
    HelpWanted: {"teacher"},
    Aim: {"coach"},
    Driver: {"coach"},
    District: {"admin"},
    School: {"admin"},
    Team: {"admin"},
}
VALUES = {
    ProblemOfPractice: {"statement": "Few ask"},
    ChangeIdea: IDEA,
    Tool: {"title": "Card", "type": ToolType.PROMPTS, "description": "A card"},
    Measure: {
        "name": "Questions",
        "kind": "process",
        "operational_definition": "d",
        "unit": "u",
        "better": "up",
    },
    Storyboard: {"title": "Asking"},
    HelpWanted: {"question": "Who knows?"},
    Aim: {"statement": "More", "population": "All", "grades": "4-8"},
    Driver: {"name": "Mindset", "definition": "A lever", "level": "primary"},
    District: {"name": "North"},
    School: {"name": "Hill"},
    Team: {"name": "Five", "type": "LIT"},
}


@pytest.mark.parametrize("model", WRITERS)
@pytest.mark.parametrize("name", PEOPLE)
def test_each_kind_is_written_by_those_the_table_names(session, town, model, name):
    places = {Driver: {"aim_id": town.primary.aim_id}, School: {"district_id": town.here.id}}
    values = VALUES[model] | places.get(model, {})
    if WRITERS[model] == {"teacher"}:
        values = values | {"team_id": town.team.id}

    def write():
        create_record(session, town.who(name), model, values)
        session.flush()

    if name in WRITERS[model]:
        write()
    else:
        with pytest.raises((Forbidden, Invalid)):
            write()


@pytest.mark.parametrize("name", PEOPLE)
def test_a_shared_record_is_changed_by_the_team_alone(session, town, name):
    idea = make_idea(session, team=town.team)

    def change():
        change_record(session, town.who(name), idea, {"title": "Cards"}, expected_version=1)

    if name == "teacher":
        change()
        assert idea.title == "Cards"
    else:
        with pytest.raises(Forbidden):
            change()


def test_a_refusal_says_who_may(session, town):
    with pytest.raises(Forbidden, match="members who do this team's work"):
        create_record(session, town.who("sponsor"), ChangeIdea, IDEA | {"team_id": town.team.id})
    with pytest.raises(Forbidden, match="coach"):
        create_record(session, town.who("teacher"), Aim, VALUES[Aim])
    with pytest.raises(Forbidden, match="admin"):
        create_record(session, town.who("teacher"), District, VALUES[District])


def test_a_coach_may_move_anothers_idea_in_the_driver_tree(session, town):
    idea = make_idea(session, team=town.team, driver_id=town.driver.id)
    values = {"driver_id": town.other_driver.id, "other_driver_ids": [town.driver.id]}
    change_record(session, town.who("coach"), idea, values, expected_version=1)
    assert idea.driver_id == town.other_driver.id


def test_a_coach_who_retags_may_not_reword(session, town):
    idea = make_idea(session, team=town.team)
    values = {"driver_id": town.driver.id, "title": "Better"}
    with pytest.raises(Forbidden):
        change_record(session, town.who("coach"), idea, values, expected_version=1)


def test_a_coach_does_not_retag_a_draft(session, town):
    idea = make_idea(session, team=town.team, published=False)
    with pytest.raises(Forbidden):
        change_record(session, town.who("coach"), idea, {"driver_id": town.driver.id}, expected_version=1)


def test_a_record_cannot_be_handed_to_a_team_one_does_not_write_for(session, town):
    idea = make_idea(session, team=town.team)
    with pytest.raises(Forbidden):
        change_record(session, town.who("teacher"), idea, {"team_id": town.neighbours.id}, expected_version=1)


def test_a_record_can_be_handed_to_another_team_of_ones_own(session, town):
    make_membership(session, member=town.people["teacher"], team=town.dit)
    idea = make_idea(session, team=town.team)
    change_record(session, town.who("teacher"), idea, {"team_id": town.dit.id}, expected_version=1)
    assert idea.team_id == town.dit.id


# What a new record gets by itself.


def test_a_new_record_is_a_draft_of_its_writer_and_open_to_the_network_once_shared(session, town):
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA)
    session.flush()
    assert idea.is_draft
    assert idea.author_id == town.people["teacher"].id
    assert (idea.visibility, idea.provenance) == (Visibility.NETWORK, Provenance.REPORTED)
    assert idea.key == idea.id


def test_the_author_is_who_writes_whatever_the_body_says(session, town):
    values = IDEA | {"author_id": town.people["admin"].id}
    idea = create_record(session, town.who("teacher"), ChangeIdea, values)
    assert idea.author_id == town.people["teacher"].id


def test_the_network_is_the_writers_whatever_the_body_says(session, town):
    values = IDEA | {"network_id": town.next_door.network_id}
    idea = create_record(session, town.who("teacher"), ChangeIdea, values)
    assert idea.network_id == town.network.id


def test_the_team_of_somebody_in_one_team_need_not_be_named(session, town):
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA)
    assert idea.team_id == town.team.id


def test_somebody_in_two_teams_must_say_for_which(session, town):
    make_membership(session, member=town.people["teacher"], team=town.dit)
    with pytest.raises(Invalid) as error:
        create_record(session, town.who("teacher"), ChangeIdea, IDEA)
    assert pointers(error) == ["/team_id"]


# References, keys and texts.


@pytest.mark.parametrize("who", ["sponsor", "principal"])
def test_who_only_reads_is_told_so_and_not_asked_for_a_team(session, town, who):
    with pytest.raises(Forbidden, match="sponsors and principals may read"):
        create_record(session, town.who(who), ChangeIdea, {"title": "Cards", "description": "A card."})


def test_references_are_named_by_id_or_by_key(session, town):
    named = {"driver_id": town.driver.key, "parent_id": make_idea(session, team=town.far).id}
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA | named)
    assert idea.driver_id == town.driver.id


def test_every_reference_that_does_not_exist_for_the_writer_is_named(session, town):
    draft = make_idea(session, team=town.far, published=False)
    named = {"driver_id": "nothing", "parent_id": draft.id, "tool_ids": []}
    with pytest.raises(Invalid) as error:
        create_record(session, town.who("teacher"), ChangeIdea, IDEA | named)
    assert pointers(error) == ["/parent_id", "/driver_id"] or pointers(error) == ["/driver_id", "/parent_id"]


def test_nothing_of_another_network_can_be_referred_to(session, town):
    foreign = make_idea(session, team=town.next_door)
    for name in (foreign.id, foreign.key):
        with pytest.raises(Invalid):
            create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"parent_id": name})


def test_an_id_means_its_record_even_where_another_took_it_for_its_key(session, town):
    parent = make_idea(session, team=town.far, key="prompts")
    make_idea(session, team=town.far, key=parent.id, id="0" * 32)
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"parent_id": parent.id})
    assert idea.parent_id == parent.id


def test_a_taken_key_is_refused(session, town):
    make_idea(session, team=town.team, key="prompts")
    with pytest.raises(Duplicate):
        create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"key": "prompts"})


@pytest.mark.parametrize("published", [True, False])
def test_a_taken_key_does_not_tell_whose_it_is_or_whether_it_is_shared(session, town, published):
    make_idea(session, team=town.far, key="prompts", published=published)
    with pytest.raises(Duplicate) as refusal:
        create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"key": "prompts"})
    assert str(refusal.value) == "This key is taken by another record. Choose another one, or leave it out."


def test_the_same_key_is_free_in_another_network_and_for_another_kind(session, town):
    make_idea(session, team=town.next_door, key="prompts")
    make_tool(session, team=town.team, key="prompts")
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"key": "prompts"})
    session.flush()
    assert idea.key == "prompts"


@pytest.mark.parametrize("text", ["Ask maria@school.example", "Call 555-234-5678", "Student ID 482134"])
def test_free_text_that_looks_private_is_refused_and_named(session, town, text):
    with pytest.raises(PrivateText) as error:
        create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"description": text})
    assert pointers(error) == ["/description"]
    assert session.query(ChangeIdea).count() == 0


def test_free_text_is_found_however_deep_it_lies():
    values = {
        "title": "Cards",
        "team_id": "t",
        "minutes": 5,
        "visibility": Visibility.TEAM,
        "evidence_sources": ["data"],
        "context": {"curriculum": "Bridges", "student_group_bands": {"amy": "low", "joe": "high"}},
    }
    assert free_text(values) == {
        "title": "Cards",
        "evidence_sources": "data",
        "context": "curriculum | student_group_bands",
        "context/curriculum": "Bridges",
        "context/student_group_bands": "amy | joe",
        "context/student_group_bands/amy": "low",
        "context/student_group_bands/joe": "high",
    }


def test_a_text_confirmed_not_to_be_a_students_is_stored(session, town):
    values = IDEA | {"description": "Write to us: team@school.example"}
    idea = create_record(session, town.who("teacher"), ChangeIdea, values, confirmed=["description"])
    assert "team@" in idea.description


def test_a_link_may_hold_many_digits(session, town):
    values = VALUES[Tool] | {"link": "https://docs.example/482134482134"}
    assert create_record(session, town.who("teacher"), Tool, values).link == values["link"]


def test_a_change_is_read_for_private_text_too(session, town):
    idea = make_idea(session, team=town.team)
    with pytest.raises(PrivateText):
        change_record(session, town.who("teacher"), idea, {"title": "Call 555-234-5678"}, expected_version=1)
    assert "555-234" not in idea.title


# Versions.


def test_a_change_from_an_older_version_is_refused(session, town):
    idea = make_idea(session, team=town.team)
    change_record(session, town.who("teacher"), idea, {"title": "Cards"}, expected_version=1)
    session.flush()
    with pytest.raises(Stale):
        change_record(session, town.who("teacher"), idea, {"title": "Notes"}, expected_version=1)


def test_a_change_that_changes_nothing_keeps_the_version(session, town):
    idea = make_idea(session, team=town.team)
    change_record(session, town.who("teacher"), idea, {"title": idea.title}, expected_version=1)
    session.flush()
    assert idea.version == 1


def test_a_kinds_own_rule_is_asked_with_resolved_references_before_anything_changes(session, town):
    idea, asked = make_idea(session, team=town.team), []

    def check(values):
        asked.append(values)
        raise Conflict("Not this way.")

    values = {"driver_id": town.driver.key, "keeps_core": KeepsCore.NO}
    with pytest.raises(Conflict):
        change_record(session, town.who("teacher"), idea, values, expected_version=1, check=check)
    assert asked == [{"driver_id": town.driver.id, "keeps_core": KeepsCore.NO}]
    assert idea.keeps_core is None


# Archiving.


def test_an_archived_record_comes_back(session, town):
    idea, teacher = make_idea(session, team=town.team), town.who("teacher")
    archive_record(teacher, idea, expected_version=1)
    session.flush()
    assert idea.archived_at is not None
    restore_record(teacher, idea, expected_version=2)
    assert idea.archived_at is None


@pytest.mark.parametrize("act", [archive_record, restore_record])
def test_archiving_passes_the_gates_of_any_change(session, town, act):
    idea = make_idea(session, team=town.team)
    with pytest.raises(Forbidden):
        act(town.who("neighbour"), idea, expected_version=1)
    with pytest.raises(Stale):
        act(town.who("teacher"), idea, expected_version=7)


def test_what_stands_cannot_be_restored_and_what_is_archived_cannot_be_archived(session, town):
    idea, teacher = make_idea(session, team=town.team), town.who("teacher")
    with pytest.raises(Conflict):
        restore_record(teacher, idea, expected_version=1)
    archive_record(teacher, idea, expected_version=1)
    session.flush()
    with pytest.raises(Conflict):
        archive_record(teacher, idea, expected_version=2)


def test_a_district_is_archived_and_restored_by_an_admin(session, town):
    archive_record(town.who("admin"), town.there, expected_version=1)
    session.flush()
    restore_record(town.who("admin"), town.there, expected_version=2)
    assert town.there.archived_at is None


def test_the_last_admin_cannot_be_archived(session, town):
    with pytest.raises(Conflict, match="no admin"):
        archive_record(town.who("admin"), town.people["admin"], expected_version=1)
