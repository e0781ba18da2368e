"""Everything a person can set or call is written down where the person looks for it."""

import dataclasses
import re
from pathlib import Path

import pytest

from bot.settings import SHARED, BotSettings
from nic_hub.settings import Settings, read_env_file

TOP = Path(__file__).parent.parent
EXAMPLE = (TOP / ".env.example").read_text(encoding="utf-8")
FIELDS = [
    *dataclasses.fields(Settings),
    *(field for field in dataclasses.fields(BotSettings) if field.name not in SHARED),
]


def shown(field: dataclasses.Field) -> str:
    """What ``.env.example`` should show for one setting."""
    default = "" if field.default is dataclasses.MISSING else field.default
    return f"# {field.metadata['comment']}\n{field.name.upper()}={default}\n"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_env_example_shows_every_setting_with_its_comment_and_default(field):
    assert shown(field) in EXAMPLE, f"Add these lines to .env.example:\n{shown(field)}"


def test_env_example_shows_nothing_that_is_not_a_setting():
    names = set(re.findall(r"^([A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))
    assert names == {field.name.upper() for field in FIELDS}


def test_env_example_works_once_the_secret_is_filled_in():
    variables = read_env_file(TOP / ".env.example") | {"SECRET_KEY": "a" * 32}
    assert Settings.from_environment(variables) == Settings(secret_key="a" * 32)


def test_only_the_settings_module_reads_the_environment():
    readers = [
        path.relative_to(TOP).as_posix()
        for room in ("nic_hub", "bot")
        for path in (TOP / room).rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    ]
    assert set(readers) <= {"nic_hub/settings.py", "nic_hub/demo.py", "bot/settings.py"}


@pytest.mark.parametrize(
    "target", re.findall(r"^([a-z]+):.*## ", (TOP / "Makefile").read_text(), re.MULTILINE)
)
def test_the_readme_names_every_make_target(target):
    assert f"make {target}" in (TOP / "README.md").read_text(encoding="utf-8")
