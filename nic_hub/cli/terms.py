"""The command for local words: ``hub terms propose``. A coach decides about them in the API."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from nic_hub.cli.here import print_lines, the_hub
from nic_hub.cli.terminal import show_table
from nic_hub.services.words.term_proposals import propose_terms_in

terms = AppGroup("terms", help="Let words be proposed that may name the same.")


@terms.command("propose")
@click.option("--network", metavar="KEY", required=True, help="Key of the network.")
def propose(network: str) -> None:
    """Propose words that may name the same, from lineage and from neighbours in meaning: 20 at most.

    They wait for a coach. What was proposed before is not proposed again, whatever became of it.
    """
    here = the_hub()
    # Loaded before the transaction begins: what loading prepares would wait for its end.
    search = here.search
    with here.database.writing() as session:
        found = [
            (row.local_term, row.shared_term, str(row.proposed_from), row.source or "")
            for row in propose_terms_in(session, network, search)
        ]
    table = show_table(("LOCAL", "SHARED", "FROM", "WHY"), found)
    print_lines(table if found else ["Nothing new to propose."])
