"""What a bot brings into Slack by itself: subscriptions of channels, weekly digests, notices."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.bots import slack_id
from nic_hub.api.resources.suggested import NamedDriver
from nic_hub.api.schemas import make_schema
from nic_hub.domain.vocabulary import Decision, Direction, NoticeKind, PredictionMet
from nic_hub.fields import MAX_SHORT_TEXT, key_field, one_of, text_field
from nic_hub.services.slack.digests import DueDigest, claim_digests, mark_posted
from nic_hub.services.slack.notices import DueNotice, claim_notices, mark_delivered
from nic_hub.services.slack.subscriptions import (
    Told,
    list_subscriptions,
    stop_subscription,
    subscribe,
    tell_subscription,
    unsubscribe,
)

PLACE = texts("team_id", "channel_id") | texts("enterprise_id", empty=True)
SubscriptionTold = make_schema(
    "Subscription",
    {
        **texts("id"),
        **PLACE,
        "driver": fields.Nested(NamedDriver, required=True),
        "subscribed_at": fields.AwareDateTime(required=True),
        "ended_at": fields.AwareDateTime(required=True, allow_none=True),
        **texts("reason", empty=True),
    },
)
SubscriptionList = make_schema("Subscriptions", {"items": list_of(SubscriptionTold)})
NewSubscription = make_schema(
    "NewSubscription",
    {
        "channel_id": slack_id(required=True),
        "driver": key_field(required=True, metadata={"description": "Id or key of the driver."}),
    },
)
SubscriptionQuery = make_schema("SubscriptionQuery", {"team_id": slack_id(), "channel_id": slack_id()})
Stop = make_schema("Stop", {"reason": text_field(MAX_SHORT_TEXT, required=True)})
Result = make_schema(
    "DigestResult",
    {
        **texts("cycle_id", "team_id"),
        "change_idea": fields.Nested(make_schema("DigestIdea", texts("id", "title")), required=True),
        **texts("prediction", "result", "learning", empty=True),
        "prediction_met": one_of(PredictionMet, required=True, allow_none=True),
        "direction": one_of(Direction, required=True, allow_none=True),
        "decision": one_of(Decision, required=True, allow_none=True),
        "closed_on": fields.Date(required=True, allow_none=True),
        **{name: fields.Boolean(required=True) for name in ("failed", "numbers_kept_in_team", "synthetic")},
    },
)
Call = make_schema("DigestCall", texts("id", "question", "team_id") | texts("detail", empty=True))
DigestTold = make_schema(
    "Digest",
    {
        **texts("id", "subscription_id", "week"),
        **PLACE,
        "driver": fields.Nested(NamedDriver, required=True),
        "results": list_of(Result),
        "help_wanted": list_of(Call),
    },
)
DigestList = make_schema("Digests", {"items": list_of(DigestTold)})
MESSAGE = validate.Regexp(r"[0-9]{1,20}\.[0-9]{1,20}\Z", error="Write Slack's ts, such as 1712345678.000100.")
Posted = make_schema("Posted", {"message_ts": fields.String(required=True, validate=MESSAGE)})
DigestPosted = make_schema("DigestPosted", {**texts("id"), "posted_at": fields.AwareDateTime(required=True)})
NoticeTold = make_schema(
    "Notice",
    {
        **texts("id", "team_id", "user_id"),
        **texts("enterprise_id", empty=True),
        "kind": one_of(NoticeKind, required=True),
        "due_on": fields.Date(required=True),
        **texts("cycle_id", "adoption_id", "change_idea_id", "title", empty=True),
        "team": fields.String(
            required=True, metadata={"description": "Name of the team that tries it, asks or answers."}
        ),
        **texts("question_id", "person", "question", "answer", empty=True),
        "study_on": fields.Date(required=True, allow_none=True),
    },
)
NoticeList = make_schema("Notices", {"items": list_of(NoticeTold)})
NoticeDelivered = make_schema(
    "NoticeDelivered", {**texts("id"), "delivered_at": fields.AwareDateTime(required=True)}
)
subscriptions = HubBlueprint(
    "subscriptions",
    __name__,
    url_prefix=f"{PREFIX}/bot/subscriptions",
    description="Channels that hear of a driver each week.",
)
digests = HubBlueprint(
    "digests",
    __name__,
    url_prefix=f"{PREFIX}/bot/digests",
    description="What a channel hears in one week: once, and nothing where nothing is new.",
)
notices = HubBlueprint(
    "notices",
    __name__,
    url_prefix=f"{PREFIX}/bot/notices",
    description="What linked people are told by itself, each once.",
)


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprints of subscriptions, digests and notices."""
    return [subscriptions, digests, notices]


@subscriptions.operation(
    "POST",
    "",
    access=Access.LINKED,
    body=NewSubscription(),
    answer=SubscriptionTold(),
    summary="Let a channel of my workspace hear of a driver each week",
)
def begin(asked: Asked) -> Any:
    """Begin a subscription; one that ended begins again."""
    row = asked.call(subscribe, **asked.body)
    asked.session.flush()
    return _tell_subscription(tell_subscription(asked.session, row))


@subscriptions.operation(
    "DELETE",
    "/<id:subscription_id>",
    access=Access.LINKED,
    answer=SubscriptionTold(),
    summary="End a subscription of my workspace",
)
def end(asked: Asked, subscription_id: str) -> Any:
    """End a subscription, as a person of the workspace."""
    row = asked.call(unsubscribe, subscription_id)
    return _tell_subscription(tell_subscription(asked.session, row))


@subscriptions.operation(
    "GET",
    "",
    access=Access.BOT,
    query=SubscriptionQuery(),
    answer=SubscriptionList(),
    summary="The live subscriptions of the bot's workspaces",
)
def list_all(asked: Asked) -> Any:
    """List the subscriptions a bot looks after."""
    return {"items": [_tell_subscription(told) for told in asked.call(list_subscriptions, **asked.query)]}


@subscriptions.operation(
    "POST",
    "/<id:subscription_id>/stop",
    access=Access.BOT,
    body=Stop(),
    answer=SubscriptionTold(),
    summary="End a subscription where the bot cannot post any more",
)
def stop(asked: Asked, subscription_id: str) -> Any:
    """End a subscription, as the bot."""
    row = asked.call(stop_subscription, subscription_id, **asked.body)
    return _tell_subscription(tell_subscription(asked.session, row))


@digests.operation(
    "POST", "/claim", access=Access.BOT, answer=DigestList(), summary="Claim the digests that are due"
)
def claim(asked: Asked) -> Any:
    """Hand out the digests that are due, each to one asker."""
    return {"items": [_tell_digest(due) for due in asked.call(claim_digests, now=datetime.now(UTC))]}


@digests.operation(
    "POST",
    "/<id:digest_id>/posted",
    access=Access.BOT,
    body=Posted(),
    answer=DigestPosted(),
    summary="Say that a digest stands in its channel",
)
def posted(asked: Asked, digest_id: str) -> Any:
    """Note in which message a digest stands."""
    return asked.call(mark_posted, digest_id, **asked.body)


@notices.operation(
    "POST", "/claim", access=Access.BOT, answer=NoticeList(), summary="Claim the notices that are due"
)
def claim_due(asked: Asked) -> Any:
    """Hand out the notices that are due, each to one asker."""
    return {"items": [_tell_notice(due) for due in asked.call(claim_notices, now=datetime.now(UTC))]}


@notices.operation(
    "POST",
    "/<id:notice_id>/delivered",
    access=Access.BOT,
    answer=NoticeDelivered(),
    summary="Say that a notice was delivered",
)
def delivered(asked: Asked, notice_id: str) -> Any:
    """Note that a notice reached its person."""
    return asked.call(mark_delivered, notice_id)


def _place(told: Told) -> dict[str, Any]:
    row, driver, workspace = told
    return {
        "team_id": workspace.slack_team_id,
        "enterprise_id": workspace.enterprise_id or None,
        "channel_id": row.channel_id,
        "driver": driver,
    }


def _tell_subscription(told: Told) -> dict[str, Any]:
    row = told[0]
    times = {"subscribed_at": row.subscribed_at, "ended_at": row.ended_at, "reason": row.reason}
    return {"id": row.id, **_place(told), **times}


def _tell_digest(due: DueDigest) -> dict[str, Any]:
    return {
        "id": due.row.id,
        "subscription_id": due.row.subscription_id,
        "week": due.row.week,
        **_place(due.told),
        "results": due.results,
        "help_wanted": due.help_wanted,
    }


def _tell_notice(due: DueNotice) -> dict[str, Any]:
    to = due.recipient
    return {
        "id": due.row.id,
        "kind": due.row.kind,
        "due_on": due.row.due_on,
        "team_id": to.workspace.slack_team_id,
        "enterprise_id": to.workspace.enterprise_id or None,
        "user_id": to.slack_user_id,
        **due.record,
    }
