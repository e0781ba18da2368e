"""The commands for Slack: ``hub bot ...`` and ``hub workspace ...``. Only the operator binds a workspace."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from flask.cli import AppGroup

from nic_hub.cli.here import day, print_lines, the_hub
from nic_hub.cli.terminal import show_table
from nic_hub.services.slack.audit import list_entries
from nic_hub.services.slack.bots import create_bot, find_bot, list_bots, revoke_bot
from nic_hub.services.slack.workspaces import bind_workspace, list_for_operator, unbind_workspace

bot = AppGroup("bot", help="Make, list and revoke the bots that act for people in Slack.")
workspace = AppGroup("workspace", help="Bind Slack workspaces to networks, and see who did what.")

_TEAM = click.option("--team", metavar="T123", required=True, help="Slack's id of the workspace.")
_ENTERPRISE = click.option(
    "--enterprise", metavar="E123", default="", help="Slack's id of its Enterprise Grid organisation."
)


@bot.command("create")
@click.argument("key")
@click.option("--name", required=True, help="What it is, in your words.")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How long it lasts."
)
def create(key: str, name: str, days: int) -> None:
    """Make a bot with this KEY and print its token, and nothing else. It cannot be shown again."""
    with the_hub().database.writing() as session:
        made = create_bot(session, key=key, name=name, days=days)
    click.echo(made)


@bot.command("list")
def show_bots() -> None:
    """List the bots: until when their token lasts, and when it was last used."""
    with the_hub().database.reading() as session:
        told = [
            (each.key, each.name, _state(each.revoked_at), day(each.expires_at), day(each.last_used_at))
            for each in list_bots(session)
        ]
    print_lines(show_table(("KEY", "NAME", "STATE", "EXPIRES", "LAST USED"), told))


@bot.command("revoke")
@click.argument("key")
def revoke(key: str) -> None:
    """End the token of the bot with this KEY at once."""
    with the_hub().database.writing() as session:
        revoke_bot(session, key)
    click.echo("Revoked.")


@workspace.command("bind")
@click.option("--bot", "bot_key", metavar="KEY", required=True, help="Key of the bot that may act there.")
@_TEAM
@_ENTERPRISE
@click.option("--network", metavar="KEY", required=True, help="Key of the network.")
@click.option("--district", metavar="KEY", help="Key of the district; none for the hub's own workspace.")
@click.option("--name", required=True, help="What people call the workspace.")
def bind(*, bot_key: str, team: str, enterprise: str, network: str, district: str | None, name: str) -> None:
    """Bind a Slack workspace to a network and a bot."""
    with the_hub().database.writing() as session:
        bind_workspace(
            session,
            bot=find_bot(session, bot_key),
            network_key=network,
            team_id=team,
            enterprise_id=enterprise,
            district_key=district,
            name=name,
        )
    click.echo("Bound.")


@workspace.command("unbind")
@_TEAM
@_ENTERPRISE
def unbind(team: str, enterprise: str) -> None:
    """End the binding of a workspace at once, and with it the links of its people."""
    with the_hub().database.writing() as session:
        unbind_workspace(session, team_id=team, enterprise_id=enterprise)
    click.echo("Unbound.")


@workspace.command("list")
def show_workspaces() -> None:
    """List the bindings, ended ones too."""
    with the_hub().database.reading() as session:
        told = [_row(each) for each in list_for_operator(session)]
    print_lines(show_table(("TEAM", "ENTERPRISE", "NAME", "NETWORK", "DISTRICT", "BOT", "STATE"), told))


@workspace.command("audit")
@click.option("--network", metavar="KEY", help="Only this network.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help="How many.")
def audit(network: str | None, limit: int) -> None:
    """Show who was bound, linked, ended or refused, the newest first."""
    with the_hub().database.reading() as session:
        told = [
            (
                f"{entry.created_at:%Y-%m-%d %H:%M}",
                str(entry.action),
                entry.actor,
                place.slack_team_id,
                entry.slack_user_id or "",
                entry.member_id or "",
                entry.detail or "",
            )
            for entry, place in list_entries(session, network, limit)
        ]
    print_lines(show_table(("WHEN (UTC)", "WHAT", "BY", "TEAM", "SLACK USER", "MEMBER", "WHY"), told))


def _row(known: dict[str, Any]) -> tuple[str, ...]:
    district = known["district"]
    return (
        known["slack_team_id"],
        known["enterprise_id"] or "",
        known["name"],
        known["network"]["key"],
        district["key"] if district else "",
        known["bot"],
        f"ended {day(known['ended_at'])}" if known["ended_at"] else "bound",
    )


def _state(revoked_at: datetime | None) -> str:
    return f"revoked {day(revoked_at)}" if revoked_at else "valid"
