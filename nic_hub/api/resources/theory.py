"""Networks, their aims and the driver tree."""

from __future__ import annotations

from typing import Any

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, show
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import answer_schema, body_schema, make_schema
from nic_hub.fields import key_field
from nic_hub.services.networks import change_network
from nic_hub.services.records import get_record
from nic_hub.services.references import find_reference
from nic_hub.services.theory import change_driver, create_driver, merge_driver

AIM = ("key", "statement", "population", "grades", "measure", "baseline", "target", "due_on", "previous_id")
DRIVER = ("key", "aim_id", "parent_id", "level", "name", "definition", "position")

NETWORKS = Collection(
    kind="network",
    path="networks",
    about="The improvement community you belong to.",
    answer=answer_schema("Network", "network"),
    changes=body_schema(
        "NetworkChange", "network", ("name", "problem", "min_n", "status", "allows_public", "time_zone")
    ),
    change=change_network,
    acts=(),
)
AIMS = Collection(
    kind="aim",
    path="aims",
    about="What the network wants to reach: for whom, how much, by when.",
    answer=answer_schema("Aim", "aim"),
    creates=body_schema("AimBody", "aim", AIM),
    changes=body_schema("AimChange", "aim", AIM[1:]),
)
DRIVERS = Collection(
    kind="driver",
    path="drivers",
    about="The levers of the aim: the tree that all teams share.",
    answer=answer_schema("Driver", "driver"),
    creates=body_schema("DriverBody", "driver", DRIVER),
    changes=body_schema("DriverChange", "driver", (*DRIVER[1:], "status")),
    create=create_driver,
    change=change_driver,
)
Merge = make_schema(
    "Merge",
    {"into": key_field(required=True, metadata={"description": "Id or key of the driver that stays."})},
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprints of networks, aims and drivers."""
    drivers = make_collection(DRIVERS)

    @drivers.operation(
        "POST",
        "/<id:record_id>/merge",
        access=Access.CURATOR,
        body=Merge(),
        answer=DRIVERS.answer(),
        versioned=True,
        summary="Merge a driver into another one",
    )
    def merge(asked: Asked, record_id: str) -> Any:
        driver = DRIVERS.get(asked, record_id)
        into_id = asked.call(find_reference, DRIVERS.model, asked.body["into"], "/into")
        into = asked.call(get_record, DRIVERS.model, into_id)
        return show(asked, asked.call(merge_driver, driver, into, expected_version=asked.version))

    return [make_collection(NETWORKS), make_collection(AIMS), drivers]
