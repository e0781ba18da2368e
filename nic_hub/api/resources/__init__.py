"""The resources of the API: one module a subject; what all collections share is in ``collection``."""

from nic_hub.api.operations import HubBlueprint
from nic_hub.api.resources import account, cycles, knowledge, measures, people, reports, sharing, theory

#: In the order in which the documentation shows them.
SUBJECTS = (account, theory, people, knowledge, cycles, measures, sharing, reports)


def all_blueprints() -> list[HubBlueprint]:
    """Make the blueprints of all resources."""
    return [blueprint for subject in SUBJECTS for blueprint in subject.make_blueprints()]
