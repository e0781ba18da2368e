"""Numbers as people write them."""

import pytest

from nic_hub.domain.number_reading import read_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("4", 4),
        (" -4.50 ", -4.5),
        ("\u22124", -4),
        ("+.5", 0.5),
        ("3,5", 3.5),
        ("12,34", 12.34),
        ("0,125", 0.125),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234),
        ("85 %", 85),
        ("85,5%", 85.5),
        ("1e3", 1000),
        ("1.234", 1.234),
    ],
)
def test_a_number_is_read_as_it_was_meant(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize(
    "written", ["", "abc", "nan", "inf", "1,2,3", "4/5", "=1+1", "0x10", "1_000", "٣", "--4"]
)
def test_what_is_no_number_is_refused_as_it_was_written(written):
    with pytest.raises(ValueError, match="is not a number") as error:
        read_number(written)
    assert f'"{written}"' in str(error.value)


@pytest.mark.parametrize(
    ("written", "told"), [("1,234", "write 1234 or 1.234."), ("1,234,567", "write 1234567.")]
)
def test_what_can_be_read_in_two_ways_is_refused(written, told):
    with pytest.raises(ValueError, match=f"two ways: {told}"):
        read_number(written)


@pytest.mark.parametrize("written", ["1e16", "-1e300", "1e999"])
def test_a_number_that_is_too_large_is_refused(written):
    with pytest.raises(ValueError, match="too large"):
        read_number(written)


def test_a_long_text_is_quoted_in_part():
    with pytest.raises(ValueError, match="…") as error:
        read_number("x" * 10_000)
    assert len(str(error.value)) < 100
