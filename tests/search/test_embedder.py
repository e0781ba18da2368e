"""The server's embedder gives the reference's vectors, without torch, one text at a time."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from nic_hub.errors import Misconfigured
from nic_hub.search.embedder import load_embedder
from nic_hub.search.export import _load_model
from nic_hub.search.reference import ReferenceEmbedder
from nic_hub.search.weights import MAX_TOKENS, WEIGHTS_SHA256, sha256_of, source_directory
from nic_hub.search.word_layers import LEVELS, load_word_layers
from tests.search.conftest import TOP

TEXTS = [
    "My 5th graders won't ask when they're lost. Anyone tested something?",
    "Student reflections to identify confusion",
    "Think It Out: a behaviour reflection form that students fill in before they come back to class.",
    "Three close readings of a word problem, each with its own purpose.",
    " ".join(["Teachers planned the lesson together and looked at what students wrote."] * 40),
    "",
    "🎓 数学 — naïve",
]


@pytest.fixture(scope="module")
def reference():
    return ReferenceEmbedder()


def vectors_of(embedder, texts=TEXTS):
    return np.stack([reading.vector for reading in embedder.read_documents(texts)])


def test_the_weights_are_the_ones_that_were_agreed():
    assert WEIGHTS_SHA256.startswith("53aa5117")
    assert sha256_of(source_directory() / "model.safetensors") == WEIGHTS_SHA256


def test_both_embedders_agree(onnx_embedder, reference):
    cosines = (vectors_of(onnx_embedder) * vectors_of(reference)).sum(axis=1)
    assert cosines.min() > 0.98
    assert cosines.mean() > 0.99


def test_both_embedders_cut_a_text_at_the_same_length(onnx_embedder, reference):
    words = ["apple"] * (MAX_TOKENS - 2)
    for embedder in (onnx_embedder, reference):
        at_the_limit = embedder.read(" ".join(words)).vector
        beyond = embedder.read(" ".join([*words, "suspension"])).vector
        within = embedder.read(" ".join([*words[:-1], "suspension"])).vector
        assert np.allclose(at_the_limit, beyond, atol=1e-5)
        assert not np.allclose(at_the_limit, within, atol=1e-5)


def test_vectors_are_of_length_one(onnx_embedder, reference):
    for embedder in (onnx_embedder, reference):
        vectors = vectors_of(embedder)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(onnx_embedder):
    together = vectors_of(onnx_embedder)
    assert np.array_equal(together, np.stack([onnx_embedder.read(text).vector for text in TEXTS]))


def test_words_are_read_as_their_layers_say(onnx_embedder):
    """In full precision and in bytes the same word points the same way."""
    text = "My 5th graders will not ask when they are lost"
    encoded, model = onnx_embedder._tokenizer.encode(text), _load_model(source_directory())
    with torch.inference_mode():
        read = model(input_ids=torch.tensor([encoded.ids]), output_hidden_states=True)
        (words,) = load_word_layers()(torch.cat(read.hidden_states[-LEVELS:], dim=-1)).numpy()
    words, read_words = words[1:-1], onnx_embedder.read(text).words
    assert len(read_words.names) == len(words)
    vectors = words[:, :-1] / np.linalg.norm(words[:, :-1], axis=1, keepdims=True)
    assert (vectors * read_words.vectors).sum(axis=1).min() > 0.95
    assert read_words.weights == pytest.approx(np.exp(words[:, -1]), rel=0.2)


def test_no_text_gives_no_reading(onnx_embedder, reference):
    for embedder in (onnx_embedder, reference):
        assert [*embedder.read_documents([])] == []


@pytest.mark.parametrize("text", ["\ud800 half a pair", "a\x00b", "x" * 1_000_000])
def test_no_text_is_too_strange(onnx_embedder, text):
    assert np.isfinite(onnx_embedder.read(text).vector).all()


def test_names_tell_the_backends_apart(onnx_embedder, reference):
    assert onnx_embedder.name.startswith("all-MiniLM-L6-v2/onnx-int8/")
    assert reference.name.startswith("all-MiniLM-L6-v2/sentence-transformers-fp32/")
    assert {onnx_embedder.name.split("/")[3], reference.name.split("/")[3]} == {str(MAX_TOKENS)}


def test_similar_meanings_are_near_in_other_words(onnx_embedder):
    question, near, far = vectors_of(
        onnx_embedder,
        [
            "students are silent when they do not understand",
            "Pupils never say that they are confused",
            "The bus routes were changed last week",
        ],
    )
    assert question @ near > question @ far + 0.3


def test_the_server_imports_neither_torch_nor_transformers():
    program = (
        "import sys; from pathlib import Path; from nic_hub.search.engine import SearchEngine;"
        "from nic_hub.search.embedder import load_embedder;"
        "SearchEngine(load_embedder('onnx', Path('instance/model'))).embedder.read('lost');"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_where_the_export_cannot_be_made_the_reference_serves(tmp_path):
    no_folder = tmp_path / "file"
    no_folder.write_text("in the way")
    assert load_embedder("onnx", no_folder).name == ReferenceEmbedder.name


def test_the_setting_may_ask_for_the_reference(tmp_path):
    assert load_embedder("sentence-transformers", tmp_path).name == ReferenceEmbedder.name


def test_an_unknown_embedder_is_refused_by_name(tmp_path):
    with pytest.raises(Misconfigured, match=r"EMBEDDER is 'word2vec'\. Set it to onnx"):
        load_embedder("word2vec", tmp_path)
