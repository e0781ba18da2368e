"""What every table shares: ids, times, the network it belongs to, and references that cannot cross networks.

A class names its references in ``__refs__`` (``{"driver_id": "driver"}``); each becomes a composite foreign
key ``(network_id, driver_id) -> driver(network_id, id)``, so the database itself refuses a pointer into
another network. The foreign keys are deferred: they are checked when the transaction commits, so rows may be
written in any order.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Enum,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm import registry as Registry  # noqa: N812 - Base calls its own by the same name.

from nic_hub.domain.vocabulary import Provenance, Publication, Visibility

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
ID_LENGTH = 32


def new_id() -> str:
    """Return a new opaque id: 32 hexadecimal characters."""
    return uuid4().hex


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python on both databases, whatever the driver keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store UTC; refuse a time without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time needs its zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base of every table."""

    registry = Registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={
            str: Text(),
            bool: Boolean(),
            int: Integer(),
            float: Float(),
            date: Date(),
            datetime: UTCDateTime(),
            dict[str, Any]: JSON(none_as_null=True),
            list[str]: JSON(none_as_null=True),
            list[dict[str, Any]]: JSON(none_as_null=True),
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                length=32,
                values_callable=lambda enum: [str(item) for item in enum],
            ),
        },
    )

    def __init__(self, **values: Any) -> None:
        """Make a row. It is complete at once: ids and defaults are set before it is written."""
        columns = type(self).__table__.columns
        if "id" in columns and isinstance(columns["id"].type, String):
            values.setdefault("id", new_id())
        if "key" in columns and values.get("key") is None:
            values["key"] = values["id"]
        for name, column in columns.items():
            if column.default is not None and name not in values:
                values.update(_default_of(name, column.default))
        type(self).registry.constructor(self, **values)


def _default_of(name: str, default: Any) -> dict[str, Any]:
    """Return a column's default value; nothing for one that the database works out."""
    if default.is_scalar:
        return {name: default.arg}
    return {name: default.arg(None)} if default.is_callable else {}


def id_column(**options: Any) -> Mapped[str]:
    """Return a primary key column."""
    return mapped_column(String(ID_LENGTH), primary_key=True, default=new_id, **options)


def ref() -> Mapped[str]:
    """Return a required reference column; name its table in ``__refs__``."""
    return mapped_column(String(ID_LENGTH))


def optional_ref() -> Mapped[str | None]:
    """Return a reference column that may be empty; name its table in ``__refs__``."""
    return mapped_column(String(ID_LENGTH), default=None)


def foreign_keys(refs: dict[str, str]) -> list[ForeignKeyConstraint]:
    """Make the composite, deferred foreign keys for ``{column: table}``."""
    return [
        ForeignKeyConstraint(
            ["network_id", column],
            [f"{table}.network_id", f"{table}.id"],
            deferrable=True,
            initially="DEFERRED",
        )
        for column, table in refs.items()
    ]


class InNetwork:
    """A row of one network. ``__refs__`` of all bases are gathered; each referring column is indexed."""

    __refs__: ClassVar[dict[str, str]] = {}
    __unique__: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: Mapped[str] = id_column()
    network_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("network.id", deferrable=True, initially="DEFERRED")
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    @classmethod
    def refs(cls) -> dict[str, str]:
        """Return every reference of the class: column name to table name."""
        gathered: dict[str, str] = {}
        for base in reversed(cls.__mro__):
            gathered.update(vars(base).get("__refs__", {}))
        return gathered

    @classmethod
    def unique_columns(cls) -> list[tuple[str, ...]]:
        """Return every unique group of columns, gathered from all bases."""
        return [group for base in reversed(cls.__mro__) for group in vars(base).get("__unique__", ())]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        uniques = [UniqueConstraint("network_id", "id")]
        uniques += [UniqueConstraint(*group) for group in cls.unique_columns()]
        indexes = [Index(None, "network_id", column) for column in cls.refs()]
        return (*foreign_keys(cls.refs()), *uniques, *indexes)


class Versioned(InNetwork):
    """What a person changes later: it has a version and a history, and is archived, not deleted."""

    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Entity(Versioned):
    """Something with a life of its own, beside what is changed: an import key and a provenance."""

    __unique__ = (("network_id", "key"),)

    key: Mapped[str] = mapped_column(String(200))
    provenance: Mapped[Provenance] = mapped_column(default=Provenance.REPORTED)
    source: Mapped[str | None] = mapped_column(default=None)


class Record(Entity):
    """What a team wrote.

    It has an author, a team and a visibility, and starts as a draft (``published_at`` empty).
    """

    __refs__ = {"team_id": "team", "author_id": "member"}

    team_id: Mapped[str] = ref()
    author_id: Mapped[str | None] = optional_ref()
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.NETWORK)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    hidden_at: Mapped[datetime | None] = mapped_column(default=None)

    @hybrid_property
    def is_draft(self) -> bool:
        """Say whether the team has not shared it yet."""
        return self.published_at is None

    @is_draft.inplace.expression
    @classmethod
    def _is_draft(cls) -> ColumnElement[bool]:
        return cls.published_at.is_(None)

    @hybrid_property
    def is_hidden(self) -> bool:
        """Say whether a coach hid it until a report is settled."""
        return self.hidden_at is not None

    @is_hidden.inplace.expression
    @classmethod
    def _is_hidden(cls) -> ColumnElement[bool]:
        return cls.hidden_at.is_not(None)

    @hybrid_property
    def is_withdrawn(self) -> bool:
        """Say whether its team took it back."""
        return self.withdrawn_at is not None

    @is_withdrawn.inplace.expression
    @classmethod
    def _is_withdrawn(cls) -> ColumnElement[bool]:
        return cls.withdrawn_at.is_not(None)

    @property
    def publication(self) -> Publication:
        """Return the state in words: draft, published, archived or withdrawn."""
        if self.is_withdrawn:
            return Publication.WITHDRAWN
        if self.archived_at is not None:
            return Publication.ARCHIVED
        return Publication.DRAFT if self.is_draft else Publication.PUBLISHED
