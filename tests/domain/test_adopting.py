"""What an adoption must say."""

import pytest

from nic_hub.domain.adopting import find_untold, find_wrong_source
from nic_hub.domain.vocabulary import AdoptionState


def pointers(problems):
    return [problem.pointer for problem in problems]


@pytest.mark.parametrize(
    ("idea", "version", "source_team", "wrong"),
    [
        ("i1", None, "theirs", []),
        (None, "v1", "theirs", []),
        (None, None, None, ["/change_idea_id"]),
        ("i1", "v1", "theirs", ["/change_idea_id"]),
        ("i1", None, "ours", ["/change_idea_id"]),
        (None, "v1", "ours", ["/tool_version_id"]),
    ],
)
def test_one_thing_is_taken_over_from_another_team(idea, version, source_team, wrong):
    adoption = {"team_id": "ours", "change_idea_id": idea, "tool_version_id": version}
    assert pointers(find_wrong_source(adoption, source_team)) == wrong


@pytest.mark.parametrize(
    ("state", "told", "wrong"),
    [
        (AdoptionState.TRYING, {}, []),
        (AdoptionState.ADAPTED, {}, ["/what_changed"]),
        (AdoptionState.ADAPTED, {"what_changed": "Shorter"}, []),
        (AdoptionState.DROPPED, {"why": ""}, ["/why"]),
        (AdoptionState.DROPPED, {"why": "No time"}, []),
    ],
)
def test_what_was_adapted_and_why_something_was_dropped_is_told(state, told, wrong):
    assert pointers(find_untold({"state": state, **told})) == wrong
