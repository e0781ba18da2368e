"""The command that tells where an idea or a tool came from and went: ``hub lineage``."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from nic_hub.cli.here import the_hub
from nic_hub.services.lineage.lineages import find_lineage
from nic_hub.services.upkeep.operating import act_as, find_member


@click.command("lineage")
@click.argument("key")
@click.option("--as", "member_key", metavar="MEMBER", required=True, help="Key of the member who asks.")
@click.option("--network", metavar="KEY", help="Key of the network.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw it into this file, whose name ends in .svg or .png; takes Graphviz.",
)
@with_appcontext
def lineage(*, key: str, member_key: str, network: str | None, out: Path | None) -> None:
    """Tell the lineage of the change idea or tool KEY, as far as a member may see it."""
    with the_hub().database.reading() as session:
        principal = act_as(session, find_member(session, member_key, network))
        told = find_lineage(session, principal, key)
    if out is None:
        click.echo(told.description)
        return
    media = out.suffix.lower().lstrip(".")
    if media not in {"svg", "png"}:
        raise click.BadParameter("Choose a name that ends in .svg or .png.", param_hint="--out")
    # The drawing is loaded with the first picture, so that a command without one does not wait for it.
    from nic_hub.drawing.lineage import draw_lineage

    out.write_bytes(draw_lineage(told, media))
    click.echo(f"Drew the lineage of {told.heading} into {out}.", err=True)
