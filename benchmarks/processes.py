"""What the operating system knows of a process: its children, its memory, its time (Linux only)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process holds now, and the most it has held: MB."""

    held: float
    peak: float


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def memory_of(pid: int) -> Memory:
    """Return the memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    kilobytes = {
        name: rest.split()[0] for name, _, rest in (line.partition(":") for line in lines) if rest.split()
    }
    return Memory(int(kilobytes["VmRSS"]) / 1024, int(kilobytes["VmHWM"]) / 1024)


def busy_seconds(pids: Sequence[int]) -> float:
    """Return the processor's time that some processes have had, in and out of the kernel."""
    return sum(_busy_seconds(pid) for pid in pids)


def _busy_seconds(pid: int) -> float:
    # The name of the program stands in brackets and may hold spaces; the counts come behind it.
    counts = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(counts[11]) + int(counts[12])) / os.sysconf("SC_CLK_TCK")
