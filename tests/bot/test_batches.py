"""What many threads write at the same moment becomes few transactions; each learns of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.batches import Batches
from bot.inbox import Delivery


@pytest.fixture
def slow():
    """Batches whose first write waits until all others have queued up, and what was written together."""
    written, begun, go_on = [], threading.Event(), threading.Event()

    def write(items):
        written.append(list(items))
        begun.set()
        go_on.wait(10)
        if "bad" in items:
            raise ValueError("bad")
        return [item.upper() for item in items]

    return Batches(write), written, begun, go_on


def add_all(slow, items):
    """Add the first item, and the others while it is being written; return what became of each."""
    batches, _, begun, go_on = slow
    with ThreadPoolExecutor(len(items)) as pool:
        first = pool.submit(batches.add, items[0])
        begun.wait(10)
        others = [pool.submit(batches.add, item) for item in items[1:]]
        while len(batches._waiting) < len(others):
            threading.Event().wait(0.001)
        go_on.set()
    return [first, *others]


def test_what_came_while_one_was_written_is_written_together(slow):
    found = add_all(slow, ["a", "b", "c", "d"])
    assert [one.result() for one in found] == ["A", "B", "C", "D"]
    assert [sorted(batch) for batch in slow[1]] == [["a"], ["b", "c", "d"]]


def test_one_that_cannot_be_written_does_not_take_the_others_with_it(slow):
    first, good, bad = add_all(slow, ["a", "b", "bad"])
    assert (first.result(), good.result()) == ("A", "B")
    assert isinstance(bad.exception(), ValueError)


def test_in_a_batch_too_a_repetition_and_a_double_click_count_once(town):
    told = {"kind": "action", "name": "more", "lane": "main", "body": {}}
    deliveries = [
        Delivery(key="k1", gesture="g1", **told),
        Delivery(key="k1", gesture=None, **told),
        Delivery(key="k2", gesture="g1", **told),
        Delivery(key="k3", gesture="g2", **told),
    ]
    town.bot.workers.stop()
    rows = [town.bot.inbox._row(one) for one in deliveries]
    assert town.bot.inbox._insert(rows) == [True, False, False, True]
