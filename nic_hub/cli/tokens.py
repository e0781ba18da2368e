"""The commands for API tokens: ``hub token``."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from nic_hub.cli.here import day, print_lines, the_hub
from nic_hub.cli.terminal import show_table
from nic_hub.services.access.tokens import MAX_DAYS, create_token
from nic_hub.services.upkeep.operating import end_token, find_member
from nic_hub.services.upkeep.operating import list_tokens as find_tokens

token = AppGroup("token", help="Make, list and revoke the API tokens of members.")


@token.command("create")
@click.option("--member", "member_key", metavar="KEY", required=True, help="Key of the member.")
@click.option("--network", metavar="KEY", help="Key of the network.")
@click.option("--name", default="Command line", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, MAX_DAYS), help="How long it lasts.  [default: TOKEN_DAYS]")
def create(member_key: str, network: str | None, name: str, days: int | None) -> None:
    """Make a token and print it, and nothing else. It cannot be shown again."""
    here = the_hub()
    with here.database.writing() as session:
        member = find_member(session, member_key, network)
        made = create_token(session, member, name=name, days=days or here.token_days)
    click.echo(made)


@token.command("list")
@click.option("--network", metavar="KEY", help="Key of the network.")
@click.option("--member", "member_key", metavar="KEY", help="Only the tokens of this member.")
def list_tokens(network: str | None, member_key: str | None) -> None:
    """List all tokens: whose, what for, until when, and when they were last used."""
    with the_hub().database.reading() as session:
        known = list(find_tokens(session, network, member_key))
    told = [
        (
            each.id,
            each.network,
            each.member,
            each.name,
            f"{each.state} {day(each.ends_at)}",
            day(each.last_used_at),
        )
        for each in known
    ]
    print_lines(show_table(("ID", "NETWORK", "MEMBER", "NAME", "STATE", "LAST USED"), told))


@token.command("revoke")
@click.argument("token_id", metavar="ID")
def revoke(token_id: str) -> None:
    """End the token with this ID at once. ``token list`` shows the IDs."""
    with the_hub().database.writing() as session:
        end_token(session, token_id)
    click.echo("Revoked.")
