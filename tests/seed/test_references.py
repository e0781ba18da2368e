"""Every key in the seed leads somewhere, and nothing runs in a circle."""

from collections import Counter

import pytest

from tests.seed.bundles import FILES, LISTS, find, network, parts, records, references, versions

every_file = pytest.mark.parametrize("name", FILES)


def keys(name):
    known = {each: {record["key"] for record in network(name)[each]} for each in LISTS}
    return known | {"versions": {version["key"] for version in versions(name)}}


@every_file
def test_every_reference_leads_to_a_record_of_the_same_network(name):
    known = keys(name)
    lost = [
        f"{record['key']}.{field} -> {key}"
        for each, record in records(name)
        for kind, part in parts(each, record)
        for field, target, key in references(kind, part)
        if key not in known[target]
    ]
    assert not lost


@every_file
def test_a_key_is_used_once_in_its_list(name):
    counts = Counter((each, record["key"]) for each, record in records(name))
    counts.update(("versions", version["key"]) for version in versions(name))
    assert [key for key, count in counts.items() if count > 1] == []


@every_file
def test_every_written_record_has_a_team_and_an_author_of_that_team(name):
    team_of = {(m["key"], part["team"]) for _, m in records(name, "members") for part in m.get("teams", ())}
    strangers = [
        record["key"]
        for _, record in records(name, "change_ideas", "pdsa_cycles", "storyboards", "tools")
        if (record["author"], record["team"]) not in team_of
    ]
    assert not strangers


@every_file
@pytest.mark.parametrize("kind", ["change_ideas", "drivers"])
def test_lineage_has_no_loops(name, kind):
    parent_of = {record["key"]: record.get("parent") for record in network(name)[kind]}
    for start in parent_of:
        seen, at = set(), start
        while at is not None:
            assert at not in seen, f"{start} is its own ancestor"
            seen.add(at)
            at = parent_of[at]


@every_file
def test_a_cycle_names_an_earlier_cycle_of_its_own_team_and_idea_as_the_one_before(name):
    for _, cycle in records(name, "pdsa_cycles"):
        if "previous_cycle" in cycle:
            before = find(name, "pdsa_cycles", cycle["previous_cycle"])
            assert (before["team"], before["change_idea"]) == (cycle["team"], cycle["change_idea"])
            assert before["started_on"] <= cycle.get("started_on", "9999")


@every_file
def test_a_secondary_driver_stands_under_a_primary_one(name):
    level_of = {driver["key"]: driver["level"] for driver in network(name)["drivers"]}
    for driver in network(name)["drivers"]:
        above = level_of.get(driver.get("parent"))
        assert above == (None if driver["level"] == "primary" else "primary"), driver["key"]


@every_file
def test_ideas_belong_to_secondary_drivers(name):
    secondary = {driver["key"] for driver in network(name)["drivers"] if driver["level"] == "secondary"}
    assert {idea["driver"] for idea in network(name)["change_ideas"]} <= secondary


@every_file
def test_a_school_team_stands_in_the_district_of_its_school(name):
    for team in network(name)["teams"]:
        if "school" in team:
            assert team["district"] == find(name, "schools", team["school"])["district"]


@every_file
def test_an_adoption_is_of_another_teams_work(name):
    owner = {record["key"]: record["team"] for _, record in records(name, "change_ideas")}
    owner |= {version["key"]: version["team"] for version in versions(name)}
    for adoption in network(name)["adoptions"]:
        source = adoption.get("change_idea") or adoption["tool_version"]
        assert owner[source] != adoption["team"], adoption["key"]


@every_file
def test_what_an_adaptation_made_is_a_child_of_its_source(name):
    for adoption in network(name)["adoptions"]:
        if adoption.get("change_idea") and adoption.get("resulting_idea"):
            child = find(name, "change_ideas", adoption["resulting_idea"])
            assert (child["parent"], child["team"]) == (adoption["change_idea"], adoption["team"])
