"""What the schemas of all resources are made of: fields from the tables, pages, the words of a query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.domain.run_charts.run_charts import MARKED_DAYS
from nic_hub.domain.vocabulary import (
    Band,
    CycleStatus,
    Decision,
    DriverStatus,
    EvidenceSource,
    NetworkStatus,
    Publication,
    RoleGroup,
    TeamStatus,
    TermStatus,
    Visibility,
)
from nic_hub.fields import (
    ContextSchema,
    day_list_field,
    field_for,
    key_field,
    one_of,
    refuse_control_characters,
    text_field,
)
from nic_hub.services.kinds import KINDS, TABLES
from nic_hub.services.links import LINKS
from nic_hub.services.listing import MAX_PAGE, MAX_PAGE_SIZE, filter_names, sortable_columns

#: The field of a body that says which texts hold nothing of a student (see ``domain.privacy.privacy``).
CONFIRM = "confirm_not_student"
MAX_LINKS = 50
#: Never shown: what the answer says in another form.
NOT_SHOWN = frozenset({"hidden_at", "account_id"})
#: What even a withdrawn record shows, so that these are never empty where the table demands a value.
ALWAYS_THERE = frozenset(
    {"id", "key", "network_id", "team_id", "created_at", "version", "visibility", "provenance"}
)


class StoredNested(fields.Nested):
    """Shows a stored JSON object as it is."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:  # type: ignore[override] # noqa: ARG002
        return value


class StoredList(fields.List[Any]):
    """Shows a stored JSON list as it is."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


class StoredDict(fields.Dict):
    """Shows a stored JSON mapping as it is."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


class WholeNumber(fields.Integer):
    """A whole number of a query: digits, not too many."""

    _DIGITS = re.compile(r"[0-9]{1,9}\Z")

    @classmethod
    def between(cls, least: int, most: int, error: str, **options: Any) -> WholeNumber:
        """Make a number with its limits; whatever is wrong with it is answered with these."""
        told = error.format(min=least, max=most)
        limits = validate.Range(least, most, error=told)
        return cls(validate=limits, error_messages={"invalid": told}, **options)

    def _validated(self, value: Any) -> int:
        if isinstance(value, str) and not self._DIGITS.match(value):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def json_field(name: str, **options: Any) -> fields.Field[Any]:
    """Make the field of a column that holds JSON."""
    if name == "context":
        return StoredNested(ContextSchema, **{**options, "allow_none": True})
    if name == "student_group_bands":
        limit = validate.Length(max=20)
        return StoredDict(
            keys=text_field(60), values=one_of(Band), validate=limit, **{**options, "allow_none": True}
        )
    if name in MARKED_DAYS:
        return day_list_field(**options)
    enum = {"other_roles": RoleGroup, "evidence_sources": EvidenceSource}[name]
    return StoredList(one_of(enum), validate=validate.Length(max=len(enum)), **options)


def link_field() -> fields.String:
    """Make a field for a link that a browser may follow: a script is no link."""
    check = validate.Regexp(
        r"https?://[^\s]{3,1990}$", error="Write a whole address that begins with https://."
    )
    return fields.String(validate=[check, refuse_control_characters], allow_none=True)


JSON_COLUMNS = frozenset({"context", "student_group_bands", "other_roles", "evidence_sources", *MARKED_DAYS})


def column_field(kind: str, name: str, **options: Any) -> fields.Field[Any]:
    """Make the field of any column of a kind."""
    if name in JSON_COLUMNS:
        return json_field(name, **options)
    return field_for(TABLES[kind], name, **options)  # type: ignore[arg-type]


def links_of(kind: str) -> dict[str, fields.Field[Any]]:
    """Make the fields of the lists of references of a kind."""
    limit = validate.Length(max=MAX_LINKS, error=f"List {MAX_LINKS} or fewer.")
    return {name: fields.List(key_field(), validate=limit) for name in LINKS.get(TABLES[kind], {})}


def make_schema(name: str, made_of: Mapping[str, fields.Field[Any]]) -> type[Schema]:
    """Make a schema class of this name."""
    return Schema.from_dict(dict(made_of), name=name)


def body_schema(
    name: str,
    kind: str,
    columns: Iterable[str],
    optional: Iterable[str] = (),
    *,
    links: bool = True,
    **more: Any,
) -> type[Schema]:
    """Make the schema of a body that writes a record.

    Args:
        name: name in the API's description.
        kind: kind of the record.
        columns: the columns that may be written.
        optional: columns the table demands, but the hub can fill in.
        links: whether the kind's lists of references may be written.
        more: further fields.
    """
    spared = {column: {"required": False} for column in optional}
    made_of = {column: column_field(kind, column, **spared.get(column, {})) for column in columns}
    made_of |= {"link": link_field()} if "link" in made_of else {}
    made_of |= links_of(kind) if links else {}
    made_of |= more
    return make_schema(name, {**made_of, CONFIRM: confirm_field()})


def confirm_field() -> fields.Field[Any]:
    """Make the field that says which texts hold nothing of a student."""
    return fields.List(
        text_field(60),
        validate=validate.Length(max=40),
        metadata={"description": "Fields whose text looks private but is confirmed not to be a student's."},
    )


def answer_schema(name: str, kind: str, **derived: fields.Field[Any]) -> type[Schema]:
    """Make the schema of what is shown of a record: its columns, its lists and what is derived."""
    shown = [column for column in _columns(kind) if column not in NOT_SHOWN]
    made_of: dict[str, fields.Field[Any]] = {column: _shown_column(kind, column) for column in shown}
    made_of |= {name: fields.List(fields.String(), required=True) for name in links_of(kind)}
    return make_schema(name, {**made_of, **derived})


def _columns(kind: str) -> dict[str, Any]:
    model: Any = KINDS[kind]
    return {column.key: column for column in model.__table__.columns}


def _shown_column(kind: str, column: str) -> fields.Field[Any]:
    options: dict[str, Any] = {"required": True}
    if column not in ALWAYS_THERE:
        options["allow_none"] = True
    field = column_field(kind, column, **options)
    # What was stored before a limit was lowered is still shown.
    field.validators = [check for check in field.validators if isinstance(check, validate.OneOf)]
    return field


def page_schema(answer: type[Schema]) -> type[Schema]:
    """Make the schema of one page of a list."""
    return make_schema(
        f"{answer.__name__}Page",
        {
            "items": fields.List(fields.Nested(answer), required=True),
            "page": fields.Integer(required=True),
            "page_size": fields.Integer(required=True),
            "total": fields.Integer(
                required=True, metadata={"description": "How many you may read, on all pages."}
            ),
        },
    )


PAGING: Mapping[str, fields.Field[Any]] = {
    "page": WholeNumber.between(1, MAX_PAGE, "Use a page from 1 to {max:,}.", load_default=1),
    "page_size": WholeNumber.between(1, MAX_PAGE_SIZE, "Use a page size from 1 to {max}.", load_default=20),
}
STATUSES: Mapping[str, type[StrEnum]] = {
    "network": NetworkStatus,
    "driver": DriverStatus,
    "team": TeamStatus,
    "pdsa_cycle": CycleStatus,
    "vocabulary_term": TermStatus,
}
FIXED_FILTERS: Mapping[str, type[StrEnum]] = {"decision": Decision, "visibility": Visibility}


class PageQuery(Schema):
    """Which page of a list."""

    page = PAGING["page"]
    page_size = PAGING["page_size"]


def list_query_schema(name: str, kind: str, **more: fields.Field[Any]) -> type[Schema]:
    """Make the schema of the query of a list: filters, sorting, page, and what else it is asked with."""
    model = KINDS[kind]
    made_of = {filter_name: _filter_field(kind, filter_name) for filter_name in filter_names(model)}
    sorts = [sign + column for column in sortable_columns(model) for sign in ("", "-")]
    sort = fields.String(
        validate=one_of_words(sorts), metadata={"description": "`-` before the column: descending."}
    )
    return make_schema(name, {**made_of, "sort": sort, **PAGING, **more})


def _filter_field(kind: str, name: str) -> fields.Field[Any]:
    if name == "text":
        return text_field(200, metadata={"description": "Words that occur in the record."})
    if name == "status":
        statuses = [*STATUSES.get(kind, [one for one in Publication if one != Publication.ARCHIVED])]
        return fields.String(validate=one_of_words(dict.fromkeys([*statuses, Publication.ARCHIVED])))
    if name in FIXED_FILTERS:
        return fields.String(validate=one_of_words(list(FIXED_FILTERS[name])))
    if name in {"state", "level", "type", "relation", "proposed_from"}:
        return fields.String(validate=one_of_words(_columns(kind)[name].type.enum_class))
    return key_field(metadata={"description": "Id or import key."})


def one_of_words(choices: Iterable[str]) -> validate.OneOf:
    """Make the check that a word is one of these; the refusal names them."""
    values = [str(choice) for choice in choices]
    return validate.OneOf(values, error=f"Choose one of: {', '.join(values)}.")
