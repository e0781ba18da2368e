"""What Slack does with a window after it was sent in: close, show errors, replace, put another on top."""

from tests.fake_slack.refusals import Refusal, refuse_unless
from tests.fake_slack.validation import check_view, problems_of_blocks

#: What the person reads when the app did not answer in time or answered with nonsense.
TROUBLE = "We had some trouble connecting. Try again?"


def react(slack, view, delivery):
    """Do with the window what the answer to `view_submission` says.

    https://docs.slack.dev/surfaces/modals#response_actions
    """
    with slack.changed:
        if not delivery.acknowledged:
            view.errors = {"": TROUBLE}
            return
        answer = delivery.last.answer
        REACTIONS[answer.get("response_action", "close")](slack, view, answer)
        slack.changed.notify_all()


def _close(slack, view, answer):
    slack.close_view(view)


def _clear(slack, view, answer):
    slack.close_view(view, stack=True)


def _errors(slack, view, answer):
    errors = answer.get("errors") or {}
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    # https://docs.slack.dev/surfaces/modals#displaying_errors: each key is the block_id of an input block.
    refuse_unless(
        errors and set(errors) <= inputs, "invalid_arguments", f"errors for {sorted(set(errors) - inputs)}"
    )
    refuse_unless(
        all(isinstance(words, str) and words for words in errors.values()), "invalid_arguments", "no words"
    )
    view.errors = errors


def _update(slack, view, answer):
    check_view(answer.get("view"))
    slack.update_view(view, answer["view"])


def _push(slack, view, answer):
    check_view(answer.get("view"))
    slack.open_view(view.user, view.installation, answer["view"], on=view)


REACTIONS = {"close": _close, "clear": _clear, "errors": _errors, "update": _update, "push": _push}


def read_options(answer):
    """Return the options an app offers for what somebody typed; refuse what Slack would not show.

    https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
    """
    groups = answer.get("option_groups") or []
    options = [*(answer.get("options") or []), *(one for group in groups for one in group["options"])]
    select = {"type": "static_select", "action_id": "offered", "options": options}
    if options and (problems := problems_of_blocks([{"type": "actions", "elements": [select]}])):
        raise Refusal("invalid_arguments", *problems)
    return options
