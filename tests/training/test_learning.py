"""The layers learn what they are taught, and are judged as the hub judges."""

from math import log

import pytest
import torch

pytest.importorskip("sklearn")

from nic_hub.domain.suggesting import relevance
from nic_hub.domain.suggesting.relevance import Figures, weigh_relevance
from tests.training.small_world import LINES
from training import __main__ as command
from training import learning
from training.learning import Curve, Judged, loss_of, measure, train
from training.pools import Examples
from training.reading import ShippedModel
from training.worlds import read_worlds

GRADES = torch.tensor([[2.0, 1, 0], [0, 0, 0]])


def test_the_curve_is_that_of_the_hub(monkeypatch):
    for name in ("COUNTS", "AGAINST", "BEGIN", "USUAL"):
        monkeypatch.setattr(learning, name, getattr(relevance, name))
    figures = torch.rand(1, 12, 4, generator=torch.Generator().manual_seed(0))
    judged = Curve()(Examples(figures, torch.zeros(1, 12), torch.ones(12, dtype=torch.bool)))
    weighed = weigh_relevance([Figures(*each) for each in figures[0].tolist()])
    best = max(each.surely for each in weighed)
    assert judged.surely.item() == pytest.approx(log(best / (1 - best)), abs=1e-3)


def test_an_idea_that_nobody_has_tested_answers_nothing():
    figures = torch.tensor([[[1.0] * 4, [0.5] * 4]])
    judged = Curve()(Examples(figures, torch.zeros(1, 2), torch.tensor([False, True])))
    assert judged.scores.argmax() == 1


ORDERS = [
    ([[3.0, 2, 1], [0, 0, 0]], [[1.0, 2, 3], [0, 0, 0]], "the right ideas come first"),
    ([[3.0, 2, 1], [0, 0, 0]], [[2.0, 3, 1], [0, 0, 0]], "what was asked for comes before what helps"),
]


@pytest.mark.parametrize(("better", "worse", "why"), ORDERS)
def test_an_order_is_better_where(better, worse, why):
    losses = [loss_of(Judged(torch.tensor(each), torch.zeros(2)), GRADES) for each in (better, worse)]
    assert losses[0] < losses[1], why


def test_a_list_that_tells_nothing_loses_half_by_its_grades_and_half_by_its_first_place():
    by_grades, by_first_place, by_tested = log(3), log(3 / 2), log(2)
    loss = loss_of(Judged(torch.zeros(2, 3), torch.zeros(2)), GRADES)
    assert float(loss) == pytest.approx((by_grades + by_first_place) / 2 + by_tested)


def test_it_is_better_to_be_sure_of_what_was_tested_only():
    right, wrong = (Judged(torch.zeros(2, 3), torch.tensor(each)) for each in ([1.0, -1], [-1.0, 1]))
    assert loss_of(right, GRADES) < loss_of(wrong, GRADES)


def test_a_few_steps_lower_the_loss(layers, worlds, drawn, monkeypatch):
    monkeypatch.setattr(learning, "CURVE_RATE", 0.0)
    monkeypatch.setattr(learning, "LAYERS_RATE", 1e-3)
    losses = [*train(layers, Curve(), worlds, 8)]
    assert losses[-1] < 0.9 * losses[0]


def test_all_parts_that_learn_change_and_the_others_do_not(layers, worlds, drawn):
    before = {name: each.clone() for name, each in layers.named_parameters()}
    list(train(layers, Curve(), worlds, 2))
    changed = {name for name, each in layers.named_parameters() if not torch.equal(each, before[name])}
    learning_parts = {name for name, each in layers.named_parameters() if each.requires_grad}
    # What all words have in common cancels out: the bias of keys, and that of the weights, at first.
    assert learning_parts - {"weight.bias"} <= changed <= learning_parts


def test_training_leaves_the_shipped_layers_alone(layers, shipped, worlds, drawn):
    before = [each.clone() for each in shipped.layers.parameters()]
    list(train(layers, Curve(), worlds, 1))
    assert all(map(torch.equal, before, shipped.layers.parameters()))


@pytest.mark.parametrize(("step", "pace"), [(0, 1 / 7), (6, 0.94), (50, 0.5), (99, 0.02)])
def test_the_pace_rises_and_falls(step, pace):
    assert learning.pace(step, 100) == pytest.approx(pace)


def test_held_out_worlds_are_told_with_three_figures(layers, worlds):
    assert measure(layers, Curve(), worlds).startswith("hit@1 ")


class TestCommand:
    @pytest.fixture
    def told(self, write_world, shipped, monkeypatch, capsys, tmp_path):
        """Run the command on four small worlds; return its lines."""
        for name in ("a-1", "a-2", "b-1", "b-2"):
            write_world(LINES, name)
        monkeypatch.setattr(command, "read_worlds", lambda: read_worlds(tmp_path))
        monkeypatch.setattr(ShippedModel, "load", lambda: shipped)

        def run(*arguments):
            command.main([*arguments, "--epochs", "2", "--out", str(tmp_path / "learned.npz")])
            return capsys.readouterr().out.splitlines()

        return run

    def test_it_tells_each_epoch_and_writes_what_was_learned(self, told, tmp_path):
        lines = told()
        assert [line.split(":")[0] for line in lines if ", epoch " in line] == [
            "teaching, epoch 1 of 2",
            "teaching, epoch 2 of 2",
            "taking over, epoch 1 of 2",
            "taking over, epoch 2 of 2",
        ]
        assert (tmp_path / "learned.npz").is_file()

    def test_held_out_worlds_are_measured_with_all_layers(self, told):
        lines = told("--hold-out", "a-1,b-1")
        assert "worlds to learn from: 2, held out: 2" in lines
        assert [line.split(":")[0] for line in lines if "held-out" in line] == [
            "held-out worlds with the shipped layers",
            "held-out worlds with the taught layers",
            "held-out worlds with the thin layers",
        ]

    def test_the_same_is_learned_every_time(self, told, tmp_path):
        written = [(told(), (tmp_path / "learned.npz").read_bytes())[1] for _ in range(2)]
        assert written[0] == written[1]

    def test_a_world_that_does_not_exist_is_named(self, told):
        with pytest.raises(SystemExit, match="There is no world z-9"):
            told("--hold-out", "a-1,z-9")
