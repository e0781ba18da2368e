"""The command that reads a file as the hub would, and shows what a draft would hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from nic_hub.capture.drafts import Draft, DraftKind, FoundField, Reading, draft_from
from nic_hub.capture.packages import Limits
from nic_hub.capture.reading import read_file
from nic_hub.cli.terminal import MAX_WIDTH


@click.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in DraftKind]), help="What it is to become.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def read(*, file: Path, kind: str | None, as_json: bool) -> None:
    """Read FILE, a slide deck, document, sheet or text, and show the drafts in it. Nothing is stored."""
    with file.open("rb") as opened:
        content = opened.read(Limits().file_bytes + 1)
    reading = draft_from(read_file(file.name, content), DraftKind(kind) if kind else None)
    if as_json:
        click.echo(json.dumps(asdict(reading), ensure_ascii=False, indent=2, default=str))
        return
    for line in show_reading(reading):
        click.echo(line)


def show_reading(reading: Reading) -> Iterator[str]:
    """Tell each draft with where its fields come from, and what it lacks."""
    for number, draft in enumerate(reading.drafts, 1):
        yield f"{number}. {draft.kind.replace('_', ' ')}"
        yield from _show_draft(draft)
    if not reading.drafts:
        yield "Nothing was found that looks like a test, a storyboard or an idea."
    if reading.left_over:
        yield f"Left over: {len(reading.left_over)} pieces, the first at {reading.left_over[0].where}."
    yield from (f"Not read: {what}." for what in reading.unread)


def _show_draft(draft: Draft) -> Iterator[str]:
    for name, found in {**draft.fields, **draft.about}.items():
        yield _indented(f"{name}: {_told(found)}  [{'; '.join(found.where)}]")
    if draft.missing:
        yield _indented(f"missing: {', '.join(draft.missing)}")


def _indented(text: str) -> str:
    return click.wrap_text(text, MAX_WIDTH, initial_indent="   ", subsequent_indent="     ")


def _told(found: FoundField) -> str:
    value = found.text if found.value is None else found.value
    return f"{value} ({found.note})" if found.note else str(value)
