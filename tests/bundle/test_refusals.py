"""What an import refuses, and how it says so: each problem by its path, all of them at once."""

import pytest

from nic_hub.bundle.importer import import_bundle
from nic_hub.bundle.problems import InvalidBundle
from tests.bundle.examples import added, changed, full_bundle

CLOSED = "pdsa_cycles.0"
CASES = [
    # What one record says by itself.
    ("teams.0.type", "club", "teams[0].type", "Choose one of: LIT, DIT"),
    ("teams.0.type", None, "teams[0].type", "Write a value, or leave the field out"),
    ("teams.0.key", "two words", "teams[0].key", "no spaces"),
    ("teams.0.nmae", "x", "teams[0].nmae", "Did you mean name?"),
    ("teams.0.shoe_size", 3, "teams[0].shoe_size", "docs/nic-bundle.md"),
    ("teams.0.context.minutes", 0, "teams[0].context.minutes", "600"),
    ("teams.0.context.minuts", 50, "teams[0].context.minuts", "Did you mean minutes?"),
    ("teams.0.context.subject", "maths", "teams[0].context.subject", "Choose one of: mathematics"),
    ("teams.0.focus_drivers", "d1a", "teams[0].focus_drivers", "list in square brackets"),
    ("teams.0", "t1", "teams[0]", "object in curly brackets"),
    ("teams", {}, "teams", "list in square brackets"),
    ("members.0.email", "ana", "members[0].email", "name@example.org"),
    ("members.0.other_roles", ["boss"], "members[0].other_roles[0]", "Choose one of"),
    ("members.0.teams.0.role", "boss", "members[0].teams[0].role", "Choose one of: lead"),
    ("members.0.teams.0.started_on", "15.8.2024", "members[0].teams[0].started_on", "YYYY-MM-DD"),
    ("districts.0.student_group_bands", {"a": "most"}, "districts[0].student_group_bands.a", "very_low"),
    ("measures.0.data_points.0.value", "3", "measures[0].data_points[0].value", "without quotes"),
    ("measures.0.data_points.0.n", 2.5, "measures[0].data_points[0].n", "whole number"),
    ("measures.0.data_points.0.value", 1e300, "measures[0].data_points[0].value", "too large"),
    ("measures.0.data_points.0.value", float("inf"), "measures[0].data_points[0].value", "too large"),
    ("measures.0.name", "x" * 301, "measures[0].name", "300 characters"),
    ("aims.0.statement", " ", "aims[0].statement", "empty"),
    ("change_ideas.0.title", "a\x00b", "change_ideas[0].title", "NUL"),
    ("change_ideas.0.published_at", "2024-01-01T10:00:00", "change_ideas[0].published_at", "with its zone"),
    (
        "change_ideas.0.created_at",
        "0001-01-01T00:00:00+14:00",
        "change_ideas[0].created_at",
        "Check the year",
    ),
    ("pdsa_cycles.0.student_count", 10**30, "pdsa_cycles[0].student_count", "2,147,483,647"),
    ("pdsa_cycles.0.visibility_chosen", "yes", "pdsa_cycles[0].visibility_chosen", "true or false"),
    ("time_zone", "Chicago", "time_zone", "America/Chicago"),
    ("min_n", -1, "min_n", "whole number from 2"),
    # What needs another record.
    ("change_ideas.1.key", "ask", "change_ideas[1].key", "networks[0].change_ideas[0] has this key already"),
    ("tools.0.versions.1.key", "cards-1", "tools[0].versions[1]", "twice"),
    ("members.1.email", "ana@example.org", "members[1].email", "members[0] has this email already"),
    ("change_ideas.0.driver", "d9", "change_ideas[0].driver", "There is no driver with the key d9"),
    ("change_ideas.0.tools.1", "t9", "change_ideas[0].tools[1]", "There is no tool with the key t9"),
    ("members.0.teams.0.team", "t9", "members[0].teams[0].team", "There is no team"),
    ("measures.0.data_points.0.cycle", "c9", "measures[0].data_points[0].cycle", "There is no pdsa cycle"),
    ("reports.0.record", "sb9", "reports[0].record", "There is no storyboard"),
    ("reports.0.kind", "member", "reports[0].kind", "Choose one of"),
    ("drivers.1.parent", None, "drivers[1].parent", "needs a primary driver"),
    ("drivers.1.parent", "d1b", "drivers[1].parent", "needs a primary driver"),
    ("drivers.0.parent", "d1a", "drivers[0].parent", "A primary driver has no parent"),
    ("teams.0.district", None, "teams[0].district", "The school belongs to another district"),
    ("teams.1.district", None, "teams[1].school", "only a hub team has neither"),
    ("change_ideas.0.parent", "ask-2", "change_ideas[0].parent", "leads back here"),
    ("change_ideas.0.parent", "ask", "change_ideas[0].parent", "leads back here"),
    ("teams.0.successor", "t1", "teams[0].successor", "leads back here"),
    ("pdsa_cycles.0.previous_cycle", "c2", "pdsa_cycles[0].previous_cycle", "leads back here"),
    ("tools.0.versions.0.parent", "cards-2", "tools[0].versions[0].parent", "leads back here"),
    ("tools.0.versions.1.number", 1, "tools[0].versions", "the same number"),
    ("tools.0.versions.1.parent", "form-v1", "tools[0].versions[1].parent", "another tool"),
    ("adoptions.0.resulting_idea", "ask", "adoptions[0].resulting_idea", "comes from this one"),
    ("adoptions.0.resulting_idea", "ask", "adoptions[0].resulting_idea", "change idea is another team's"),
    ("pdsa_cycles.0.adoption", "a1", "pdsa_cycles[0].adoption", "adoption is another team's"),
    ("adoptions.0.change_idea", "ask-2", "adoptions[0].change_idea", "the team's own"),
    ("adoptions.0.tool_version", "cards-1", "adoptions[0].change_idea", "not both"),
    ("adoptions.0.state", "dropped", "adoptions[0].why", "why you dropped it"),
    ("adoptions.0.status", "draft", "adoptions[0].status", "no drafts"),
    # The life of a record.
    (f"{CLOSED}.decision", None, "pdsa_cycles[0].decision", "adopt, adapt or abandon"),
    (f"{CLOSED}.prediction", None, "pdsa_cycles[0].prediction", "before the test runs"),
    (f"{CLOSED}.learning", " ", "pdsa_cycles[0].learning", "what you learned"),
    (f"{CLOSED}.status", "cancelled", "pdsa_cycles[0].cancel_reason", "why the cycle was cancelled"),
    (f"{CLOSED}.closed_on", "2024-09-01", "pdsa_cycles[0].closed_on", "on or after started_on"),
    (f"{CLOSED}.started_on", "2199-01-01", "pdsa_cycles[0].started_on", "future"),
    (f"{CLOSED}.published_at", None, "pdsa_cycles[0].published_at", "shared from its start"),
    (
        "pdsa_cycles.1.published_at",
        "2024-10-01T08:00:00Z",
        "pdsa_cycles[1].published_at",
        "draft until it starts",
    ),
    ("storyboards.0.challenges", None, "storyboards[0].challenges", "what was hard"),
    ("change_ideas.0.driver", None, "change_ideas[0].driver", "secondary driver"),
    ("change_ideas.0.driver", "d1", "change_ideas[0].driver", "primary driver"),
    ("tools.1.body", None, "tools[1].link", "Add a link"),
    ("measures.0.data_points.0.numerator", 3, "measures[0].data_points[0].denominator", "needs both"),
    # Personal data.
    (f"{CLOSED}.observations", "Ask joe@school.org", "pdsa_cycles[0].observations", "an e-mail address"),
    (
        "measures.0.data_points.0.note",
        "Call 555-234-5678",
        "measures[0].data_points[0].note",
        "a phone number",
    ),
    ("tools.0.versions.1.why", "SSN 123-45-6789", "tools[0].versions[1].why", "an ID number"),
    ("teams.0.context.curriculum", "joe@school.org", "teams[0].context.curriculum", "an e-mail address"),
    ("problem", "Write to joe@school.org", "problem", "an e-mail address"),
]


def problems(session, bundle) -> dict[str, str]:
    with pytest.raises(InvalidBundle) as refused:
        import_bundle(session, bundle)
    found: dict[str, str] = {}
    for problem in refused.value.problems:
        found[problem.pointer] = " ".join([*filter(None, [found.get(problem.pointer)]), problem.detail])
    return found


@pytest.mark.parametrize(("place", "value", "path", "words"), CASES)
def test_a_problem_is_named_by_its_path_with_advice(session, place, value, path, words):
    found = problems(session, changed(place, value))
    assert words in found[f"networks[0].{path}"]


@pytest.mark.parametrize(
    "path",
    [
        "name",
        "teams.0.type",
        "schools.0.district",
        "members.0.teams.0.team",
        "measures.0.better",
        "change_ideas.0.key",
        "tools.0.versions.1.number",
    ],
)
def test_a_missing_required_field_is_named(session, path):
    bracketed = path.replace(".0", "[0]").replace(".1", "[1]")
    assert problems(session, changed(path))[f"networks[0].{bracketed}"] == "Write this; it is required."


def test_a_storyboard_needs_a_title_or_a_focus(session):
    bundle = changed("storyboards.0.title")
    del bundle["networks"][0]["storyboards"][0]["focus"]
    assert problems(session, bundle)["networks[0].storyboards[0].title"] == "Write this, or the focus."


@pytest.mark.parametrize(
    ("bundle", "path"),
    [
        (None, "bundle"),
        ([], "bundle"),
        ("text", "bundle"),
        ({}, "format"),
        ({"format": "nic-bundle", "version": 2, "networks": []}, "version"),
        ({"format": "nic-bundle", "version": True, "networks": []}, "version"),
        ({"format": "nic-bundle", "version": 1}, "networks"),
        ({"format": "nic-bundle", "version": 1, "networks": {}}, "networks"),
        ({"format": "nic-bundle", "version": 1, "networks": [3]}, "networks[0]"),
        ({"format": "nic-bundle", "version": 1, "networks": [], "extra": 1}, "extra"),
        ({"format": "nic-bundle", "version": 1, "networks": [], "a b\n": 1}, '["a b\\n"]'),
    ],
)
def test_what_is_no_bundle_is_refused(session, bundle, path):
    assert path in problems(session, bundle)


def test_an_empty_bundle_is_a_bundle(session):
    bundle = {"$schema": "nic-bundle.schema.json", "format": "nic-bundle", "version": 1, "networks": []}
    assert import_bundle(session, bundle).created == 0


def test_every_problem_is_named_not_only_the_first(session):
    bundle = changed("teams.0.type", "club")
    network = bundle["networks"][0]
    network["change_ideas"][1]["driver"] = "nowhere"
    network["pdsa_cycles"][0]["decision"] = None
    network["storyboards"][0]["challenges"] = None
    network["tools"][0]["description"] = "Write to joe@school.org"
    assert set(problems(session, bundle)) == {
        "networks[0].teams[0].type",
        "networks[0].change_ideas[1].driver",
        "networks[0].pdsa_cycles[0].decision",
        "networks[0].storyboards[0].challenges",
        "networks[0].tools[0].description",
    }


def test_a_broken_record_does_not_break_those_that_refer_to_it(session):
    assert list(problems(session, changed("drivers.0.name", 3))) == ["networks[0].drivers[0].name"]
    assert list(problems(session, changed("schools.0.name", 3))) == ["networks[0].schools[0].name"]


def test_problems_in_a_second_network_carry_its_number(session):
    bundle = full_bundle()
    bundle["networks"].append({**changed("teams.0.type", "club")["networks"][0], "key": "south"})
    assert list(problems(session, bundle)) == ["networks[1].teams[0].type"]


def test_a_network_written_twice_is_refused(session):
    bundle = full_bundle()
    bundle["networks"].append({"key": "north", "name": "Again", "problem": "The same."})
    assert "networks[0] is this network already" in problems(session, bundle)["networks[1].key"]


def test_one_network_can_not_refer_to_another(session):
    import_bundle(session, full_bundle())
    idea = {"key": "x", "title": "X", "description": "X.", "driver": "d1a", "team": "t1"}
    network = {"key": "south", "name": "South", "problem": "None.", "change_ideas": [idea]}
    found = problems(session, {"format": "nic-bundle", "version": 1, "networks": [network]})
    assert set(found) == {"networks[0].change_ideas[0].driver", "networks[0].change_ideas[0].team"}


def test_a_driver_names_its_aim_when_there_are_several(session):
    aim = {"key": "aim-2", "statement": "More", "population": "All", "grades": "4"}
    found = problems(session, added("aims", aim))
    assert found["networks[0].drivers[0].aim"].startswith("Name the aim")


def test_an_address_of_a_member_who_is_only_in_the_hub_is_taken(session):
    import_bundle(session, full_bundle())
    member = {"key": "new", "name": "New", "email": "ana@example.org"}
    network = {"key": "north", "name": "North", "problem": "None.", "members": [member]}
    found = problems(session, {"format": "nic-bundle", "version": 1, "networks": [network]})
    assert "The member ana" in found["networks[0].members[0].email"]


def test_a_version_key_of_another_tool_in_the_hub_is_taken(session):
    import_bundle(session, full_bundle())
    version = {"key": "cards-1", "number": 1, "body": "Other."}
    tool = {
        "key": "other",
        "title": "Other",
        "type": "form",
        "description": "Other.",
        "team": "t1",
        "versions": [version],
    }
    network = {"key": "north", "name": "North", "problem": "None.", "tools": [tool]}
    found = problems(session, {"format": "nic-bundle", "version": 1, "networks": [network]})
    assert "Another tool" in found["networks[0].tools[0].versions[0].key"]


def test_a_loop_through_the_hub_is_a_loop(session):
    import_bundle(session, full_bundle())
    idea = full_bundle()["networks"][0]["change_ideas"][0] | {"parent": "ask-2"}
    network = {"key": "north", "name": "North", "problem": "None.", "change_ideas": [idea]}
    found = problems(session, {"format": "nic-bundle", "version": 1, "networks": [network]})
    assert "leads back here" in found["networks[0].change_ideas[0].parent"]


def test_two_data_points_of_one_day_and_group_are_refused(session):
    points = [{"date": "2024-10-01", "value": 1}, {"date": "2024-10-01", "value": 2}]
    found = problems(session, changed("measures.0.data_points", points))
    assert "date 2024-10-01" in found["networks[0].measures[0].data_points[1]"]


def test_a_text_that_was_confirmed_is_taken(session):
    bundle = changed("pdsa_cycles.0.observations", "Ask joe@school.org")
    bundle["networks"][0]["pdsa_cycles"][0]["confirm_not_student"] = ["observations"]
    assert import_bundle(session, bundle).created


def test_the_texts_of_a_list_are_confirmed_by_its_name(session):
    bundle = changed("measures.0.data_points.0.note", "Call 555-234-5678")
    bundle["networks"][0]["measures"][0]["confirm_not_student"] = ["data_points"]
    assert import_bundle(session, bundle).created


def test_the_private_text_itself_is_not_repeated(session):
    found = problems(session, changed("pdsa_cycles.0.observations", "Ask joe@school.org"))
    assert "joe" not in "".join(found.values())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("storyboards.0.status", "draft"),
        ("change_ideas.1.status", "draft"),
        ("tools.1.status", "draft"),
        ("problems.0.status", "draft"),
    ],
)
def test_a_draft_may_be_incomplete(session, path, value):
    bundle = changed(path, value)
    record = bundle["networks"][0][path.split(".")[0]][int(path.split(".")[1])]
    for name in ("challenges", "driver", "body"):
        record.pop(name, None)
    assert import_bundle(session, bundle).created


def test_an_inquiry_may_omit_the_prediction(session):
    bundle = changed("pdsa_cycles.0.cycle_type", "inquiry")
    for name in ("prediction", "predicted_value", "prediction_met"):
        del bundle["networks"][0]["pdsa_cycles"][0][name]
    assert import_bundle(session, bundle).created


@pytest.mark.parametrize(
    "moments",
    [
        {"status": "draft", "published_at": "2024-01-01T00:00:00Z"},
        {"status": "published", "published_at": None},
        {"status": "published", "archived_at": "2024-01-01T00:00:00Z"},
        {"status": "archived", "archived_at": None},
        {"status": "withdrawn", "withdrawn_at": None},
    ],
)
def test_a_status_that_contradicts_its_moments_is_refused(session, moments):
    bundle = full_bundle()
    bundle["networks"][0]["change_ideas"][1] |= moments
    assert "The moments given here say" in problems(session, bundle)["networks[0].change_ideas[1].status"]


def test_the_error_shows_one_problem_a_line(session):
    with pytest.raises(InvalidBundle) as refused:
        import_bundle(session, changed("teams.0.type", "club"))
    heading, line = str(refused.value).splitlines()
    assert heading == "The bundle has 1 problem; nothing was imported."
    assert line.startswith("networks[0].teams[0].type: Choose one of")
