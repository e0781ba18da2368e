"""A running hub is measured from outside, and nothing of it stays."""

import os
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from benchmarks import memory, serving, throughput
from benchmarks.bare import Embedded, bare_model
from benchmarks.made_up import ASKER
from benchmarks.memory import Start
from benchmarks.processes import Memory, busy_seconds, children_of, memory_of
from benchmarks.throughput import Load


def test_a_process_knows_its_children():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in children_of(os.getpid())
        child.communicate(b"\n")
    assert child.pid not in children_of(os.getpid())


def test_a_process_has_held_at_least_what_it_holds():
    known = memory_of(os.getpid())
    assert 1 < known.held <= known.peak


def test_the_time_of_processes_adds_up():
    me = busy_seconds([os.getpid()])
    assert busy_seconds([os.getpid(), os.getpid()]) >= 2 * me > 0


class HubOfErrors:
    """Answers every second request of a client with an error."""

    def __init__(self):
        self.workers, self.asked = [os.getpid()], 0

    def connect(self):
        return socket.socket()

    def send(self, connection, method, path, body=None):
        self.asked += 1
        return (200 if self.asked % 2 else 503), b""


def test_an_error_is_no_answer(monkeypatch):
    monkeypatch.setattr(throughput, "CLIENTS", 1)
    hub = HubOfErrors()
    load = throughput.put_load(hub, throughput.REQUESTS["GET search"], throughput.Questions(), 0.05)
    assert len(load.milliseconds) + load.errors == hub.asked
    assert 0 <= len(load.milliseconds) - load.errors <= 1


def test_the_best_run_counts_and_every_error():
    floors = [[Embedded(100, 1.0, 0.5)] * 2, [Embedded(200, 1.0, 0.8)] * 2]
    runs = [Load([10.0] * 40, 1, 1.0, 0.4), Load([5.0] * 100, 2, 1.0, 0.8)]
    _, floor, told = throughput.show(floors, {"POST suggestions": runs})
    assert floor.split()[-4:] == ["1.00", "400.0", "4.00", "ms"]
    assert told.split() == ["POST", "suggestions", "0.25", "100.0", "8.00", "ms", "5.0", "5.0", "3"]


def test_the_quickest_start_counts():
    slow, quick = Memory(250, 300), Memory(200, 260)
    started = {
        memory.FLOOR: [Start(1.0, Memory(100, 110))],
        "a worker": [Start(5.0, slow, slow), Start(3.0, quick, Memory(220, 260))],
    }
    told = list(memory.show(started))[-1]
    assert told.split() == [
        "a",
        "worker",
        "2.20",
        "200",
        "MB",
        "260",
        "MB",
        "220",
        "MB",
        "3.0",
        "s",
        "10",
        "s",
    ]


def test_the_model_alone_embeds_for_as_long_as_it_is_asked_to():
    with bare_model() as model:
        model.begin(0.05)
        assert model.result().count > 0
        assert model.memory.held > 50


def test_a_hub_answers_on_loopback_and_leaves_nothing_behind(hub):
    before = hub.file.read_bytes()
    with serving.running_hub(hub.file, ASKER, workers=1) as running, closing(running.connect()) as connection:
        status, answer = running.send(connection, "POST", "/api/v1/suggestions", {"query": "exit slips"})
    assert status == 200, answer
    assert len(running.workers) == 1
    assert hub.file.read_bytes() == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.port))


def test_a_hub_that_does_not_start_says_why(hub, monkeypatch):
    monkeypatch.setattr(serving, "free_port", lambda: 70_000)
    starting = serving.running_hub(hub.file, ASKER, workers=1)
    with pytest.raises(RuntimeError, match="PORT has a wrong value"), starting:
        pass
