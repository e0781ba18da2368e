"""What is known of an export of the model: which weights, which recipe, which bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from nic_hub.errors import Misconfigured
from nic_hub.search.weights import MAX_TOKENS, WEIGHTS_SHA256, sha256_of

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
WORDS_FILE = "words.onnx"
MANIFEST_FILE = "export.json"
#: What the layers for words learned. Made by ``python -m training``.
LEARNED = Path(__file__).parent / "word_layers.npz"

#: Raise it when the export is made another way, so that older ones are made again.
RECIPE = "minilm-int8-per-channel-6"
#: Where exports of any recipe are, so that older ones are found.
RECIPES = "minilm-int8-per-channel-*"


def export_directory(model_dir: Path) -> Path:
    """Return where the export of the present recipe is kept."""
    return model_dir / RECIPE


@dataclass(frozen=True, slots=True)
class ExportManifest:
    """The identity card that lies beside an export."""

    recipe: str
    weights_sha256: str
    learned_sha256: str
    max_tokens: int
    model_sha256: str
    tokenizer_sha256: str
    words_sha256: str

    @classmethod
    def describe(cls, directory: Path) -> ExportManifest:
        """Describe the files in a directory that was just exported."""
        files = (MODEL_FILE, TOKENIZER_FILE, WORDS_FILE)
        made_of = WEIGHTS_SHA256, sha256_of(LEARNED)
        return cls(RECIPE, *made_of, MAX_TOKENS, *(sha256_of(directory / file) for file in files))

    @classmethod
    def read(cls, directory: Path) -> ExportManifest:
        """Read the manifest of an export.

        Raises:
            Misconfigured: there is none, or it can't be read.
        """
        try:
            return cls(**json.loads((directory / MANIFEST_FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise Misconfigured(f"There is no usable model export in {directory}. Run: {_COMMAND}") from error

    @classmethod
    def fits(cls, directory: Path) -> bool:
        """Say whether the directory holds a whole export of what there is now."""
        try:
            cls.read(directory).verify(directory)
        except (Misconfigured, OSError):
            return False
        return True

    def write(self, directory: Path) -> None:
        """Write the manifest beside the files it describes."""
        (directory / MANIFEST_FILE).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    def verify(self, directory: Path) -> None:
        """Check that the files are the ones described.

        Raises:
            Misconfigured: a file differs, for instance after a copy that broke off.
        """
        if self != ExportManifest.describe(directory):
            raise Misconfigured(f"The model export in {directory} is damaged or old. Run: {_COMMAND}")


_COMMAND = "python -m nic_hub.search.export"
