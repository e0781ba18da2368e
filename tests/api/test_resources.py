"""Every resource: its list, its items, and the round of writing, reading and changing."""

import pytest

LISTS = [
    *("networks", "aims", "drivers", "districts", "schools", "teams", "members", "problems", "change-ideas"),
    *("tools", "pdsa-cycles", "measures", "storyboards", "adoptions", "help-wanted", "reports"),
]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_the_same_form(world, path):
    answer = world.teacher.get(f"/{path}?page_size=3")
    assert answer.status_code == 200
    assert set(answer.json) == {"items", "page", "page_size", "total"}
    assert (answer.json["page"], answer.json["page_size"]) == (1, 3)
