"""Local words and the shared words they are mapped to: how they relate, and what became of a mapping."""

from __future__ import annotations

from enum import StrEnum


class TermRelation(StrEnum):
    """How a local term relates to the shared one: a narrower one names a part of it."""

    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"
    RELATED = "related"
    NOT_SAME = "not-same"


class TermStatus(StrEnum):
    """What a coach decided about a mapping; only an approved one is used."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


class TermOrigin(StrEnum):
    """Where a mapping came from: a person, likeness of meaning, or one lineage under two names."""

    PERSON = "person"
    NEIGHBOURS = "neighbours"
    CO_USE = "co_use"
