"""Whether Slack would take these blocks, this window, this manifest, by three judges.

They are the SDK's own models, a JSON Schema made from the official `@slack/types`, and limits that only the
documentation tells of. Each sees other faults, and what any of the three refuses is refused.
"""

import json

from tests.fake_slack.refusals import Refusal, refuse_unless
from tests.fake_slack.validation import limits, models, schema
from tests.fake_slack.validation.manifest import problems_of_manifest

__all__ = ["check_blocks", "check_view", "problems_of_blocks", "problems_of_manifest", "problems_of_view"]

#: Nobody documents it, and Slack refuses messages above it: https://github.com/slackapi/bolt-js/issues/2509
BLOCKS_LENGTH = 13_200
#: https://docs.slack.dev/reference/methods/views.open: "greater than 250kb".
VIEW_BYTES = 250_000


def problems_of_blocks(blocks, surface="message"):
    """Return what is wrong with the blocks of a message, a modal or a Home tab, in words."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks is not a list of objects"]
    found = [problem for block in blocks for problem in (*schema.problems(block), *models.problems(block))]
    return [*found, *limits.problems(blocks, surface)]


def check_blocks(blocks):
    """Refuse the blocks of a message as Slack does."""
    if not blocks:
        return
    # https://docs.slack.dev/reference/methods/chat.postMessage: not a list of blocks at all.
    refuse_unless(isinstance(blocks, list), "invalid_blocks_format")
    if problems := problems_of_blocks(blocks):
        raise Refusal("invalid_blocks", *problems)
    length = len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
    refuse_unless(length <= BLOCKS_LENGTH, "msg_blocks_too_long", f"{length} characters of blocks")


def problems_of_view(view):
    """Return what is wrong with a modal or a Home tab, in words."""
    if not isinstance(view, dict):
        return ["view is not an object"]
    blocks = problems_of_blocks(view.get("blocks"), view.get("type", "modal"))
    return [*schema.view_problems(view), *models.view_problems(view), *limits.view_problems(view), *blocks]


def check_view(view):
    """Refuse a window as Slack does."""
    refuse_unless(len(json.dumps(view).encode()) <= VIEW_BYTES, "view_too_large")
    # https://docs.slack.dev/reference/methods/views.open: what is wrong stands in response_metadata.messages.
    if problems := problems_of_view(view):
        raise Refusal("invalid_arguments", *problems)
