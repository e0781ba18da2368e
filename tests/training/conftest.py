"""Two small worlds, and a model of random weights that reads them in no time."""

import json
import random
import string

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from nic_hub.search.weights import DIMENSION
from tests.training.small_world import LINES
from training.layers import TaughtLayers, ThinLayers
from training.pools import prepare
from training.reading import ShippedModel
from training.worlds import read_world

_KNOWN = "greet door card calm quiet call home monday they the a at on loud desk parents bus late minutes"


@pytest.fixture
def drawn():
    """Let whatever is drawn by chance be the same each time."""
    random.seed(0)
    torch.manual_seed(0)


@pytest.fixture
def write_world(tmp_path):
    """Write a world of some lines, which may be dictionaries or text."""

    def write(lines, name="w"):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
        return path

    return write


@pytest.fixture(scope="session")
def shipped():
    """Give a model of six small layers, like the hub's; the last three are taught."""
    torch.manual_seed(1)
    letters = [*string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase), "."]
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *_KNOWN.split()]
    vocabulary = {name: number for number, name in enumerate(dict.fromkeys(names))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    sizes = {
        "hidden_size": DIMENSION,
        "intermediate_size": 64,
        "num_hidden_layers": 6,
        "num_attention_heads": 2,
    }
    return ShippedModel(BertModel(BertConfig(vocab_size=len(vocabulary), **sizes)), tokenizer)


@pytest.fixture
def worlds(write_world, shipped):
    """Give the small world twice, as the model reads it."""
    return [prepare(read_world(write_world(LINES, name)), shipped) for name in ("one", "two")]


@pytest.fixture
def layers(shipped):
    """Give layers that have learned nothing, which drop nothing."""
    return TaughtLayers(shipped).eval()


@pytest.fixture
def taught(layers):
    """Give layers that are other than shipped."""
    torch.manual_seed(2)
    with torch.no_grad():
        for parameter in layers.parameters():
            if parameter.requires_grad:
                parameter.add_(torch.randn_like(parameter), alpha=0.05)
    return layers


@pytest.fixture
def thin():
    """Give thin layers that have learned nothing."""
    torch.manual_seed(3)
    return ThinLayers().eval()
