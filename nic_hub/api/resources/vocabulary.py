"""Words of districts, and the shared words they are mapped to."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, archiving, show
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import answer_schema, body_schema, make_schema
from nic_hub.services.presenting import present
from nic_hub.services.words.local_terms import (
    approve_term,
    change_term,
    decline_term,
    propose_term,
    restore_term,
)
from nic_hub.services.words.term_proposals import find_proposals, store_proposals

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
    acts=archiving(restore_term),
    reads=Access.MEMBER,
    example={
        "local_term": "CUBES",
        "shared_term": "three reads",
        "relation": "related",
        "note": "CUBES marks keywords, three reads gives each reading a purpose.",
    },
)
ProposedTerms = make_schema(
    "ProposedTerms",
    {
        "items": fields.List(
            fields.Nested(VOCABULARY_TERMS.answer),
            required=True,
            metadata={"description": "What was not proposed before, waiting for a decision; 20 at most."},
        )
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

    add_proposing(terms)
    return [terms]


def add_proposing(blueprint: HubBlueprint) -> None:
    """Add the door at which the hub itself proposes words."""

    @blueprint.operation(
        "POST",
        "/propose",
        access=Access.CURATOR,
        answer=ProposedTerms(),
        prepare=lambda asked: asked.call(find_proposals, asked.hub.search),
        summary="Let words be proposed that may name the same: from lineage, and from neighbours in meaning",
    )
    def propose(asked: Asked) -> Any:
        rows = asked.call(store_proposals, asked.prepared)
        asked.session.flush()
        return {"items": asked.call(present, rows)}
