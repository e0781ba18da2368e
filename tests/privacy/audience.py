"""What a viewer may show to an audience: what each of it may read, and nothing of the viewer's own."""

from __future__ import annotations

from functools import cached_property

from nic_hub.domain.vocabulary import Ceiling
from tests.privacy.oracle import Oracle
from tests.privacy.world import Item


class Audience(Oracle):
    """Everybody of the viewer's network or district, or everybody, as one reader without a role.

    Args:
        speaker: the viewer, who is a member.
        ceiling: the audience.
    """

    def __init__(self, speaker: Oracle, ceiling: Ceiling) -> None:
        assert speaker.viewer is not None
        super().__init__(speaker.world, None if ceiling == Ceiling.PUBLIC else speaker.viewer)
        self.roles = set()
        self.network = speaker.viewer.network
        self._near = speaker.own_districts if ceiling == Ceiling.DISTRICT else set()

    def may_read(self, item: Item) -> bool:
        """Say whether each of the audience may read an item; nobody in it reported or proposed anything."""
        return item.network == self.network and not self._is_own_matter(item) and super().may_read(item)

    def _is_own_matter(self, item: Item) -> bool:
        """Say whether only the viewer, as somebody in the network, knows of it: a report, a proposal."""
        is_open = item.kind == "vocabulary_term" and item["status"] != "approved"
        return item.kind == "report" or is_open

    def comments(self, item: Item) -> list[str]:
        """Say that comments are for no audience."""
        return []

    def stands_by(self, team: str) -> bool:
        """Nobody of an audience stands by a team."""
        return False

    def knows_address(self, member: Item) -> bool:
        """Say that an address is for no audience."""
        return False

    @cached_property
    def districts(self) -> set[str]:
        """The districts whose records the audience reads."""
        return self._near

    def _parts(self, team: str) -> list[str]:
        """Nobody of an audience works in a team."""
        return []
