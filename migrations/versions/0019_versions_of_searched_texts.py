"""A searched text keeps which rules made it, so that a hub with newer rules finds it and writes it anew.

Those of tests whose students were counted may be of rules that left their numbers in. The others stay.

Revision: 0019
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None

MARK_COUNTED = (
    "UPDATE search_document SET text_version = 0 WHERE kind = 'pdsa_cycle' "
    "AND record_id IN (SELECT id FROM pdsa_cycle WHERE student_count IS NOT NULL)"
)


def upgrade() -> None:
    # Not as a batch, which would make the table anew, without its triggers.
    op.add_column(
        "search_document", sa.Column("text_version", sa.Integer(), nullable=False, server_default="1")
    )
    op.execute(MARK_COUNTED)
    op.create_index(op.f("ix_search_document_text_version"), "search_document", ["text_version"])


def downgrade() -> None:
    op.drop_index(op.f("ix_search_document_text_version"), "search_document")
    op.drop_column("search_document", "text_version")
