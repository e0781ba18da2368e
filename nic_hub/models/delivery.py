"""What the hub tells people in Slack without being asked: subscriptions, digests, notices, questions.

Each digest and each notice has one row, so that whatever happens it is told once. A bot claims a row for some
minutes, posts, and says so; a claim that lapsed may be claimed again.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import NoticeKind
from nic_hub.models.base import ID_LENGTH, Base, InNetwork, optional_ref, ref, utc_now
from nic_hub.models.workspaces import SLACK_ID_LENGTH


class Subscription(Base, InNetwork):
    """A channel's wish to hear of a driver each week. It ends, and begins anew, in the same row."""

    __tablename__ = "subscription"
    __refs__ = {"workspace_id": "workspace", "driver_id": "driver", "subscribed_by_id": "member"}
    __unique__ = (("workspace_id", "channel_id", "driver_id"),)

    workspace_id: Mapped[str] = ref()
    channel_id: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    driver_id: Mapped[str] = ref()
    subscribed_by_id: Mapped[str] = ref()
    subscribed_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)


class Digest(Base, InNetwork):
    """What a channel is told of a driver in one week, such as ``2026-W47``."""

    __tablename__ = "digest"
    __refs__ = {"subscription_id": "subscription"}
    __unique__ = (("subscription_id", "week"),)

    subscription_id: Mapped[str] = ref()
    week: Mapped[str] = mapped_column(String(8))
    claimed_at: Mapped[datetime]
    posted_at: Mapped[datetime | None] = mapped_column(default=None)
    message_ts: Mapped[str | None] = mapped_column(String(40), default=None)


class TeamQuestion(Base, InNetwork):
    """A member's question to the team behind an idea, or to the coaches, with an answer: for them alone.

    Notices bring both, and nothing else shows them. Answered by a second person, it stands there twice.
    """

    __tablename__ = "team_question"
    __refs__ = {
        "member_id": "member",
        "team_id": "team",
        "change_idea_id": "change_idea",
        "answered_by_id": "member",
    }

    member_id: Mapped[str] = ref()
    team_id: Mapped[str | None] = optional_ref()
    change_idea_id: Mapped[str | None] = optional_ref()
    question: Mapped[str]
    answer: Mapped[str | None] = mapped_column(default=None)
    answered_by_id: Mapped[str | None] = optional_ref()
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class Notice(Base, InNetwork):
    """One thing a member is told of one record, for one day."""

    __tablename__ = "notice"
    __refs__ = {"member_id": "member", "workspace_id": "workspace"}
    __unique__ = (("kind", "record_id", "member_id", "due_on"),)

    kind: Mapped[NoticeKind]
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    member_id: Mapped[str] = ref()
    workspace_id: Mapped[str] = ref()
    due_on: Mapped[date]
    claimed_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None] = mapped_column(default=None)
