"""Lineages over HTTP: branches, words and pictures, with the same rules at each door."""

import shutil

import pytest

from nic_hub.drawing import lineage as drawing
from tests.factories import make_adoption, make_cycle, make_idea

needs_graphviz = pytest.mark.skipif(
    shutil.which("dot") is None, reason="Graphviz is not installed: apt-get install graphviz"
)


@pytest.fixture
def lineage(app, world):
    """The address of a lineage: one adaptation that all see, and one that its team alone does."""
    with app.extensions["hub"].database.writing() as session:
        child = make_idea(session, team=world.far, parent_id=world.idea.id, title="Cards on the door")
        make_cycle(session, idea=child, team=world.far, student_count=30)
        made = {"parent_id": world.idea.id, "title": "Annabelle's cards", "visibility": "team"}
        make_idea(session, team=world.sister, **made)
        make_adoption(session, team=world.sister, change_idea_id=world.idea.id, state="trying")
    return f"/change-ideas/{world.idea.id}/lineage"


def test_a_lineage_is_branches_edges_and_words(world, lineage):
    told = world.colleague.get(lineage).json
    assert [(one["number"], one["kind"]) for one in told["nodes"]] == [
        ("1", "change_idea"),
        ("1.1", "change_idea"),
        ("1.2", "adoption"),
    ]
    assert told["nodes"][1]["title"] == "Cards on the door"
    assert told["nodes"][1]["result"]["strength"] == 2
    assert told["nodes"][1]["district"]["id"] == world.there.id
    assert told["nodes"][2]["status"] == "trying"
    assert {one["kind"] for one in told["edges"]} == {"adaptation", "adoption"}
    assert "1.1 Cards on the door" in told["description"]


def test_a_tool_has_a_lineage_too(world):
    told = world.teacher.get(f"/tools/{world.tool.id}/lineage").json
    assert [(one["kind"], one["title"]) for one in told["nodes"]] == [("tool_version", "Version 1")]


@needs_graphviz
@pytest.mark.parametrize(("media", "mimetype"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_a_lineage_is_a_picture_too(world, lineage, media, mimetype):
    answer = world.colleague.get(f"{lineage}.{media}")
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert len(answer.data) > 1_000
    assert world.teacher.get(f"/tools/{world.tool.id}/lineage.{media}").status_code == 200


@pytest.mark.parametrize("media", ["", pytest.param(".svg", marks=needs_graphviz)])
def test_a_hidden_branch_is_at_no_door(world, lineage, media):
    assert b"Annabelle" not in world.teacher.get(f"{lineage}{media}").data
    assert b"Annabelle" in world.neighbour.get(f"{lineage}{media}").data


@pytest.mark.parametrize("media", ["", ".svg", ".png"])
def test_who_may_not_read_the_idea_sees_no_lineage(world, lineage, media):
    assert world.outsider.get(f"{lineage}{media}").status_code == 404


def test_an_audience_narrows_a_lineage(world, lineage):
    told = world.neighbour.get(lineage, headers={"Ceiling": "network"})
    assert len(told.json["nodes"]) == 3
    assert b"Annabelle" not in told.data


def test_without_graphviz_the_answer_says_what_to_install(world, lineage, monkeypatch):
    monkeypatch.setattr(drawing, "DOT", "dot-that-is-not-there")
    answer = world.teacher.get(f"{lineage}.svg")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert "apt-get install graphviz" in answer.json["detail"]
    assert answer.headers["Retry-After"]
