"""Reading requests: JSON as strict as RFC 8259 allows, versions, keys, and errors told by their place."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from nic_hub.api.problems import Malformed
from nic_hub.api.reading import (
    MAX_DEPTH,
    PLAIN_WORDS,
    expected_version,
    field_problems,
    idempotency_key,
    parse_json,
)
from nic_hub.errors import FieldProblem, HubError, PreconditionRequired

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def refusal_of(read):
    """Return in which words something is refused; a full stop when it is not."""
    try:
        read()
    except HubError as error:
        return error.detail
    return "."


class TestJson:
    """``parse_json``."""

    @given(st.dictionaries(st.text(), JSON))
    def test_every_json_object_is_read_as_it_is(self, value):
        assert parse_json(json.dumps(value).encode()) == value

    @given(st.binary())
    def test_any_bytes_are_read_or_refused_in_words(self, data):
        assert refusal_of(lambda: parse_json(data)).endswith(".")

    @given(st.text())
    def test_any_text_is_read_or_refused_in_words(self, text):
        assert refusal_of(lambda: parse_json(text.encode("utf-8", "surrogatepass"))).endswith(".")

    @given(st.dictionaries(st.text(), JSON, min_size=1), st.data())
    def test_a_field_twice_is_refused_wherever_it_stands(self, value, data):
        name = data.draw(st.sampled_from(sorted(value)))
        twice = json.dumps(value)[:-1] + f", {json.dumps(name)}: 1}}"
        for text in (twice, f'{{"outer": {twice}}}', f"[{twice}]"):
            with pytest.raises(Malformed, match="a field twice"):
                parse_json(text.encode())

    @pytest.mark.parametrize("depth", [1, MAX_DEPTH])
    def test_a_text_may_be_nested_so_deep(self, depth):
        assert parse_json(b"[" * depth + b"]" * depth) is not None

    @pytest.mark.parametrize("depth", [MAX_DEPTH + 2, 500, 1_000_000])
    def test_a_text_may_not_be_nested_deeper(self, depth):
        with pytest.raises(Malformed, match="deeper"):
            parse_json(b"[" * depth + b"]" * depth)

    @pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
    def test_what_is_no_number_of_json_is_named(self, constant):
        with pytest.raises(Malformed, match=constant):
            parse_json(f'{{"value": {constant}}}'.encode())

    def test_a_number_of_ten_thousand_digits_is_refused(self):
        with pytest.raises(Malformed, match="too long"):
            parse_json(b'{"value": ' + b"9" * 10_000 + b"}")

    def test_a_number_beyond_all_floats_is_left_to_the_field(self):
        assert math.isinf(parse_json(b'{"value": 1e999}')["value"])

    def test_a_broken_text_is_refused_at_its_place(self):
        with pytest.raises(Malformed, match=r"line 2, column 8"):
            parse_json(b'{"a": 1,\n  "b": }')


class TestHeaders:
    """``If-Match`` and ``Idempotency-Key``."""

    @pytest.mark.parametrize(
        ("header", "version"), [('"1"', 1), (' "12" ', 12), ('W/"7"', 7), ('"999999999"', 999_999_999)]
    )
    def test_a_version_is_read(self, app, header, version):
        with app.test_request_context(headers={"If-Match": header}):
            assert expected_version() == version

    def test_a_missing_version_is_asked_for(self, app):
        with app.test_request_context(), pytest.raises(PreconditionRequired, match="If-Match"):
            expected_version()

    @given(header=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=20))
    def test_any_other_header_is_refused_in_words(self, header):
        from flask import Flask

        with Flask("test").test_request_context(headers={"If-Match": header}):
            assert refusal_of(expected_version).endswith(".")

    @pytest.mark.parametrize("key", ["a", "x" * 255, "5d5f6f1e-0f0a-4f43-8a3c-6f8a2d1c9b77", "!~"])
    def test_a_key_is_read(self, app, key):
        with app.test_request_context(headers={"Idempotency-Key": key}):
            assert idempotency_key() == key

    def test_no_key_is_no_key(self, app):
        with app.test_request_context():
            assert idempotency_key() is None


class TestFieldProblems:
    """marshmallow's messages as problems with a place."""

    @pytest.mark.parametrize(
        ("messages", "pointers"),
        [
            ({"title": ["x"]}, ["/title"]),
            ({"title": ["x", "y"]}, ["/title", "/title"]),
            ({"tools": {1: ["x"]}}, ["/tools/1"]),
            ({"context": {"subject": ["x"]}}, ["/context/subject"]),
            ({"bands": {"EL": {"value": ["x"]}}}, ["/bands/EL"]),
            ({"bands": {"EL": {"key": ["x"]}}}, ["/bands/EL"]),
            ({"context": {"_schema": ["x"]}}, ["/context"]),
            ({"_schema": ["x"]}, [""]),
            ({"a/b~c": ["x"]}, ["/a~1b~0c"]),
        ],
    )
    def test_the_place_is_a_json_pointer(self, messages, pointers):
        assert [problem.pointer for problem in field_problems(messages, "/")] == pointers

    def test_a_place_in_a_query_begins_with_a_question_mark(self):
        assert list(field_problems({"page": ["Too far."]}, "?")) == [FieldProblem("?page", "Too far.")]

    def test_a_long_name_is_cut(self):
        (problem,) = field_problems({"x" * 10_000: ["Unknown field."]}, "/")
        assert len(problem.pointer) <= 101

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            (fields.String(required=True), ...),
            (fields.String(), None),
            (fields.String(), 7),
            (fields.Integer(strict=True), "x"),
            (fields.Float(), "x"),
            (fields.Float(allow_nan=False), math.inf),
            (fields.Boolean(truthy={True}, falsy={False}), "x"),
            (fields.List(fields.String()), "x"),
            (fields.Dict(), "x"),
            (fields.Nested(Schema.from_dict({})), "x"),
            (fields.Date(), "x"),
            (fields.AwareDateTime(), "x"),
            (fields.AwareDateTime(), "2026-01-01T00:00:00"),
        ],
    )
    def test_the_frameworks_messages_are_told_in_plain_words(self, field, value):
        errors = Schema.from_dict({"a": field})().validate({} if value is ... else {"a": value})
        (problem,) = field_problems(errors, "/")
        assert problem.detail in PLAIN_WORDS.values()
