"""What can go wrong, in the words of the person who sees it.

    HubError
    ├── Invalid              a value is wrong; carries one FieldProblem per field
    │   └── PrivateText      free text that seems to hold personal data
    ├── NotFound             there is no such record *for you*
    ├── Forbidden            you may see it, but not do this
    │   ├── NotLinked        the person in Slack is not linked to a member yet
    │   └── WorkspaceNotBound the bot may not act in this Slack workspace
    ├── Unauthenticated      we do not know who you are
    ├── Conflict             the record is not in a state that allows this
    │   ├── Stale            somebody changed it since you read it
    │   └── Duplicate        the key is taken
    ├── PreconditionRequired the request must say which version it changes
    ├── TooManyRequests      slow down; carries retry_after_seconds
    ├── Unavailable          a part of the hub is not ready; carries retry_after_seconds
    └── Misconfigured        a setting is missing or wrong; names it

Every detail says what to do. HTTP status codes are chosen in ``nic_hub.api.problems``, nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with one field.

    Args:
        pointer: JSON pointer of the field in the body (``/prediction``) or ``?name`` for a query parameter.
        detail: what is wrong and what to do, one sentence.
    """

    pointer: str
    detail: str


class HubError(Exception):
    """Base of every error the hub raises on purpose."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Invalid(HubError):
    """The input breaks a rule; nothing was stored."""

    def __init__(self, detail: str, problems: Iterable[FieldProblem] = ()) -> None:
        super().__init__(detail)
        self.problems = tuple(problems)

    @classmethod
    def field(cls, name: str, detail: str) -> Invalid:
        """Make the error for one field of a body."""
        return cls(detail, [FieldProblem(f"/{name}", detail)])


class PrivateText(Invalid):
    """Free text seems to hold an e-mail address, a phone or an ID number."""


class NotFound(HubError):
    """No such record exists for the person who asks."""


class Forbidden(HubError):
    """The person may see the record but may not do this."""


class NotLinked(Forbidden):
    """A bot asks for somebody who is not linked to a member of the network."""


class WorkspaceNotBound(Forbidden):
    """A bot asks from a Slack workspace that is not bound to a network, or not to this bot."""


class Unauthenticated(HubError):
    """The request carries no valid token."""


class Conflict(HubError):
    """The record is in a state that does not allow this."""


class Stale(Conflict):
    """The record changed since it was read."""


class Duplicate(Conflict):
    """A record with this key exists already."""


class PreconditionRequired(HubError):
    """A change must say which version it was made from."""


class TooManyRequests(HubError):
    """Too many requests in a short time."""

    def __init__(self, detail: str, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(HubError):
    """A part of the hub is not ready."""

    def __init__(self, detail: str, retry_after_seconds: int = 5) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class Misconfigured(HubError):
    """A setting is missing or has a wrong value."""
