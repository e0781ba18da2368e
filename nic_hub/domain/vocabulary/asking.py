"""Questions, who hears the answers, and what goes on in Slack."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What the asker thought of a suggestion."""

    USEFUL = "useful"
    DIFFERENT_PROBLEM = "different_problem"
    NOT_TESTED = "not_tested"
    NOT_MY_CONTEXT = "not_my_context"
    ALREADY_TRIED = "already_tried"
    NO_TOOL = "no_tool"


class Only(StrEnum):
    """Which part of the ideas somebody asks for."""

    FAILED = "failed"


class Ceiling(StrEnum):
    """How far an answer will be seen: what is shown must be open to everybody of that audience."""

    PUBLIC = "public"
    NETWORK = "network"
    DISTRICT = "district"


class SlackUserKind(StrEnum):
    """Who somebody is in a Slack workspace, as Slack tells its bot."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    STRANGER = "stranger"


class AuditAction(StrEnum):
    """What is noted about workspaces and the people in them."""

    BOUND = "bound"
    UNBOUND = "unbound"
    LINKED = "linked"
    UNLINKED = "unlinked"
    REFUSED = "refused"


class NoticeKind(StrEnum):
    """What the hub tells a member in Slack by itself."""

    ADOPTION_STARTED = "adoption_started"
    STUDY_DUE = "study_due"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
