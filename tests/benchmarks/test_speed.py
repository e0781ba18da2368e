"""The speed of search is measured beside its floor, at any size."""

import pytest

from benchmarks import speed
from tests.fakes import WordEmbedder


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Few rounds, and a folder of the test."""
    monkeypatch.setattr(speed, "FOLDER", tmp_path)
    monkeypatch.setattr(speed, "ROUNDS", 1)
    return speed


def test_a_report_names_what_it_measured(quick, capsys):
    quick.report(60, WordEmbedder())
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("60 records, ")
    assert sum("search, what everyone may see" in line for line in lines) == 1
    assert next(line for line in lines if "recall@10" in line).split()[-1] == "1.000"
    assert next(line for line in lines if "floor" in line and "ms" in line).split()[-1] == "1.00"


def test_a_hub_that_was_filled_is_used_again(quick):
    for _ in range(2):
        database = speed.open_database(speed.FOLDER / "speed.sqlite3")
        speed.fill(database, 20, "words/1")
        with database.reading() as session:
            assert speed.SearchEngine(WordEmbedder()).catch_up(session).document_count == 20
        database.dispose()


def test_no_question_is_timed_twice(quick):
    asked = []
    quick.time_of("asking", asked.append)
    assert len(set(asked)) == len(asked) == len(speed.QUESTIONS)
