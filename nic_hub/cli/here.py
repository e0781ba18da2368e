"""What every command finds around it: the hub that the settings name, and how to print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click
from flask import current_app


def the_hub() -> Any:
    """Return the hub that the settings name, once its database is known to be set up.

    It is an ``nic_hub.api.hub.Hub``: the doors share it, and know nothing of each other.

    Raises:
        ClickException: the database is not migrated.
    """
    found = current_app.extensions["hub"]
    missing = found.checks["database"]()
    if missing:
        raise click.ClickException(missing)
    return found


def print_lines(lines: Iterable[str]) -> None:
    """Print lines to standard output."""
    for line in lines:
        click.echo(line)


def day(moment: datetime | None) -> str:
    """Return the day of a moment, or "never"."""
    return moment.date().isoformat() if moment else "never"
