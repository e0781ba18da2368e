"""Chosen values are values of the field's lists; dates, measures and storyboards hold together."""

from datetime import date

import pytest

from nic_hub.domain import vocabulary as words
from nic_hub.domain.publishing import Publishable, find_unpublishable
from tests.seed.bundles import FILES, LISTS, WRITTEN_BY_TEAMS, find, network, parts, records

every_file = pytest.mark.parametrize("name", FILES)

#: List (or part), field and the words it is chosen from.
CHOSEN = [
    ("drivers", "level", words.DriverLevel),
    ("drivers", "status", words.DriverStatus),
    ("schools", "level", words.SchoolLevel),
    ("schools", "locale", words.Locale),
    ("schools", "size_band", words.Band),
    ("districts", "size_band", words.Band),
    ("teams", "type", words.TeamType),
    ("members", "role_group", words.RoleGroup),
    ("problems", "evidence_sources", words.EvidenceSource),
    ("tools", "type", words.ToolType),
    ("versions", "origin", words.ChangeOrigin),
    ("versions", "keeps_core", words.KeepsCore),
    ("change_ideas", "keeps_core", words.KeepsCore),
    ("change_ideas", "status", words.Publication),
    ("change_ideas", "reported_direction", words.Direction),
    ("measures", "kind", words.MeasureKind),
    ("measures", "better", words.BetterDirection),
    ("measures", "subject", words.MeasureSubject),
    ("pdsa_cycles", "status", words.CycleStatus),
    ("pdsa_cycles", "cycle_type", words.CycleType),
    ("pdsa_cycles", "scale", words.Scale),
    ("pdsa_cycles", "as_planned", words.AsPlanned),
    ("pdsa_cycles", "prediction_met", words.PredictionMet),
    ("pdsa_cycles", "direction", words.Direction),
    ("pdsa_cycles", "decision", words.Decision),
    ("adoptions", "state", words.AdoptionState),
    ("adoptions", "origin", words.ChangeOrigin),
    ("adoptions", "keeps_core", words.KeepsCore),
    ("help_wanted", "state", words.HelpWantedState),
]
CONTEXT = {
    "grade_bands": words.GradeBand,
    "subject": words.Subject,
    "class_size": words.ClassSize,
    "school_level": words.SchoolLevel,
    "locale": words.Locale,
    "frequency": words.Frequency,
    "delivered_by": words.DeliveredBy,
}
FREE_CONTEXT = {"curriculum", "student_group_bands", "coach_present", "shared_planning_time", "minutes"}
PUBLISHABLE = {
    "change_ideas": Publishable.CHANGE_IDEA,
    "tools": Publishable.TOOL,
    "problems": Publishable.PROBLEM,
    "measures": Publishable.MEASURE,
    "storyboards": Publishable.STORYBOARD,
}


def values_of(record, field):
    value = record.get(field, [])
    return value if isinstance(value, list) else [value]


@every_file
@pytest.mark.parametrize(("kind", "field", "enum"), CHOSEN)
def test_a_chosen_value_is_one_of_its_list(name, kind, field, enum):
    found = {
        value
        for each, record in records(name)
        for part_kind, part in parts(each, record)
        if part_kind == kind
        for value in values_of(part, field)
    }
    assert found <= {str(word) for word in enum}


@every_file
def test_visibility_and_provenance_are_words_of_the_field(name):
    written = [record for _, record in records(name, *WRITTEN_BY_TEAMS)]
    assert {record["visibility"] for record in written} <= set(words.Visibility)
    assert {record["provenance"] for record in written} <= set(words.Provenance)


@every_file
def test_contexts_are_made_of_the_controlled_lists(name):
    given = [each["context"] for _, each in records(name, "teams", "pdsa_cycles") if each.get("context")]
    for context in given:
        assert set(context) <= CONTEXT.keys() | FREE_CONTEXT
        for field, enum in CONTEXT.items():
            assert set(values_of(context, field)) <= {str(word) for word in enum}
        assert set(context.get("student_group_bands", {}).values()) <= {str(band) for band in words.Band}


@every_file
def test_every_list_of_a_network_is_there(name):
    assert set(LISTS) <= network(name).keys()


@every_file
def test_what_is_published_has_what_publishing_asks_for(name):
    for kind, publishable in PUBLISHABLE.items():
        for record in network(name)[kind]:
            if record["status"] != "draft":
                newest = (record.get("versions") or [{}])[-1]
                fields = {**record, "driver_id": record.get("driver"), **newest}
                fields["title"] = record.get("title", record.get("name"))
                fields["name"] = record.get("name")
                assert find_unpublishable(publishable, fields) == (), record["key"]


def test_there_are_storyboards_to_read_and_drafts_that_nobody_else_may_read():
    storyboards = network("core")["storyboards"]
    drafts = [each for each in storyboards if each["status"] == "draft"]
    assert len(storyboards) >= 25
    assert len(drafts) >= 3
    assert not any("published_at" in draft for draft in drafts)


@every_file
def test_a_measure_has_one_value_for_a_day_and_group(name):
    for measure in network(name)["measures"]:
        points = [(point["date"], point.get("student_group", "")) for point in measure["data_points"]]
        assert len(set(points)) == len(points), measure["key"]


@every_file
def test_a_rate_is_its_numerator_over_its_denominator(name):
    for measure in network(name)["measures"]:
        for point in measure["data_points"]:
            if "denominator" in point:
                share = 100 * point["numerator"] / point["denominator"]
                assert point["value"] == pytest.approx(share, abs=0.06), measure["key"]


def test_some_points_are_about_a_group_too_small_to_show():
    points = [point for measure in network("core")["measures"] for point in measure["data_points"]]
    small = [point for point in points if point.get("n", 99) < network("core")["min_n"]]
    groups = {point.get("student_group") for point in small}
    assert groups >= {"newcomers", "english_learners"}


def test_a_run_chart_has_enough_points_somewhere_and_too_few_elsewhere():
    lengths = [len(measure["data_points"]) for measure in network("core")["measures"]]
    assert max(lengths) >= 15
    assert min(lengths) < 10


@every_file
def test_days_follow_each_other(name):
    for _, record in records(name):
        for _, part in parts("", record):
            days = [part[day] for day in ("started_on", "closed_on", "ended_on") if day in part]
            assert days == sorted(days)
            assert all(date.fromisoformat(day) <= date(2026, 6, 30) for day in days)


def test_the_hub_team_has_neither_school_nor_district():
    hub = find("core", "teams", "core-hub")
    assert "school" not in hub
    assert "district" not in hub


@pytest.mark.parametrize("district", "abcdefgh")
def test_every_core_district_has_a_teacher_to_ask_as(district):
    teacher = find("core", "members", f"teacher-{district}1")
    assert (teacher["role_group"], teacher["district"]) == ("teacher", f"district-{district}")
    assert teacher["teams"]


def test_the_hub_has_four_coaches_and_every_other_team_has_one():
    coaches = [each for each in network("core")["members"] if each["role_group"] == "coach"]
    coached = {assignment["team"] for coach in coaches for assignment in coach["coaches"]}
    assert len(coaches) == 4
    assert coached == {team["key"] for team in network("core")["teams"]} - {"core-hub"}


def test_some_people_left_and_their_work_stayed():
    left = {each["key"] for each in network("core")["members"] if "left_on" in each}
    written = {record["author"] for _, record in records("core", *WRITTEN_BY_TEAMS) if "author" in record}
    assert left & written
