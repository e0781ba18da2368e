"""A hub for the commands: with words instead of meaning, so that no model is loaded."""

import json
from dataclasses import replace

import pytest

from nic_hub.app import create_app
from tests.bundle.examples import full_bundle
from tests.fakes import WordEmbedder


@pytest.fixture
def settings(settings, attachments_dir):
    """Settings whose files are the test's own."""
    return replace(settings, attachments_dir=attachments_dir)


@pytest.fixture
def app(settings):
    """The hub, with a small embedder."""
    made = create_app(settings, embedder=WordEmbedder())
    made.testing = True
    yield made
    made.extensions["hub"].database.dispose()


@pytest.fixture
def run(runner):
    """Run a command, and return what it printed and its exit code."""

    def run_command(*arguments: str):
        return runner.invoke(args=["hub", *arguments])

    return run_command


@pytest.fixture
def bundle_file(tmp_path):
    """A file with one of everything."""
    file = tmp_path / "north.json"
    file.write_text(json.dumps(full_bundle()), encoding="utf-8")
    return file


@pytest.fixture
def filled(run, bundle_file):
    """A hub that has one of everything."""
    assert run("import", str(bundle_file)).exit_code == 0


@pytest.fixture
def writing(app):
    """Open a writing transaction."""
    return app.extensions["hub"].database.writing
