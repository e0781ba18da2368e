"""A change idea is searched with the name of its driver, too.

What was stored before gets it here; its vectors are made anew when the hub starts.

Revision: 0009
Follows: 0008
"""

import hashlib
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_IDEAS = sa.text(
    "SELECT search_document.id, search_document.text, driver.name FROM search_document "
    "JOIN change_idea ON change_idea.id = search_document.record_id "
    "JOIN driver ON driver.id = change_idea.driver_id WHERE search_document.kind = 'change_idea'"
)
_CHANGE = sa.text("UPDATE search_document SET text = :text, text_hash = :text_hash WHERE id = :id")


def upgrade() -> None:
    _rewrite(lambda text, name: f"{text}\n{name.strip()}")


def downgrade() -> None:
    _rewrite(lambda text, name: text.removesuffix(f"\n{name.strip()}"))


def _rewrite(change: Callable[[str, str], str]) -> None:
    connection = op.get_bind()
    texts = {row.id: change(row.text, row.name) for row in connection.execute(_IDEAS)}
    rows = [
        {"id": key, "text": text, "text_hash": hashlib.sha256(text.encode()).digest()}
        for key, text in texts.items()
    ]
    if rows:
        connection.execute(_CHANGE, rows)
