"""``hub lineage``: where an idea or a tool came from and went, as far as a member may see it."""

import pytest

from nic_hub.drawing import lineage as drawing


@pytest.fixture
def dot(monkeypatch, tmp_path):
    """A stand-in for Graphviz, which draws nothing."""
    stand_in = tmp_path / "dot"
    stand_in.write_text("#!/bin/sh\ncat >/dev/null\necho '<svg ></svg>'\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(drawing, "DOT", str(stand_in))


@pytest.mark.parametrize("key", ["ask", "cards"])
def test_it_tells_the_branches_of_an_idea_and_of_a_tool(run, filled, key):
    answer = run("lineage", key, "--as", "ana", "--network", "north")
    assert answer.exit_code == 0
    assert answer.output.startswith("The lineage of “")
    assert "\n1 " in answer.output


def test_what_the_member_may_not_see_does_not_exist(run, filled):
    answer = run("lineage", "nothing-of-this-name", "--as", "ana")
    assert answer.exit_code == 1
    assert "There is no change idea and no tool with the key nothing-of-this-name." in answer.output


def test_it_draws_into_a_file(run, filled, dot, tmp_path):
    file = tmp_path / "lineage.svg"
    assert run("lineage", "ask", "--as", "ana", "--out", str(file)).exit_code == 0
    assert b"<desc" in file.read_bytes()


def test_it_draws_nothing_but_svg_and_png(run, filled, tmp_path):
    answer = run("lineage", "ask", "--as", "ana", "--out", str(tmp_path / "lineage.pdf"))
    assert answer.exit_code == 2
    assert "ends in .svg or .png" in answer.output
