"""The names that a network knows are no students', as far as whoever writes may read them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from nic_hub.services.known_names import names_in
from tests.factories import NOW, make_tool
from tests.services.conftest import Town


@pytest.mark.parametrize(
    ("who", "values", "is_known"),
    [
        ("far_teacher", {}, True),
        ("teacher", {"published": False}, True),
        ("far_teacher", {"published": False}, False),
        ("teacher", {"withdrawn_at": NOW}, False),
        ("outsider", {}, False),
    ],
)
def test_a_tool_that_the_writer_may_not_read_makes_no_name_known(
    session: Session, town: Town, who: str, values: dict[str, Any], is_known: bool
):
    make_tool(session, team=town.team, title="Zuzka Quist's cards", **values)
    assert names_in(session, town.who(who))().hold("Zuzka Quist") is is_known
