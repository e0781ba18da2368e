"""Response URLs: how an app answers an interaction without a token.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import json

from tests.fake_slack.arguments import flag
from tests.fake_slack.calls import LoggedCall
from tests.fake_slack.refusals import Refusal, refuse_unless
from tests.fake_slack.validation import check_blocks
from tests.fake_slack.world import Message

USES = 5
SECONDS = 30 * 60


def answer(slack, url_id, body):
    """Take what the app posted to a response URL; returns the logged call and headers."""
    call = LoggedCall("response_url", None, {})
    with slack.changed:
        slack.calls.append(call)
        try:
            call.args = json.loads(body)
            slack.faults.before("response_url")
            _use(slack, slack.response_urls.get(url_id), call.args)
        except Refusal as refusal:
            call.status = refusal.status if refusal.status != 200 else 404
            call.error, call.answer = refusal.error, refusal.body()
            return call, refusal.headers
        finally:
            slack.changed.notify_all()
    return call, {}


def _use(slack, url, arguments):
    # https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: 5 times in 30 minutes.
    refuse_unless(url and slack.clock.now() <= url.made_at + SECONDS, "expired_url")
    refuse_unless(url.uses < USES, "used_url")
    check_blocks(arguments.get("blocks"))
    url.uses += 1
    respond(slack, url, arguments)


def respond(slack, url, arguments):
    """Show, replace or delete a message as an answer to an interaction says."""
    if flag(arguments.get("delete_original")):
        refuse_unless(url.message, "message_not_found")
        url.message.is_deleted = True
    elif flag(arguments.get("replace_original")) and url.message:
        url.message.change(arguments.get("text", ""), arguments.get("blocks") or [])
    else:
        _show(slack, url, arguments)


def _show(slack, url, arguments):
    refuse_unless(arguments.get("text") or arguments.get("blocks") or arguments.get("attachments"), "no_text")
    # https://docs.slack.dev/interactivity/implementing-slash-commands: ephemeral unless in_channel is said.
    to = None if arguments.get("response_type") == "in_channel" else url.user
    slack.add_message(
        Message(
            ts=slack.clock.timestamp(),
            channel=url.channel,
            author=url.installation.bot,
            text=arguments.get("text", ""),
            blocks=slack.name_elements(arguments.get("blocks") or []),
            thread_ts=arguments.get("thread_ts"),
            to=to,
        )
    )
