"""Lists: filters, order, pages, and totals that count what the reader may read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nic_hub.domain.vocabulary import CycleStatus, Decision, ToolType
from nic_hub.errors import Invalid
from nic_hub.models import (
    Adoption,
    ChangeIdea,
    ChangeIdeaDriver,
    Driver,
    Measure,
    Member,
    Network,
    PdsaCycle,
    Storyboard,
    Team,
    Tool,
    ToolVersion,
    utc_now,
)
from nic_hub.services.listing import MAX_PAGE, ListQuery, filter_names, list_records, sortable_columns
from nic_hub.services.records import change_record
from tests.factories import (
    make_adoption,
    make_cycle,
    make_driver,
    make_idea,
    make_measure,
    make_network,
    make_storyboard,
    make_team,
    make_tool,
    make_version,
)


def found(session, town, model, who="far_teacher", sort=None, **filters):
    """Return the rows of one full page."""
    session.flush()
    query = ListQuery(filters, sort=sort, page_size=100)
    return list_records(session, town.who(who), model, query).items


def total(session, town, model, who, **filters):
    session.flush()
    return list_records(session, town.who(who), model, ListQuery(filters, page_size=1)).total


# What is counted.


def test_a_total_counts_what_the_reader_may_read_over_all_pages(session, town):
    for published in (True, True, False):
        make_idea(session, team=town.team, published=published)
    make_idea(session, team=town.next_door)
    assert total(session, town, ChangeIdea, "far_teacher") == 2
    assert total(session, town, ChangeIdea, "teacher") == 3


def test_what_is_archived_or_withdrawn_is_not_listed_unless_asked_for(session, town):
    make_idea(session, team=town.team, archived_at=utc_now())
    make_idea(session, team=town.team, withdrawn_at=utc_now())
    live = make_idea(session, team=town.team)
    assert found(session, town, ChangeIdea) == [live]


@pytest.mark.parametrize("status", ["draft", "published", "archived", "withdrawn"])
def test_each_status_is_a_filter(session, town, status):
    rows = {
        "draft": make_idea(session, team=town.team, published=False),
        "published": make_idea(session, team=town.team),
        "archived": make_idea(session, team=town.team, archived_at=utc_now()),
        "withdrawn": make_idea(session, team=town.team, withdrawn_at=utc_now()),
    }
    assert found(session, town, ChangeIdea, "teacher", status=status) == [rows[status]]


def test_withdrawn_says_more_than_archived(session, town):
    row = make_idea(session, team=town.team, withdrawn_at=utc_now(), archived_at=utc_now())
    assert found(session, town, ChangeIdea, status="archived") == []
    assert found(session, town, ChangeIdea, status="withdrawn") == [row]


@pytest.mark.parametrize("sort", ["title", "-title"])
def test_the_order_of_withdrawn_records_does_not_tell_their_titles(session, town, sort):
    rows = [make_idea(session, team=town.team, title=title, withdrawn_at=utc_now()) for title in "abcdef"]
    listed = found(session, town, ChangeIdea, sort=sort, status="withdrawn")
    assert [row.id for row in listed] == sorted(row.id for row in rows)


def test_withdrawn_records_are_sorted_by_what_their_tombstone_tells(session, town):
    rows = [make_idea(session, team=town.team, key=key, withdrawn_at=utc_now()) for key in "dbfaec"]
    listed = found(session, town, ChangeIdea, sort="-key", status="withdrawn")
    assert listed == sorted(rows, key=lambda row: row.key, reverse=True)


@pytest.mark.parametrize(("sort", "days"), [("closed_on", [1, 2]), ("-closed_on", [2, 1])])
def test_what_has_no_value_comes_last_up_and_down(session, town, sort, days):
    idea = make_idea(session, team=town.team)
    cycles = {n: make_cycle(session, idea=idea, team=town.team, closed_on=date(2026, 9, n)) for n in (1, 2)}
    running = [make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING) for _ in range(3)]
    without = sorted(running, key=lambda cycle: cycle.id)
    assert found(session, town, PdsaCycle, sort=sort) == [*(cycles[day] for day in days), *without]


@pytest.mark.parametrize("sort", ["closed_on", "-closed_on", "-started_on"])
def test_pages_over_what_has_no_value_name_each_record_once(session, town, sort):
    idea = make_idea(session, team=town.team)
    rows = [make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING) for _ in range(5)]
    session.flush()
    pages = [
        list_records(session, town.who("teacher"), PdsaCycle, ListQuery({}, sort, page=page, page_size=2))
        for page in (1, 2, 3)
    ]
    listed = [row.id for page in pages for row in page.items]
    assert sorted(listed) == sorted(row.id for row in rows)


def test_a_cycles_status_is_where_it_stands(session, town):
    idea = make_idea(session, team=town.team)
    closed = make_cycle(session, idea=idea, team=town.team)
    make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    assert found(session, town, PdsaCycle, status="closed") == [closed]


def test_a_withdrawn_cycle_is_found_as_withdrawn_and_no_more_by_what_it_said(session, town):
    idea = make_idea(session, team=town.team)
    cycle = make_cycle(session, idea=idea, team=town.team, withdrawn_at=utc_now())
    assert found(session, town, PdsaCycle, status="closed") == []
    assert found(session, town, PdsaCycle, status="withdrawn") == [cycle]
    assert found(session, town, PdsaCycle, status="withdrawn", decision=Decision.ADAPT) == []


@pytest.mark.parametrize("status", ["draft", "published", "nonsense"])
def test_a_status_a_kind_does_not_know_finds_nothing(session, town, status):
    make_cycle(session, idea=make_idea(session, team=town.team), team=town.team)
    assert found(session, town, PdsaCycle, status=status) == []


# Filters.


def test_a_driver_finds_its_ideas_and_those_of_the_drivers_below(session, town):
    main = make_idea(session, team=town.team, driver_id=town.driver.id)
    other = make_idea(session, team=town.team, driver_id=town.other_driver.id)
    session.add(
        ChangeIdeaDriver(network_id=town.network.id, change_idea_id=other.id, driver_id=town.driver.id)
    )
    make_idea(session, team=town.team)
    assert set(found(session, town, ChangeIdea, driver=town.driver.key)) == {main, other}
    assert set(found(session, town, ChangeIdea, driver=town.primary.id)) == {main, other}


def test_a_driver_finds_the_cycles_of_its_ideas(session, town):
    mine = make_cycle(
        session, idea=make_idea(session, team=town.team, driver_id=town.driver.id), team=town.team
    )
    make_cycle(session, idea=make_idea(session, team=town.team), team=town.team)
    assert found(session, town, PdsaCycle, driver=town.driver.id) == [mine]


def test_an_own_cycle_does_not_tell_the_driver_of_an_idea_one_may_not_read(session, town):
    idea = make_idea(session, team=town.far, driver_id=town.driver.id, visibility="team")
    cycle = make_cycle(session, idea=idea, team=town.team)
    assert found(session, town, PdsaCycle, "teacher") == [cycle]
    assert found(session, town, PdsaCycle, "teacher", driver=town.driver.id) == []


def test_a_team_or_district_finds_its_records(session, town):
    mine, theirs = make_idea(session, team=town.team), make_idea(session, team=town.far)
    assert found(session, town, ChangeIdea, team=town.team.key) == [mine]
    assert found(session, town, ChangeIdea, district=town.there.id) == [theirs]
    assert found(session, town, Team, district=town.there.id) == [town.far]


def test_a_team_finds_its_people(session, town):
    people = found(session, town, Member, team=town.team.id)
    assert set(people) == {town.people[name] for name in ("teacher", "sponsor", "principal")}


def test_a_tool_finds_ideas_and_versions(session, town):
    tool, idea = make_tool(session, team=town.team), make_idea(session, team=town.team)
    make_tool(session, team=town.team)
    change_record(session, town.who("teacher"), idea, {"tool_ids": [tool.id]}, expected_version=1)
    second = make_version(session, tool=tool)
    assert found(session, town, ChangeIdea, tool=tool.id) == [idea]
    assert found(session, town, ToolVersion, tool=tool.id, sort="-number")[0] == second
    assert len(found(session, town, ToolVersion, tool=tool.id)) == 2


def test_references_are_filters(session, town):
    parent = make_idea(session, team=town.team)
    child = make_idea(session, team=town.team, parent_id=parent.id)
    cycle = make_cycle(session, idea=parent, team=town.team)
    adoption = make_adoption(session, team=town.far, change_idea_id=parent.id)
    assert found(session, town, ChangeIdea, parent=parent.key) == [child]
    assert found(session, town, PdsaCycle, change_idea=parent.id) == [cycle]
    assert found(session, town, Adoption, change_idea=parent.id) == [adoption]
    assert found(session, town, Driver, aim=town.primary.aim_id, level="primary") == [town.primary]
    assert found(session, town, Team, school=town.school.id) == [town.team]


@pytest.mark.parametrize(
    ("model", "filters"),
    [
        (PdsaCycle, {"decision": Decision.ADOPT}),
        (Adoption, {"state": "trying"}),
        (Tool, {"type": ToolType.RUBRIC}),
        (ChangeIdea, {"visibility": "public"}),
        (ChangeIdea, {"key": "cards"}),
    ],
)
def test_values_are_filters(session, town, model, filters):
    idea = make_idea(session, team=town.team)
    make = {
        PdsaCycle: lambda **values: make_cycle(session, idea=idea, team=town.team, **values),
        Adoption: lambda **values: make_adoption(session, team=town.far, change_idea_id=idea.id, **values),
        Tool: lambda **values: make_tool(session, team=town.team, **values),
        ChangeIdea: lambda **values: make_idea(session, team=town.team, **values),
    }[model]
    make()
    assert found(session, town, model, **filters) == []
    wanted = make(**filters)
    assert found(session, town, model, **filters) == [wanted]


def test_several_filters_must_all_fit(session, town):
    make_idea(session, team=town.far, driver_id=town.driver.id)
    mine = make_idea(session, team=town.team, driver_id=town.driver.id)
    make_idea(session, team=town.team)
    assert found(session, town, ChangeIdea, team=town.team.id, driver=town.driver.id) == [mine]


def test_a_filter_that_is_none_was_not_asked_for(session, town):
    idea = make_idea(session, team=town.team)
    assert found(session, town, ChangeIdea, driver=None, text=None, status=None) == [idea]


@pytest.mark.parametrize("name", ["driver", "team", "district", "parent", "tool"])
def test_a_filter_that_names_what_one_may_not_know_is_refused_like_one_that_names_nothing(
    session, town, name
):
    foreign = {
        "driver": lambda: town.next_door.id,
        "team": lambda: town.next_door.id,
        "district": lambda: town.next_door.district_id,
        "parent": lambda: make_idea(session, team=town.far, published=False).id,
        "tool": lambda: make_tool(session, team=town.far, published=False).id,
    }[name]()
    refusals = []
    for value in (foreign, "nothing"):
        with pytest.raises(Invalid) as error:
            found(session, town, ChangeIdea, "teacher", **{name: value})
        refusals.append((error.value.detail, error.value.problems))
    assert refusals[0] == refusals[1]
    assert refusals[0][1][0].pointer == f"?{name}"


# The text filter.


@pytest.mark.parametrize("text", ["prompts", "PROMPTS", "on each"])
def test_a_text_is_looked_for_in_any_case(session, town, text):
    idea = make_idea(session, team=town.team, title="Question prompts", description="A card on each desk")
    make_idea(session, team=town.team, title="Grade reflection", description="A form")
    assert found(session, town, ChangeIdea, text=text) == [idea]


@pytest.mark.parametrize("text", ["%", "_", "\\", "100%"])
def test_signs_of_patterns_are_taken_as_they_are(session, town, text):
    make_idea(session, team=town.team, title="Question prompts", description="A card")
    idea = make_idea(session, team=town.team, title=f"About {text}", description="A form")
    assert found(session, town, ChangeIdea, text=text) == [idea]


@pytest.mark.parametrize("field", ["observations", "surprises", "result", "learning", "reason", "next_step"])
def test_what_a_cycle_found_is_not_looked_into(session, town, field):
    make_cycle(session, idea=make_idea(session, team=town.team), team=town.team, **{field: "Four of six"})
    assert found(session, town, PdsaCycle, "teacher", text="of six") == []


def test_a_cycle_is_found_by_what_it_asked(session, town):
    cycle = make_cycle(
        session, idea=make_idea(session, team=town.team), team=town.team, question="Do cards help?"
    )
    assert found(session, town, PdsaCycle, text="cards") == [cycle]


def test_a_cycle_of_few_students_is_not_found_by_its_text_but_by_its_own_team(session, town):
    idea = make_idea(session, team=town.team)
    cycle = make_cycle(session, idea=idea, team=town.team, question="Do cards help?", student_count=9)
    assert found(session, town, PdsaCycle, text="cards") == []
    assert found(session, town, PdsaCycle, "teacher", text="cards") == [cycle]


def test_how_few_are_a_few_is_for_each_network_to_say(session, town):
    other = session.get_one(Network, town.next_door.network_id)
    other.min_n = 2
    team = make_team(session, network=other)
    idea = make_idea(session, team=team)
    cycle = make_cycle(session, idea=idea, team=team, question="Do cards help?", student_count=5)
    assert found(session, town, PdsaCycle, "outsider", text="cards") == [cycle]


def test_the_text_of_a_withdrawn_record_is_not_found(session, town):
    make_idea(session, team=town.team, title="Cards", withdrawn_at=utc_now())
    assert found(session, town, ChangeIdea, text="cards", status="withdrawn") == []


def test_people_teams_and_measures_are_found_by_name(session, town):
    measure = make_measure(session, team=town.team, name="Questions a lesson")
    town.far.name = "The far team"
    assert found(session, town, Measure, text="questions") == [measure]
    assert found(session, town, Team, text="far team") == [town.far]


# Order and pages.


def test_the_newest_change_comes_first(session, town):
    moments = [datetime(2026, 9, day, tzinfo=UTC) for day in (2, 3, 1)]
    ideas = [make_idea(session, team=town.team, updated_at=moment) for moment in moments]
    assert found(session, town, ChangeIdea) == [ideas[1], ideas[0], ideas[2]]


def test_drivers_come_as_the_tree_is_drawn(session, town):
    town.primary.position = 2
    first = make_driver(session, network=town.network, position=1)
    town.driver.position, town.other_driver.position = 9, 1
    leaf = make_driver(session, network=town.network, parent=first, position=5)
    tree = [first, leaf, town.primary, town.other_driver, town.driver]
    assert found(session, town, Driver) == tree
    assert total(session, town, Driver, "teacher") == len(tree)


def test_a_list_is_sorted_either_way(session, town):
    ideas = [make_idea(session, team=town.team, title=title) for title in ("b", "c", "a")]
    assert [idea.title for idea in found(session, town, ChangeIdea, sort="title")] == ["a", "b", "c"]
    assert [idea.title for idea in found(session, town, ChangeIdea, sort="-title")] == ["c", "b", "a"]
    assert len(ideas) == 3


def test_equal_rows_keep_one_order(session, town):
    moment = datetime(2026, 9, 1, tzinfo=UTC)
    for _ in range(9):
        make_idea(session, team=town.team, created_at=moment)
    pages = [
        list_records(session, town.who("teacher"), ChangeIdea, ListQuery({}, "created_at", page, 2)).items
        for page in range(1, 6)
    ]
    ids = [row.id for page in pages for row in page]
    assert ids == sorted(ids)
    assert len(ids) == 9


def test_what_cannot_be_sorted_by_is_refused_with_what_can(session, town):
    for sort in ("result_value", "student_count", "nonsense", "--title"):
        with pytest.raises(Invalid, match="can be sorted by") as error:
            found(session, town, PdsaCycle, sort=sort)
        assert error.value.problems[0].pointer == "?sort"


def test_pages_are_cut_and_the_last_may_be_short(session, town):
    for _ in range(5):
        make_storyboard(session, team=town.team)
    sizes = [
        len(list_records(session, town.who("teacher"), Storyboard, ListQuery(page=page, page_size=2)).items)
        for page in (1, 2, 3, 4)
    ]
    assert sizes == [2, 2, 1, 0]


def test_a_page_nobody_has_is_empty(session, town):
    page = list_records(session, town.who("teacher"), Storyboard, ListQuery(page=MAX_PAGE, page_size=100))
    assert (page.items, page.total) == ([], 0)


@pytest.mark.parametrize(("model", "names"), [(ChangeIdea, {"parent", "tool", "driver"}), (Member, {"team"})])
def test_a_kind_knows_its_filters_and_sorts(model, names):
    assert names <= set(filter_names(model))
    assert {"created_at", "updated_at", "key"} <= set(sortable_columns(model))


def test_another_networks_rows_are_never_listed(session, town):
    other = make_network(session)
    assert other.id not in {row.network_id for row in found(session, town, Team)}
    assert town.next_door not in found(session, town, Team)


def test_an_hour_is_an_hour_on_both_databases(session, town):
    moment = datetime(2026, 9, 1, 12, tzinfo=UTC)
    idea = make_idea(session, team=town.team, created_at=moment)
    session.expire_all()
    assert idea.created_at - moment == timedelta(0)
