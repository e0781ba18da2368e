"""Files that are no bundle, by accident or on purpose, are refused in one plain sentence."""

import json

import pytest

from nic_hub.bundle import reading
from nic_hub.bundle.importer import import_bundle
from nic_hub.bundle.problems import InvalidBundle
from nic_hub.bundle.reading import parse_bundle, read_bundle


def refusal(content: bytes) -> str:
    with pytest.raises(InvalidBundle) as refused:
        parse_bundle(content)
    [problem] = refused.value.problems
    assert problem.pointer == "file"
    return problem.detail


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This is not JSON (line 1, column 1)"),
        (b'{"format": "nic-bundle",}', "line 1, column 2"),
        (b'{"a": 1}{"b": 2}', "Extra data"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": 1, "a": 2}', 'has the field "a" twice'),
        (b'{"x": [{"key": 1, "name": 2, "key": 3}]}', 'has the field "key" twice'),
        (b'{"a": "\xff"}', "not UTF-8 text (byte 7)"),
        ("{}".encode("utf-16"), "not UTF-8"),
        (b'{"a": "x\ny"}', "control character"),
        (b"[" * 100_000, "nests too deeply"),
        (b'{"a":' * 100_000, "nests too deeply"),
        (b"\x00\x00", "not JSON"),
        (b"PK\x03\x04", "not JSON"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_a_file_that_is_no_json_is_refused_with_the_place(content, words):
    assert words in refusal(content)


def test_a_byte_order_mark_is_passed_over():
    assert parse_bundle(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_a_number_of_a_million_digits_is_refused_where_it_stands(session):
    digits = b"9" * 1_000_000
    network = b'{"key": "n", "name": "N", "problem": "P", "min_n": %s}'
    bundle = b'{"format": "nic-bundle", "version": 1, "networks": [%s]}' % network
    with pytest.raises(InvalidBundle, match=r"networks\[0\].min_n"):
        import_bundle(session, parse_bundle(bundle % digits))


def test_a_number_beyond_every_number_is_refused_where_it_stands(session):
    network = b'{"key": "n", "name": "N", "problem": "P", "aims": [{"key": "a", "baseline": 1e999}]}'
    bundle = b'{"format": "nic-bundle", "version": 1, "networks": [%s]}' % network
    with pytest.raises(InvalidBundle, match=r"aims\[0\].baseline: This number is too large"):
        import_bundle(session, parse_bundle(bundle))


@pytest.mark.parametrize("character", ["\\u0000", "\\ud800"])
def test_characters_no_database_can_keep_are_refused_where_they_stand(session, character):
    bundle = (
        '{"format": "nic-bundle", "version": 1, "networks": [{"key": "n", "name": "N%s", "problem": "P"}]}'
    )
    with pytest.raises(InvalidBundle, match=r"networks\[0\].name: Remove the characters"):
        import_bundle(session, parse_bundle((bundle % character).encode()))


def test_a_lone_half_of_a_character_in_a_field_name_is_shown_escaped(session):
    with pytest.raises(InvalidBundle) as refused:
        import_bundle(session, parse_bundle(b'{"\\ud800": 1}'))
    str(refused.value).encode()


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path, monkeypatch):
    file = tmp_path / "large.json"
    file.write_bytes(b"{}" * 100)
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 100)
    with pytest.raises(InvalidBundle, match="larger than"):
        read_bundle(file)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(InvalidBundle, match="cannot be read"):
        read_bundle(tmp_path)


def test_a_file_is_read(tmp_path):
    file = tmp_path / "small.json"
    file.write_text(json.dumps({"format": "nic-bundle", "name": "Schülerinnen"}), encoding="utf-8")
    assert read_bundle(file)["name"] == "Schülerinnen"


def test_a_chain_of_ten_thousand_records_is_no_trouble(session):
    ideas = [{"key": f"i{number}", "parent": f"i{number + 1}", "team": "t"} for number in range(10_000)]
    texts = {"title": "T", "description": "D", "status": "draft"}
    network = {
        "key": "n",
        "name": "N",
        "problem": "P",
        "teams": [{"key": "t", "name": "T", "type": "hub"}],
        "change_ideas": [idea | texts for idea in ideas],
    }
    with pytest.raises(InvalidBundle, match="There is no change idea with the key i10000"):
        import_bundle(session, {"format": "nic-bundle", "version": 1, "networks": [network]})


@pytest.mark.parametrize("name", ["teams", "networks", "fields", "unknown"])
def test_a_file_with_a_million_mistakes_is_refused_with_the_first_ten_thousand(session, name):
    bundle = {"format": "nic-bundle", "version": 1, "networks": [{"key": "n", "name": "N", "problem": "P"}]}
    if name == "teams":
        bundle["networks"][0]["teams"] = [0] * 1_000_000
    elif name == "networks":
        bundle["networks"] = [0] * 1_000_000
    else:
        place = bundle if name == "fields" else bundle["networks"][0]
        place |= {f"{name}-{number}": 0 for number in range(100_000)}
    with pytest.raises(InvalidBundle) as refused:
        import_bundle(session, bundle)
    assert len(refused.value.problems) == 10_000
