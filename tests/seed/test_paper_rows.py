"""What the papers reported is all here, says where it comes from, and is kept apart from what we invented."""

import pytest

from tests.seed.bundles import FILES, cycles_of, find, network, records

#: Row of the domain guide's table -> network, key, source, driver.
ROWS = {
    1: ("core", "idea-three-reads", "S3:251", "d2-problem-solving"),
    2: ("core", "idea-ten-minute-opener", "S3:212; S3:252", "d1-discourse"),
    3: ("core", "idea-representations", "S3:212", "d3-lesson-design"),
    4: ("core", "idea-confusion-reflection", "S3:213", "d5-attitudes"),
    5: ("core", "idea-question-prompts", "S3:213; S3:253", "d5-attitudes"),
    6: ("core", "idea-honed-approach", "S3:214; S3:339", "d3-lesson-design"),
    7: ("core", "idea-instruction-continuum-pd", "S3:215", "d6-professional-communities"),
    8: ("core", "idea-decipher-perseverance", "S3:216", "d2-problem-solving"),
    9: ("core", "idea-culturally-responsive", "S3:216", "d5-attitudes"),
    10: ("core", "idea-student-dialogue", "S3:217", "d1-discourse"),
    11: ("core", "idea-recruit-retain", "S3:218; S3:322", "d6-professional-communities"),
    12: ("core", "idea-small-group-collaboration", "S3:219", "d4-group-work"),
    13: ("core", "idea-dialogue-rich-tasks", "S3:318", "d1-discourse"),
    14: ("core", "idea-university-exit-interviews", "S3:306", "d6-professional-communities"),
    15: ("core", "idea-empathy-interviews", "S3:302", "d6-professional-communities"),
    16: ("core", "idea-student-exit-slips", "S3:290", "d5-attitudes"),
    17: ("core", "idea-observed-metric", "S3:290", "d3-lesson-design"),
    18: ("core", "idea-math-grant-time", "S3:278", "d6-professional-communities"),
    19: ("core", "idea-subject-rotation-waiver", "S3:272", "d6-professional-communities"),
    20: ("core", "idea-team-launch-norms", "S3:191", "d6-professional-communities"),
    21: ("core", "idea-three-role-team", "S3:194", "d6-professional-communities"),
    22: ("core", "idea-small-core-team", "S3:312", "d6-professional-communities"),
    23: ("core", "idea-cycle-of-inquiry-time", "S3:363", "d6-professional-communities"),
    24: ("core", "idea-community-awareness", "S3:223", "d5-attitudes"),
    25: ("soar", "idea-think-it-out", "S1:182", "self-regulation"),
    26: ("soar", "idea-grade-reflection-desert-grove", "S1:192", "grade-monitoring"),
    27: ("soar", "idea-grade-reflection-valley", "S1:194", "grade-monitoring"),
    28: ("soar", "idea-mindset-second-day", "S1:148; S1:166", "growth-mindset"),
    29: ("soar", "idea-mindset-plc-lessons", "S1:166", "growth-mindset"),
    30: ("soar", "idea-weekly-advisory", "S1:166", "growth-mindset"),
    31: ("soar", "idea-mindset-staff-pd", "S1:200", "adult-learning"),
    32: ("izone", "idea-rehearsal", "S0:539", "teacher-practice"),
    33: ("izone", "idea-ilt-questioning", "S0:533; S0:537", "leadership-routines"),
    34: ("izone", "idea-shared-vocabulary", "S0:537", "leadership-routines"),
    35: ("izone", "idea-keep-grade-level", "S0:595", "curriculum-use"),
    36: ("izone", "idea-supplement-intervention", "S0:750", "curriculum-use"),
    37: ("izone", "idea-test-format-item", "S0:754", "curriculum-use"),
    38: ("izone", "idea-gradual-release", "S0:674", "curriculum-use"),
    39: ("mill_city", "idea-walkthrough-same-day", "S2:103", "public-practice"),
    40: ("mill_city", "idea-self-rating-rubric", "S2:105", "public-practice"),
    41: ("mill_city", "idea-colour-coded-plan", "S2:107", "plans-in-use"),
    42: ("mill_city", "idea-rotating-chair", "S2:97", "meeting-leadership"),
    43: ("s4_districts", "idea-mid-unit-assessment", "S4:125", "aligned-assessments"),
    44: ("s4_districts", "idea-coaching-cycle", "S4:157", "coaching"),
    45: ("s4_districts", "idea-routines-of-interaction", "S4:111", "professional-development"),
    46: ("s4_districts", "idea-principal-task-sessions", "S4:184", "school-leadership"),
}
#: Rows whose outcome the paper tells; of the others it tells none.
WITH_OUTCOME = {6, 11, 13, 21, 23, 25, 26, 27, 31, 32, 35, 38, 45, 46}

every_file = pytest.mark.parametrize("name", FILES)
every_row = pytest.mark.parametrize("row", ROWS)


def idea_of(row):
    name, key, _, _ = ROWS[row]
    return find(name, "change_ideas", key)


def test_the_table_has_46_rows():
    assert sorted(ROWS) == list(range(1, 47))


@every_row
def test_a_row_is_there_with_its_source_line_and_driver(row):
    _, _, source, driver = ROWS[row]
    idea = idea_of(row)
    assert (idea["provenance"], idea["source"], idea["driver"]) == ("paper", source, driver)


@every_row
def test_an_outcome_is_given_exactly_where_the_paper_tells_one(row):
    assert ("reported_outcome" in idea_of(row)) == (row in WITH_OUTCOME)


@every_file
def test_a_direction_is_reported_only_with_an_outcome(name):
    for idea in network(name)["change_ideas"]:
        assert "reported_outcome" in idea or "reported_direction" not in idea, idea["key"]


@every_file
def test_every_cycle_is_marked_as_invented(name):
    assert {cycle["provenance"] for cycle in network(name)["pdsa_cycles"]} == {"synthetic"}


@every_file
def test_what_comes_from_a_paper_names_the_line_and_nothing_else_does(name):
    for each, record in records(name):
        assert (record["provenance"] == "paper") == ("source" in record), f"{each} {record['key']}"


@every_file
def test_provenance_is_one_of_three(name):
    assert {record["provenance"] for _, record in records(name)} <= {"paper", "synthetic", "assumed"}


@every_file
def test_an_invented_idea_claims_no_reported_outcome(name):
    told = [idea["key"] for idea in network(name)["change_ideas"] if "reported_outcome" in idea]
    assert all(find(name, "change_ideas", key)["provenance"] == "paper" for key in told)


@every_file
def test_people_and_measures_are_invented(name):
    assert {record["provenance"] for _, record in records(name, "members", "measures")} <= {"synthetic"}


def test_the_seventh_driver_is_assumed_and_untested():
    driver = find("core", "drivers", "d7-assessment")
    ideas = network("core")["change_ideas"]
    assert driver["provenance"] == "assumed"
    assert not [idea for idea in ideas if "d7-assessment" in {idea["driver"], *idea.get("other_drivers", ())}]


def test_the_primary_drivers_are_assumed_and_hold_the_secondary_ones():
    drivers = network("core")["drivers"]
    assert {each["provenance"] for each in drivers if each["level"] == "primary"} == {"assumed"}
    assert [each["parent"] for each in drivers if each["level"] == "secondary"] == [
        *["p-instruction"] * 4,
        "p-mindset",
        "p-adults",
        "p-instruction",
    ]


@pytest.mark.parametrize(
    ("district", "school_teams"), list(zip("abcdefgh", [4, 7, 3, 0, 2, 3, 0, 2], strict=True))
)
def test_a_district_has_as_many_school_teams_as_in_the_paper(district, school_teams):
    types = [t["type"] for t in network("core")["teams"] if t.get("district") == f"district-{district}"]
    assert (types.count("LIT"), types.count("DIT"), len(types)) == (school_teams, 1, school_teams + 1)


def test_the_gradual_release_does_not_keep_the_core():
    assert idea_of(38)["keeps_core"] == "no"


@pytest.mark.parametrize("row", [1, 26, 27, 31])
def test_what_only_a_paper_tells_of_stays_without_cycles(row):
    name, key, _, _ = ROWS[row]
    family = [key, *(idea["key"] for idea in network(name)["change_ideas"] if idea.get("parent") == key)]
    assert [cycle for each in family for cycle in cycles_of(name, each)] == []


def test_the_two_grade_reflections_grew_side_by_side():
    assert "parent" not in idea_of(26)
    assert "parent" not in idea_of(27)


def test_two_schools_took_over_think_it_out_each_with_its_version():
    tool = find("soar", "tools", "tool-think-it-out")
    adopters = {each["team"] for each in network("soar")["adoptions"] if each["provenance"] == "paper"}
    assert adopters == {"forest-glen-team", "valley-team"}
    assert {version["team"] for version in tool["versions"]} == {"desert-grove-team", *adopters}
