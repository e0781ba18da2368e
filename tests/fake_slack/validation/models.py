"""What the models of slack_sdk say of blocks and windows."""

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

#: In @slack/types, not in the SDK: https://docs.slack.dev/reference/block-kit/blocks/data-table-block
NOT_IN_THE_SDK = {"data_table"}


def problems(block):
    """Return what the SDK's model of this block says against it."""
    if block.get("type") in NOT_IN_THE_SDK:
        return []
    return _complaints(lambda: Block.parse(block).to_dict(), block.get("type"))


def view_problems(view):
    """Return what the SDK's model of a window says against it, its blocks left out."""
    shell = {name: value for name, value in view.items() if name != "blocks"}
    return _complaints(lambda: View(**shell, blocks=[{"type": "divider"}]).to_dict(), "view")


def _complaints(build, name):
    try:
        build()
    except SlackObjectFormationError as error:
        return [f"{name}: {error}"]
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        return [f"{name}: the SDK cannot read it: {error}"]
    return []
