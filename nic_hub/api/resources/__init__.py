"""The resources of the API: one module a subject; what all collections share is in ``collection``."""

from functools import cache

from nic_hub.api.operations import HubBlueprint
from nic_hub.api.resources import (
    account,
    bots,
    cycles,
    deliveries,
    drafts,
    home,
    knowledge,
    measures,
    people,
    questions,
    reports,
    search,
    sharing,
    suggestions,
    theory,
    vocabulary,
)

#: In the order in which the documentation shows them.
SUBJECTS = (
    account,
    search,
    suggestions,
    theory,
    vocabulary,
    people,
    knowledge,
    cycles,
    measures,
    sharing,
    drafts,
    reports,
    questions,
    home,
    bots,
    deliveries,
)


@cache
def all_blueprints() -> tuple[HubBlueprint, ...]:
    """Make the blueprints of all resources. They hold nothing of an app, so all apps share them."""
    return tuple(blueprint for subject in SUBJECTS for blueprint in subject.make_blueprints())
