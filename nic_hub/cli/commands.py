"""The group ``hub``, and the commands that ask, import, export and look after the hub.

Exit codes: 0 all is well, 1 something is wrong with what was given or found, 2 the command was not
understood.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from nic_hub.bundle.exporter import export_everything, export_network
from nic_hub.bundle.field_tables import describe_fields
from nic_hub.bundle.importer import ImportReport, import_bundle
from nic_hub.bundle.problems import InvalidBundle
from nic_hub.bundle.published import make_json_schema
from nic_hub.bundle.reading import read_bundle
from nic_hub.bundle.rehearsal import find_unmovable
from nic_hub.cli import capture, charts, lineage, slack, terms, tokens
from nic_hub.cli.here import print_lines, the_hub
from nic_hub.cli.terminal import Progress, show_answer
from nic_hub.errors import HubError, Unavailable
from nic_hub.search.indexer import embed_missing, forget_other_models
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from nic_hub.services.suggesting.suggestions import find_suggestions
from nic_hub.services.upkeep.consistency import (
    Inconsistency,
    find_inconsistencies,
    forget_old_answers,
    mend_documents,
)
from nic_hub.services.upkeep.operating import act_as, find_member, require_team
from nic_hub.services.upkeep.stored_files import find_file_problems, forget_lost

#: More problems than this help nobody.
MOST_PROBLEMS = 200


class HubGroup(AppGroup):
    """Commands whose errors are one plain line."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except HubError as error:
            raise click.ClickException(error.detail) from error


hub = HubGroup("hub", help="Ask, import, export, and look after the hub.")
for command in (
    tokens.token,
    slack.bot,
    slack.workspace,
    charts.run_chart,
    lineage.lineage,
    terms.terms,
    capture.read,
):
    hub.add_command(command)

_NETWORK = click.option("--network", metavar="KEY", help="Key of the network.")


@hub.command()
@click.argument("question")
@click.option("--as", "member_key", metavar="MEMBER", required=True, help="Key of the member who asks.")
@_NETWORK
@click.option("--team", metavar="KEY", help="For which team; needed by a member of several.")
@click.option(
    "--limit", type=click.IntRange(1, 10), default=3, show_default=True, help="How many suggestions."
)
@click.option("--untested", is_flag=True, help="Show ideas that nobody has tested, too.")
@click.option("--json", "as_json", is_flag=True, help="Print what the API would answer.")
def ask(
    *,
    question: str,
    member_key: str,
    network: str | None,
    team: str | None,
    limit: int,
    untested: bool,
    as_json: bool,
) -> None:
    """Ask QUESTION as a member: what did other teams try, and what happened?"""
    request = SuggestionRequest(query=question, team=team, limit=limit, include_untested=untested)
    here, today = the_hub(), datetime.now(UTC).date()
    # Loaded before the transaction begins, which would not see what loading prepares.
    search = here.search
    with here.database.reading() as session:
        principal = act_as(session, find_member(session, member_key, network))
        require_team(session, principal, team)
        found = find_suggestions(session, search, principal, request, tuning=here.tuning, today=today)
    if as_json:
        click.echo(json.dumps(found.shown, ensure_ascii=False, indent=2, default=str))
    else:
        print_lines(show_answer(found.shown))


@hub.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--replace",
    multiple=True,
    metavar="KEY",
    help="Take the file's version of the record with this key, although it was edited in the hub.",
)
def import_files(files: Sequence[Path], replace: Sequence[str]) -> None:
    """Import NIC bundles: each FILE is stored as a whole, or not at all.

    A file that was imported before changes only what changed in it. Records that were edited in the hub since
    are named and stay as they are, unless --replace names them. docs/nic-bundle.md explains the format.
    """
    for file in files:
        _import_file(the_hub(), file, replace)


def _import_file(here: Any, file: Path, replace: Sequence[str]) -> None:
    try:
        bundle = read_bundle(file)
        with Progress() as progress, here.database.writing() as session:
            report = import_bundle(session, bundle, progress=progress, replace=replace)
    except InvalidBundle as error:
        raise click.ClickException(_tell_problems(file, error)) from error
    print_lines(_tell_report(file, report))
    _embed(here)


def _tell_problems(file: Path, error: InvalidBundle) -> str:
    lines = str(error).splitlines()
    rest = len(lines) - 1 - MOST_PROBLEMS
    shown = lines[: MOST_PROBLEMS + 1] + ([f"... and {rest:,} more"] if rest > 0 else [])
    return f"{file}: " + "\n".join(shown)


def _tell_report(file: Path, report: ImportReport) -> list[str]:
    counts = f"{report.created:,} created, {report.updated:,} updated, {report.unchanged:,} unchanged"
    edited = [
        f"  {each.path} ({each.kind} {each.key}) was edited in the hub since its import, and stays as it is."
        for each in report.skipped_edited
    ]
    advice = ["  To take the file's version of one, import again with --replace KEY."] if edited else []
    return [f"{file.name}: {counts}, {len(edited):,} edited since.", *edited, *advice]


def _embed(here: Any) -> int:
    """Give what lacks a current vector one, and show how far it is."""
    with Progress() as progress:
        return embed_missing(
            here.database,
            here.search.embedder,
            progress=lambda done, total: progress("Embedding", done, total),
        )


@hub.command()
@_NETWORK
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else it is printed."
)
def export(network: str | None, out: Path | None) -> None:
    """Export a network, or all of them, as a NIC bundle.

    The file holds drafts and e-mail addresses: keep it as safe as the database.
    """
    with the_hub().database.reading() as session:
        bundle = export_network(session, network) if network else export_everything(session)
    text = json.dumps(bundle, ensure_ascii=False, indent=2)
    if out is None:
        click.echo(text)
        return
    _write_privately(out, text + "\n")
    click.echo(f"Wrote {_count(len(bundle['networks']), 'network', 'networks')} to {out}.", err=True)


def _write_privately(file: Path, text: str) -> None:
    """Write a file that only its owner may read; it is there as a whole, or not at all."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with os.fdopen(
            os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as made:
            made.write(text)
        unfinished.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error


@hub.command("bundle-schema")
@click.option("--tables", is_flag=True, help="Print every field with its type, as a page to read.")
def bundle_schema(*, tables: bool) -> None:
    """Print the JSON Schema of the NIC bundle."""
    click.echo(describe_fields().rstrip() if tables else json.dumps(make_json_schema(), indent=2))


@hub.command()
def reindex() -> None:
    """Bring search up to date: what lacks its search document or a current vector gets one."""
    here = the_hub()
    with here.database.writing() as session:
        mended = mend_documents(session)
    embedded = _embed(here)
    with here.database.writing() as session:
        forgotten = forget_other_models(session, here.search.embedder.name)
    click.echo(
        f"{mended:,} search documents mended, {embedded:,} embedded, {forgotten:,} old vectors removed."
    )


@hub.command()
@click.option("--mend", is_flag=True, help="Mend what needs nobody's decision.")
@click.option("--remove-unnamed-files", is_flag=True, help="Remove files of the store that no record names.")
@click.option("--forget-lost-files", is_flag=True, help="Take files that are lost from their records.")
def check(*, mend: bool, remove_unnamed_files: bool, forget_lost_files: bool) -> None:
    """Look for what contradicts itself, and say how to mend it. Exit code 1 when something is found."""
    here = the_hub()
    if mend:
        with here.database.writing() as session:
            mend_documents(session)
            forget_old_answers(session, datetime.now(UTC))
        here.forget_files()
    if remove_unnamed_files:
        here.forget_files({*here.attachments.hashes()})
    if forget_lost_files:
        with here.database.writing() as session:
            forget_lost(session, {*here.attachments.hashes()})
    embedder = here.search.embedder.name
    with Progress() as progress, here.database.reading() as session:
        found = list(find_inconsistencies(session, embedder, datetime.now(UTC)))
        found += find_unmovable(session, progress)
    found += _check_files(here)
    for each in found:
        click.echo(f"{each.what}\n  Mend it: {each.mend}")
    told = f"{_count(len(found), 'inconsistency', 'inconsistencies')}."
    click.echo(told if found else "Nothing contradicts itself.")
    if found:
        raise SystemExit(1)


def _check_files(here: Any) -> list[Inconsistency]:
    """Return what does not fit between the records and the store of files; a store may be away."""
    try:
        kept = {*here.attachments.hashes()}
    except Unavailable as error:
        told = f"The files beside records could not be checked. {error.detail}"
        return [Inconsistency(told, "flask --app wsgi hub check, once the store answers again")]
    with here.database.reading() as session:
        return list(find_file_problems(session, kept))


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
