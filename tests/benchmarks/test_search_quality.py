"""The figures are right, and the hub's own search is ahead of what it is compared with."""

import json

import numpy as np
import pytest

from benchmarks import baselines, search_quality
from benchmarks.collections import EVALUATION_DATA, read_all
from benchmarks.metrics import interval, is_for_tuning, ndcg_at_10, precision_at_5

TEXTS = ["grade reflection form", "exit slips", "student reflection on confusion"]


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        (["a", "b"], 1.0),
        (["b", "a"], (1 + 2 / np.log2(3)) / (2 + 1 / np.log2(3))),
        (["x", "y"], 0.0),
        (["x"] * 10 + ["a"], 0.0),
    ],
)
def test_ndcg_rewards_the_better_answer_first(ranked, expected):
    assert ndcg_at_10(ranked, {"a": 2, "b": 1}) == pytest.approx(expected)


def test_precision_counts_the_first_five():
    assert precision_at_5(["a", "x", "b", "y", "z", "c"], {"a": 1, "b": 1, "c": 1}) == pytest.approx(0.4)


def test_an_interval_holds_its_mean_and_narrows_with_more_queries():
    few, many = interval([0.0, 1.0] * 10), interval([0.0, 1.0] * 1000)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_queries_fall_into_two_halves_of_about_the_same_size():
    share = np.mean([is_for_tuning(str(number)) for number in range(1000)])
    assert 0.45 < share < 0.55


@pytest.mark.parametrize("baseline", [baselines.bm25, baselines.tf_idf])
def test_a_baseline_finds_the_text_that_shares_words(baseline):
    if baseline is baselines.tf_idf:
        pytest.importorskip("sklearn", reason="install the bench extra")
    scores = baseline(TEXTS, ["exit slips", "confusion reflection"])
    assert scores.argmax(axis=1).tolist() == [1, 2]


def test_fused_ranks_prefer_what_both_put_high():
    one, other = np.array([[3.0, 2.0, 1.0]]), np.array([[1.0, 3.0, 2.0]])
    assert baselines.fused_ranks(one, other).argmax() == 1


def test_chance_is_the_same_each_time():
    assert np.array_equal(baselines.random(TEXTS, ["x"]), baselines.random(TEXTS, ["x"]))


@pytest.fixture
def bench(monkeypatch, tmp_path):
    """Keep what a benchmark stores in a folder of the test."""
    monkeypatch.setattr("benchmarks.hub.FOLDER", tmp_path / "bench")
    return search_quality


def test_the_hub_is_ahead_of_every_baseline_on_statements(bench):
    if not EVALUATION_DATA.is_dir():
        pytest.skip("the evaluation data (../shared/eval) is not here")
    statements = read_all()[0]
    figures = {
        name: np.mean(values) for name, values in bench.measure(statements, bench.load_model()).items()
    }
    others = [value for name, value in figures.items() if name != "hub"]
    assert figures["hub"] > max(others) + 0.02


def test_any_folder_is_measured(bench, tmp_path, capsys):
    rows = [{"id": str(number), "text": text} for number, text in enumerate(TEXTS)]
    for name in ("corpus", "queries"):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (tmp_path / "qrels.tsv").write_text("0\t2\t1\n2\t0\t1\n")
    assert bench.main([str(tmp_path)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[1].split()[:4] == ["test", "queries", "random", "BM25"]
    assert float(table[2].split()[7]) == 1.0


def test_without_data_one_line_says_so(bench, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(search_quality, "EVALUATION_DATA", tmp_path / "nowhere")
    assert bench.main([]) == 1
    assert capsys.readouterr().err == "The evaluation data (../shared/eval) is not here. Name a folder.\n"
