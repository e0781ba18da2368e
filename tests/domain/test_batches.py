"""Lists cut into pieces for one statement each."""

import pytest

from nic_hub.domain.batches import AT_ONCE, in_batches


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, []), (1, [1]), (AT_ONCE, [AT_ONCE]), (2 * AT_ONCE + 1, [AT_ONCE, AT_ONCE, 1])],
)
def test_nothing_is_lost_or_given_twice_and_no_piece_is_too_long(count, sizes):
    batches = list(in_batches(range(count)))
    assert [len(batch) for batch in batches] == sizes
    assert [one for batch in batches for one in batch] == list(range(count))
