"""Every command and every option is explained where a person looks for it."""

import re
from pathlib import Path

import click
import pytest

from nic_hub.cli.commands import hub

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
CHAPTERS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))


def commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    """Every command by its words."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        inner = (
            commands(command, f"{before}{name} ")
            if isinstance(command, click.Group)
            else {f"{before}{name}": command}
        )
        found |= inner
    return found


COMMANDS = commands(hub)


def test_the_page_explains_the_commands_there_are_and_no_others():
    assert set(CHAPTERS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_names_every_option(name):
    options = [each.opts[0] for each in COMMANDS[name].params if isinstance(each, click.Option)]
    assert [
        option
        for option in options
        if f"`{option}" not in CHAPTERS[name] and f" {option} " not in CHAPTERS[name]
    ] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_a_help_text(name):
    assert COMMANDS[name].help
    assert [each for each in COMMANDS[name].params if isinstance(each, click.Option) and not each.help] == []
