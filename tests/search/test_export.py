"""An export is whole, fits its card, and is made once."""

import json
import shutil

import pytest

from nic_hub.errors import Misconfigured
from nic_hub.search import export, manifest
from nic_hub.search.embedder import OnnxEmbedder
from nic_hub.search.export import ensure_export, main
from nic_hub.search.manifest import MANIFEST_FILE, MODEL_FILE, ExportManifest, export_directory
from tests.search.conftest import TOP


@pytest.fixture
def exported(onnx_embedder, tmp_path):
    """A copy of the export that a test may damage."""
    return shutil.copytree(export_directory(TOP / "instance" / "model"), export_directory(tmp_path))


def damage(directory):
    with (directory / MODEL_FILE).open("ab") as file:
        file.write(b"x")


def make_older(directory):
    card = json.loads((directory / MANIFEST_FILE).read_text())
    (directory / MANIFEST_FILE).write_text(json.dumps(card | {"recipe": "older"}))


def lose_a_file(directory):
    (directory / MODEL_FILE).unlink()


def lose_the_card(directory):
    (directory / MANIFEST_FILE).unlink()


DAMAGES = [damage, make_older, lose_a_file, lose_the_card]


def test_a_whole_export_fits(exported):
    assert ExportManifest.fits(exported)


@pytest.mark.parametrize("spoil", DAMAGES)
def test_a_spoiled_export_does_not_fit(exported, spoil):
    spoil(exported)
    assert not ExportManifest.fits(exported)


def test_an_export_with_other_layers_for_words_does_not_fit(exported, monkeypatch, tmp_path):
    monkeypatch.setattr(manifest, "LEARNED", tmp_path / "learned anew.npz")
    manifest.LEARNED.write_bytes(b"other")
    assert not ExportManifest.fits(exported)


def test_a_damaged_model_is_not_loaded(exported):
    damage(exported)
    with pytest.raises(Misconfigured, match=r"damaged or old\. Run: python -m nic_hub\.search\.export"):
        OnnxEmbedder(exported)


def test_an_export_that_is_there_is_not_made_again(exported, monkeypatch):
    monkeypatch.setattr(export, "_make_export", lambda _: pytest.fail("made again"))
    assert ensure_export(exported.parent) == exported


def test_a_spoiled_export_is_replaced_as_a_whole(exported, monkeypatch, onnx_embedder):
    good = export_directory(TOP / "instance" / "model")
    monkeypatch.setattr(export, "_make_export", lambda scratch: shutil.copytree(good, scratch / "export"))
    damage(exported)
    assert OnnxEmbedder(ensure_export(exported.parent)).name == onnx_embedder.name
    assert [path.name for path in exported.parent.iterdir()] == [exported.name]


def test_exports_of_earlier_recipes_are_removed_once_there_is_a_new_one(exported, monkeypatch, onnx_embedder):
    good = export_directory(TOP / "instance" / "model")
    monkeypatch.setattr(export, "_make_export", lambda scratch: shutil.copytree(good, scratch / "export"))
    exported.rename(exported.with_name("minilm-int8-per-channel-1"))
    (exported.parent / "mine").mkdir()
    ensure_export(exported.parent)
    assert sorted(path.name for path in exported.parent.iterdir()) == sorted([exported.name, "mine"])


def test_when_another_process_was_quicker_its_export_is_used(exported, monkeypatch, tmp_path):
    other = tmp_path / "scratch"
    shutil.copytree(exported, other)
    export._put_in_place(other, exported)
    assert ExportManifest.fits(exported)
    assert other.exists()


def test_the_command_says_where_the_export_is(exported, capsys):
    assert main(["--model-dir", str(exported.parent)]) == 0
    assert capsys.readouterr().out == f"{exported}\n"


def test_the_command_says_in_one_line_why_it_failed(tmp_path, capsys):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert main(["--model-dir", str(in_the_way / "model")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("The search model could not be exported: ")
