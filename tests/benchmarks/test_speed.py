"""Search, suggestions and import are measured beside their floors, at any size."""

import pytest
from sqlalchemy import func, select

from benchmarks import importing, searching, speed, suggesting
from benchmarks.posting import signed_in
from benchmarks.timing import Taken
from nic_hub.models import ApiToken, Suggestion
from tests.fakes import WordEmbedder


def find(lines, text):
    (line,) = [line for line in lines if text in line]
    return line


def test_search_is_measured_with_every_filter(hub, capsys):
    searching.report(hub)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("search, 40 records, ")
    assert find(lines, "floor: ").split()[-5] == "1.00"
    assert all(find(lines, name) for name in ("1 in 300", "1 in 100", "as it serves"))
    assert find(lines, "recall@10").split()[-1] == "1.000"


def test_a_suggestion_is_measured_whole_and_in_steps(hub, capsys):
    suggesting.report(hub)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("suggestions, 40 records, ")
    assert all(find(lines, name).endswith("ms") for name in (suggesting.WHOLE, suggesting.POSTED))
    told = [line[4:55].strip() for line in lines if "%" in line]
    assert sorted(told[1:]) == sorted([*suggesting.STEPS, suggesting.EMBEDDING, suggesting.REST])


def test_what_is_asked_over_the_api_is_answered_and_not_kept(hub):
    with signed_in(hub) as post:
        assert post(query="What do students do when they are lost?")["id"]
        with pytest.raises(RuntimeError, match="answered 4"):
            post(query="")
    with hub.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Suggestion)) == 0
        assert session.scalar(select(func.count()).select_from(ApiToken)) == 0


def test_the_longest_step_is_told_first():
    told = list(suggesting.show_steps({"ranking": 1.0, "loading": 3.0}, asked=7, answered=5))
    assert "5 of 7" in told[0]
    assert [line.split() for line in told[1:]] == [
        ["loading", "75%", "3.00", "ms"],
        ["ranking", "25%", "1.00", "ms"],
    ]


@pytest.mark.parametrize(("size", "aim"), [(1_000, None), (10_000, 1.5), (100_000, 2.5)])
def test_an_aim_holds_for_the_size_it_was_set_for(size, aim):
    assert suggesting.AIMS.get(size) == aim


def test_an_import_is_measured_beside_embedding_the_same_texts(capsys):
    importing.report(12, WordEmbedder())
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("import, 12 cycles in 20 records, ")
    assert find(lines, "import: read").split()[6] == "80%"


def test_the_share_of_an_import_is_that_of_its_embedding():
    lines = list(importing.show(Taken(9.0, 8.0), Taken(2.0, 2.0), Taken(9.0, 8.0), records=22))
    assert find(lines, "floor: ").split()[5] == "100%"
    assert find(lines, "import: ").split()[5:] == ["80%", "80%", "10.0", "s", "11.0", "s", "2"]


def test_a_part_can_be_measured_alone(monkeypatch, capsys):
    monkeypatch.setattr(speed, "load_model", WordEmbedder)
    assert speed.main(["--only", "import", "--cycles", "6"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line[:1].isalpha()] == [
        "import, 6 cycles in 10 records, 24 texts to embed"
    ]


def test_an_unknown_part_is_refused(capsys):
    with pytest.raises(SystemExit):
        speed.main(["--only", "everything"])
    assert "invalid choice: 'everything'" in capsys.readouterr().err
