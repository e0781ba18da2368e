"""``hub read``: what a file holds, without storing anything."""

import json

import pytest

TEXT = "Prediction: six questions\nResults: four questions\nDecision: we go on\nThanks: all"


@pytest.fixture
def note(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_it_shows_each_field_with_its_place_and_what_is_missing(run, note):
    printed = run("read", note).output
    assert "1. pdsa cycle\n   prediction: six questions  [line 1]\n" in printed
    assert "decision: we go on (It does not say one of: adopt, adapt, abandon." in printed
    assert "missing: question, who, what" in printed


def test_it_prints_json_of_the_kind_that_is_asked_for(run, note):
    (draft,) = json.loads(run("read", note, "--json", "--kind", "storyboard").output)["drafts"]
    assert draft["kind"] == "storyboard"
    assert draft["fields"]["result"] == {
        "value": "four questions",
        "text": "four questions",
        "where": ["line 2"],
        "note": None,
    }


def test_a_file_that_cannot_be_read_is_refused_in_one_line(run, tmp_path):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.7")
    answer = run("read", str(file))
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: A PDF file cannot be read.")


def test_a_file_without_anything_says_so(run, tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("The weather was fine.", encoding="utf-8")
    assert "Nothing was found" in run("read", str(file)).output
    assert "Left over: 1 pieces, the first at line 1." in run("read", str(file)).output
