"""A table in memory finds rows by id and by column, and never changes under whoever holds it."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from nic_hub.search.tables import Table


class Row(NamedTuple):
    """A row that belongs to an idea, or to none."""

    id: str
    idea: str | None = None


ONE, TWO, LOOSE = Row("1", "a"), Row("2", "a"), Row("3")


def table(*rows: Row) -> Table[Row]:
    return Table.of(rows, ["idea"])


def test_a_row_is_found_by_its_id():
    assert table(ONE, TWO).get("2") is TWO


def test_what_is_not_there_is_none():
    assert table(ONE).get("9") is None
    assert table(ONE).get(None) is None


def test_rows_are_found_by_a_column():
    assert table(ONE, TWO, LOOSE).where("idea", "a") == (ONE, TWO)


def test_a_value_nobody_has_finds_nothing():
    assert table(ONE).where("idea", "b") == ()


def test_a_row_that_moved_is_found_at_its_new_place_alone():
    moved = Row("1", "b")
    after = table(ONE, TWO).changed(["1"], [moved])
    assert (after.where("idea", "a"), after.where("idea", "b")) == ((TWO,), (moved,))


def test_a_row_that_is_gone_is_found_nowhere():
    after = table(ONE, TWO).changed(["1"], [])
    assert after.get("1") is None
    assert after.where("idea", "a") == (TWO,)


def test_whoever_holds_a_table_sees_no_change_of_it():
    before = table(ONE)
    before.changed(["1"], [TWO])
    assert (before.get("1"), before.get("2"), before.where("idea", "a")) == (ONE, None, (ONE,))


def test_a_row_that_comes_twice_is_there_once():
    assert table(ONE, ONE).where("idea", "a") == (ONE,)
    assert table(ONE).changed([], [ONE]).where("idea", "a") == (ONE,)


ROWS = st.builds(Row, st.sampled_from("123456"), st.sampled_from(["a", "b", None]))


@given(st.lists(st.lists(ROWS, unique_by=lambda row: row.id), max_size=6))
def test_after_many_changes_a_table_is_as_if_made_anew(changes: list[list[Row]]):
    followed, rows = table(), {}
    for changed in changes:
        # A row without an idea stands for one that was deleted.
        kept = [row for row in changed if row.idea]
        followed = followed.changed([row.id for row in changed], kept)
        rows = {key: row for key, row in rows.items() if key not in {row.id for row in changed}}
        rows |= {row.id: row for row in kept}
    assert followed.rows == rows
    for idea in "ab":
        assert set(followed.where("idea", idea)) == {row for row in rows.values() if row.idea == idea}
