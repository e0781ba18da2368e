"""Search in plain words, and the driver that some words are about."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import show_page
from nic_hub.api.resources.people import as_they_are
from nic_hub.api.resources.suggested import LikelyDriver, LookAlike
from nic_hub.api.schemas import PAGING, make_schema, page_schema
from nic_hub.domain.vocabulary import Provenance, Visibility
from nic_hub.fields import key_field, one_of, text_field
from nic_hub.services.access.principals import choose_network
from nic_hub.services.kinds import SEARCHED_KINDS
from nic_hub.services.searching import SearchRequest, search_records
from nic_hub.services.suggesting.likeness import find_likeness, tell_likeness

MAX_QUESTION = 2_000
NETWORK = key_field(
    metadata={
        "description": "Id or key of the network. Needed without a token, where several let everybody read."
    }
)
Found = make_schema(
    "Found",
    {
        "kind": fields.String(required=True, validate=validate.OneOf(SEARCHED_KINDS)),
        **texts("id", "key", "title", "team_id", "status"),
        **texts("summary", "driver_id", "change_idea_id", empty=True),
        "score": fields.Float(
            required=True,
            metadata={"description": "How well it fits beside the others found, 0 to 1."},
        ),
        "provenance": one_of(Provenance, required=True),
        "visibility": one_of(Visibility, required=True),
        "updated_at": fields.AwareDateTime(required=True),
    },
)
SearchQuery = make_schema(
    "SearchQuery",
    {
        "q": text_field(
            MAX_QUESTION, required=True, metadata={"description": "The question, or some words."}
        ),
        "kind": fields.List(fields.String(validate=validate.OneOf(SEARCHED_KINDS)), load_default=list),
        **{
            name: key_field(metadata={"description": "Id or key."}) for name in ("driver", "team", "district")
        },
        "tested": fields.Boolean(truthy={"true"}, falsy={"false"}),
        "network": NETWORK,
        **PAGING,
    },
)
DriverQuery = make_schema("DriverQuery", {"q": text_field(MAX_QUESTION, required=True)})
ProposedDriver = make_schema(
    "ProposedDriver",
    {
        "driver": fields.Nested(LikelyDriver, required=True, allow_none=True),
        "look_alikes": list_of(LookAlike),
        "message": fields.String(required=True),
    },
)

search = HubBlueprint("search", __name__, url_prefix=f"{PREFIX}/search", description="Search in plain words.")


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprint of search."""
    return [search]


@search.operation(
    "GET",
    "",
    access=Access.READER,
    query=SearchQuery(),
    answer=page_schema(Found)(),
    summary="Records that fit a question, best first; at most 200",
)
def find(asked: Asked) -> Any:
    """Return one page of what was found."""
    wanted = dict(asked.query)
    principal = asked.call(choose_network, wanted.pop("network", None), "?network")
    found = search_records(asked.session, principal, asked.hub.search, SearchRequest(**wanted))
    return show_page(asked, found, as_they_are)


@search.operation(
    "GET",
    "/driver",
    access=Access.MEMBER,
    query=DriverQuery(),
    answer=ProposedDriver(),
    summary="What a new idea in some words resembles: its likely driver, and ideas that were written before",
)
def propose(asked: Asked) -> Any:
    """Name the driver that stands out, and look-alikes."""
    return asked.call(tell_likeness, asked.call(find_likeness, asked.hub.search, asked.query["q"]))
