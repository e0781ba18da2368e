"""Which of the hub's code is run meanwhile: a mutant is looked for only where its code is run."""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from tests.privacy.mutants import Mutant


@dataclass
class Passage:
    """What was run, functions by module and name and every name that they speak of, and how long it took."""

    functions: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    seconds: float = 0.0

    def meets(self, mutant: Mutant) -> bool:
        """Say whether the code that a mutant changes was run, or the constant may have been looked at."""
        if isinstance(mutant.statement, ast.FunctionDef):
            return (mutant.module, mutant.name) in self.functions
        return mutant.name in self.names


@contextmanager
def watch_code() -> Iterator[Passage]:
    """Note the hub's own code that is run."""
    run: dict[CodeType, str] = {}
    passage = Passage()

    def note(frame: Any, _event: str, _: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("nic_hub"):
            run[frame.f_code] = module

    before, begun = sys.gettrace(), time.process_time()
    sys.settrace(note)
    try:
        yield passage
    finally:
        sys.settrace(before)
        passage.seconds = time.process_time() - begun
        passage.functions.update((module, code.co_qualname) for code, module in run.items())
        passage.names.update(name for code in run for name in code.co_names)
