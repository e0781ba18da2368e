"""The Home tab: what one's team is testing and what each test needs next, and what others test now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block, actions, button, context, divider, safe, section, sure
from bot.blocks.notes import HELP
from bot.blocks.pdsa import STEPS

Shown = Mapping[str, Any]
MAX_EACH = 8


def show_home(
    name: str, open_cycles: Sequence[Shown], live: Sequence[Shown], adoptions: Sequence[tuple[str, Shown]]
) -> Block:
    """Write the Home tab of a linked person.

    Args:
        name: the member's name.
        open_cycles: the own teams' cycles that are not finished.
        live: running cycles of other teams on the same drivers.
        adoptions: title of the idea and the adoption, of the own teams.
    """
    ask = sure(
        "Unlink your account?", "I forget who you are in the network. You can link it again.", "Unlink"
    )
    blocks = [
        section(f"*Hello {safe(name, 80)}*", HELP),
        actions(button("Plan a test", "plan_cycle", "new", style="primary")),
        *_part(
            "Your team's tests", [_open_cycle(each) for each in open_cycles], "No test is open. Plan one."
        ),
        *_part(
            "Running now on your drivers", [_live(each) for each in live], "Nobody else tests on them now."
        ),
        *_part("Taken over from others", [_adoption(*each) for each in adoptions], "Nothing yet."),
        divider(),
        actions(button("Unlink my account", "unlink", "unlink", ask=ask)),
    ]
    return {"type": "home", "blocks": blocks}


def show_home_unlinked() -> Block:
    """Write the Home tab of somebody the hub does not know."""
    hint = "Link your account to see what your network tested, and to plan tests with your team."
    return {
        "type": "home",
        "blocks": [section(HELP), section(hint), actions(button("Link my account", "link", "link"))],
    }


def _part(title: str, rows: Sequence[Block], nothing: str) -> list[Block]:
    return [divider(), section(f"*{title}*"), *(rows[:MAX_EACH] or [context(nothing)])]


def _open_cycle(cycle: Shown) -> Block:
    _, label, _ = STEPS[cycle["status"]]
    shown = section(safe(cycle["question"] or "A test without a question yet", 300), f"_{cycle['status']}_")
    return shown | {"accessory": button(label, f"step.{cycle['id']}", f"{cycle['id']}:{cycle['version']}")}


def _live(cycle: Shown) -> Block:
    return section(safe(cycle["question"] or "", 300))


def _adoption(title: str, adoption: Shown) -> Block:
    looked_at = f"look at it on {adoption['study_on']}" if adoption["study_on"] else ""
    return section(
        safe(title, 200), "_" + " · ".join(filter(None, [safe(adoption["state"]), looked_at])) + "_"
    )
