"""Lists: pages, filters, sorting, and a number of queries that does not grow with the page."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from nic_hub.domain.vocabulary import RoleGroup
from tests import factories

LISTS = [
    *("networks", "aims", "drivers", "districts", "schools", "teams", "members", "problems", "change-ideas"),
    *(
        "tools",
        "pdsa-cycles",
        "measures",
        "storyboards",
        "adoptions",
        "help-wanted",
        "reports",
        "vocabulary-terms",
    ),
]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_the_same_form(world, path):
    answer = world.teacher.get(f"/{path}?page_size=3")
    assert answer.status_code == 200
    assert set(answer.json) == {"items", "page", "page_size", "total"}
    assert (answer.json["page"], answer.json["page_size"]) == (1, 3)


def add_many(app, world, count):
    """Make ``count`` more of everything, with all the links there are."""
    with app.extensions["hub"].database.writing() as session:
        for _ in range(count):
            team = factories.make_team(session, network=world.network, school=None)
            factories.make_member(session, network=world.network, team=team, role=RoleGroup.COACH)
            tool = factories.make_tool(session, team=team)
            idea = factories.make_idea(session, team=team, driver_id=world.driver.id, parent_id=world.idea.id)
            factories.make_cycle(session, idea=idea, team=team, student_count=5)
            factories.make_storyboard(session, team=team, driver_id=world.driver.id)
            factories.make_problem(session, team=team, driver_id=world.driver.id)
            factories.make_measure(session, team=team)
            factories.make_help_wanted(session, team=team)
            factories.make_adoption(session, team=world.far, change_idea_id=idea.id)
            factories.make_driver(session, network=world.network, parent=world.primary)
            assert tool


@contextmanager
def counting(app):
    """Count the statements the hub sends to its database."""
    engine, statements = app.extensions["hub"].database.engine, []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", LISTS)
def test_a_long_page_takes_as_many_queries_as_a_short_one(app, world, path):
    def queries(size):
        with counting(app) as statements:
            assert world.teacher.get(f"/{path}?page_size={size}").status_code == 200
        return len(statements)

    world.teacher.get(f"/{path}")
    add_many(app, world, 12)
    few, many = queries(2), queries(100)
    assert many <= few + 2, f"{few} queries for 2 items, {many} for all"


def test_pages_follow_one_another_without_gap_or_repetition(app, world):
    add_many(app, world, 7)
    whole = world.teacher.get("/change-ideas?page_size=100&sort=title").json
    pages = [
        world.teacher.get(f"/change-ideas?page_size=4&sort=title&page={page}").json for page in (1, 2, 3, 4)
    ]
    assert [item["id"] for page in pages for item in page["items"]] == [item["id"] for item in whole["items"]]
    assert {page["total"] for page in pages} == {whole["total"]} == {9}
    assert pages[3]["items"] == []


def test_the_last_page_there_can_be_is_empty_and_no_error(world):
    answer = world.teacher.get("/change-ideas?page=100000&page_size=100")
    assert answer.status_code == 200
    assert answer.json["items"] == []


@pytest.mark.parametrize("sort", ["title", "-title", "created_at", "-created_at", "-updated_at", "key"])
def test_a_list_is_sorted_as_asked(app, world, sort):
    add_many(app, world, 3)
    found = [
        item[sort.removeprefix("-")] for item in world.teacher.get(f"/change-ideas?sort={sort}").json["items"]
    ]
    assert found == sorted(found, reverse=sort.startswith("-"))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("driver=D5", {"question-prompts", "a-draft"}),
        ("driver=P1", {"question-prompts", "a-draft"}),
        ("team=team", {"question-prompts", "a-draft"}),
        ("team=far", set()),
        ("district=here", {"question-prompts", "a-draft"}),
        ("district=there", set()),
        ("status=draft", {"a-draft"}),
        ("status=published", {"question-prompts"}),
        ("status=archived", set()),
        ("key=a-draft", {"a-draft"}),
        ("visibility=network", {"question-prompts", "a-draft"}),
        ("visibility=public", set()),
        ("text=CARD", {"question-prompts", "a-draft"}),
        ("text=100%25", set()),
        ("driver=D5&status=draft", {"a-draft"}),
    ],
)
def test_a_list_is_filtered_as_asked(world, query, keys):
    answer = world.teacher.get(f"/change-ideas?{query}").json
    assert {item["key"] for item in answer["items"]} == keys
    assert answer["total"] == len(keys)


@pytest.mark.parametrize(
    ("path", "query", "count"),
    [
        ("pdsa-cycles", "status=closed", 1),
        ("pdsa-cycles", "status=running", 0),
        ("pdsa-cycles", "decision=adapt", 1),
        ("pdsa-cycles", "decision=adopt", 0),
        ("pdsa-cycles", "driver=D5", 1),
        ("pdsa-cycles", "change_idea=question-prompts", 1),
        ("drivers", "level=primary", 1),
        ("drivers", "parent=P1", 1),
        ("tools", "type=prompts", 1),
        ("tools", "type=rubric", 0),
        ("teams", "district=here", 2),
        ("members", "team=sister", 1),
        ("schools", "district=there", 1),
    ],
)
def test_other_lists_have_filters_of_their_own(world, path, query, count):
    assert world.teacher.get(f"/{path}?{query}").json["total"] == count


def test_a_total_counts_only_what_one_may_read(world):
    assert world.teacher.get("/change-ideas").json["total"] == 2
    assert world.neighbour.get("/change-ideas").json["total"] == 1
    assert world.principal.get("/change-ideas?status=draft").json["total"] == 0


def test_lists_of_another_network_are_another_world(world):
    ids = {item["id"] for item in world.outsider.get("/change-ideas?page_size=100").json["items"]}
    assert ids == {world.other_idea.id}
    assert world.outsider.get("/change-ideas?team=team").status_code == 422


def test_items_carry_their_version(world):
    for item in world.teacher.get("/change-ideas").json["items"]:
        assert item["version"] == 1
        assert world.teacher.get(f"/change-ideas/{item['id']}").headers["ETag"] == '"1"'
