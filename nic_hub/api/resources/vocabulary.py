"""Words of districts, and the shared words they are mapped to."""

from __future__ import annotations

from typing import Any

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, show
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import answer_schema, body_schema
from nic_hub.services.local_terms import approve_term, change_term, decline_term, propose_term

TERM = ("local_term", "shared_term", "relation", "district_id", "note")

VOCABULARY_TERMS = Collection(
    kind="vocabulary_term",
    path="vocabulary-terms",
    about="Words of a district or the network, and how they relate to the words that others use.",
    answer=answer_schema("VocabularyTerm", "vocabulary_term"),
    creates=body_schema("VocabularyTermBody", "vocabulary_term", ("key", *TERM)),
    changes=body_schema("VocabularyTermChange", "vocabulary_term", TERM),
    create=propose_term,
    change=change_term,
    reads=Access.MEMBER,
    example={
        "local_term": "CUBES",
        "shared_term": "three reads",
        "relation": "related",
        "note": "CUBES marks keywords, three reads gives each reading a purpose.",
    },
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprint of local words."""
    terms = make_collection(VOCABULARY_TERMS)

    @terms.operation(
        "POST",
        "/<id:record_id>/approve",
        access=Access.CURATOR,
        answer=VOCABULARY_TERMS.answer(),
        versioned=True,
        summary="Let a proposed word be used in search and suggestions",
    )
    def approve(asked: Asked, record_id: str) -> Any:
        term = VOCABULARY_TERMS.get(asked, record_id)
        return show(asked, asked.call(approve_term, term, expected_version=asked.version))

    @terms.operation(
        "POST",
        "/<id:record_id>/decline",
        access=Access.CURATOR,
        answer=VOCABULARY_TERMS.answer(),
        versioned=True,
        summary="Turn a proposed word down, or take it out of use",
    )
    def decline(asked: Asked, record_id: str) -> Any:
        term = VOCABULARY_TERMS.get(asked, record_id)
        return show(asked, decline_term(asked.principal, term, expected_version=asked.version))

    return [terms]
