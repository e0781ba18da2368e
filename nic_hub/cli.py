"""The commands of the hub: ``flask --app wsgi hub ...``.

A thin door like the API: each command asks a service, and prints. Exit codes: 0 all is well, 1 something is
wrong with what was given or found, 2 the command was not understood.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from nic_hub import cli_capture, cli_charts, cli_lineage, cli_slack, cli_terms
from nic_hub.bundle.exporter import export_everything, export_network
from nic_hub.bundle.field_tables import describe_fields
from nic_hub.bundle.importer import ImportReport, import_bundle
from nic_hub.bundle.problems import InvalidBundle
from nic_hub.bundle.published import make_json_schema
from nic_hub.bundle.reading import read_bundle
from nic_hub.errors import HubError
from nic_hub.search.indexer import embed_missing, forget_other_models
from nic_hub.services.consistency import find_inconsistencies, forget_old_answers, mend_documents
from nic_hub.services.operating import act_as, end_token, find_member, require_team
from nic_hub.services.operating import list_tokens as find_tokens
from nic_hub.services.stored_files import find_file_problems, forget_lost
from nic_hub.services.suggestion_requests import SuggestionRequest
from nic_hub.services.suggestions import find_suggestions
from nic_hub.services.tokens import MAX_DAYS, create_token
from nic_hub.terminal import Progress, show_answer, show_table

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
token = AppGroup("token", help="Make, list and revoke the API tokens of members.")
for group in (
    token,
    cli_slack.bot,
    cli_slack.workspace,
    cli_charts.run_chart,
    cli_lineage.lineage,
    cli_terms.terms,
):
    hub.add_command(group)
hub.add_command(cli_capture.read)

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
    here, today = _hub(), datetime.now(UTC).date()
    with here.database.reading() as session:
        principal = act_as(session, find_member(session, member_key, network))
        require_team(session, principal, team)
        found = find_suggestions(session, here.search, principal, request, tuning=here.tuning, today=today)
    if as_json:
        click.echo(json.dumps(found.shown, ensure_ascii=False, indent=2, default=str))
    else:
        _print(show_answer(found.shown))


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
        _import_file(_hub(), file, replace)


def _import_file(here: Any, file: Path, replace: Sequence[str]) -> None:
    try:
        bundle = read_bundle(file)
        with Progress() as progress, here.database.writing() as session:
            report = import_bundle(session, bundle, progress=progress, replace=replace)
    except InvalidBundle as error:
        raise click.ClickException(_tell_problems(file, error)) from error
    _print(_tell_report(file, report))
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
    with _hub().database.reading() as session:
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
    here = _hub()
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
    here = _hub()
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
    kept = {*here.attachments.hashes()}
    with here.database.reading() as session:
        found = list(find_inconsistencies(session, here.search.embedder.name, datetime.now(UTC)))
        found += find_file_problems(session, kept)
    for each in found:
        click.echo(f"{each.what}\n  Mend it: {each.mend}")
    told = f"{_count(len(found), 'inconsistency', 'inconsistencies')}."
    click.echo(told if found else "Nothing contradicts itself.")
    if found:
        raise SystemExit(1)


@token.command("create")
@click.option("--member", "member_key", metavar="KEY", required=True, help="Key of the member.")
@_NETWORK
@click.option("--name", default="Command line", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, MAX_DAYS), help="How long it lasts.  [default: TOKEN_DAYS]")
def create(member_key: str, network: str | None, name: str, days: int | None) -> None:
    """Make a token and print it, and nothing else. It cannot be shown again."""
    here = _hub()
    with here.database.writing() as session:
        member = find_member(session, member_key, network)
        made = create_token(session, member, name=name, days=days or here.token_days)
    click.echo(made)


@token.command("list")
@_NETWORK
@click.option("--member", "member_key", metavar="KEY", help="Only the tokens of this member.")
def list_tokens(network: str | None, member_key: str | None) -> None:
    """List all tokens: whose, what for, until when, and when they were last used."""
    with _hub().database.reading() as session:
        known = list(find_tokens(session, network, member_key))
    told = [
        (
            each.id,
            each.network,
            each.member,
            each.name,
            f"{each.state} {_day(each.ends_at)}",
            _day(each.last_used_at),
        )
        for each in known
    ]
    _print(show_table(("ID", "NETWORK", "MEMBER", "NAME", "STATE", "LAST USED"), told))


@token.command("revoke")
@click.argument("token_id", metavar="ID")
def revoke(token_id: str) -> None:
    """End the token with this ID at once. ``token list`` shows the IDs."""
    with _hub().database.writing() as session:
        end_token(session, token_id)
    click.echo("Revoked.")


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "never"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _hub() -> Any:
    """Return the hub that the settings name, once its database is known to be set up.

    It is an ``nic_hub.api.hub.Hub``: the doors share it, and know nothing of each other.
    """
    found = current_app.extensions["hub"]
    missing = found.checks["database"]()
    if missing:
        raise click.ClickException(missing)
    return found


def _print(lines: Any) -> None:
    for line in lines:
        click.echo(line)
