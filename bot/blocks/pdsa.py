"""The windows of a PDSA cycle: plan, then do and study, then act; and of a new change idea."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks.elements import Block, context, modal, option, safe, section
from bot.blocks.forms import NO_NAMES, choice, field, text_input

Shown = Mapping[str, Any]
#: The entry of the menu of ideas that stands for one that is not in the hub yet.
NEW_IDEA = "new"
SHARING = (("network", "The whole network"), ("district", "Our district"), ("team", "Our team only"))
SCALES = (
    ("few_students", "A few students"),
    ("one_classroom", "One classroom"),
    ("several_classrooms", "Several classrooms"),
    ("grade", "A grade"),
    ("school", "The school"),
    ("several_schools", "Several schools"),
    ("district", "The district"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a phase asks for.

    Args:
        name: the field's name in the hub.
        label: what people read.
        choices: value and label of each choice; none for a text.
        optional: whether it may stay empty.
        lines: whether there is room for several lines.
    """

    name: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    optional: bool = False
    lines: bool = True


PLAN = (
    Asked("question", "What do you want to find out?"),
    Asked("prediction", "What do you expect to happen?"),
    Asked("what", "What will you do?"),
    Asked("who", "Who does it, and with whom?", lines=False),
    Asked("when", "When?", lines=False),
    Asked("where", "Where?", lines=False),
    Asked("data_plan", "What will you count or collect?"),
    Asked("scale", "How widely do you try it?", SCALES),
)
STUDY = (
    Asked("as_planned", "Did it go as planned?", (("yes", "Yes"), ("partly", "Partly"), ("no", "No"))),
    Asked("observations", "What did you see?"),
    Asked("surprises", "What surprised you?", optional=True),
    Asked("result", "What came out?"),
    Asked(
        "prediction_met",
        "Was it as you expected?",
        (("met", "Yes"), ("partly", "Partly"), ("not", "No"), ("cant_tell", "We can't tell")),
    ),
    Asked(
        "direction",
        "Which way did it go?",
        (
            ("improved", "Better"),
            ("mixed", "Mixed"),
            ("no_change", "No change"),
            ("worse", "Worse"),
            ("cant_tell", "We can't tell"),
        ),
        optional=True,
    ),
    Asked("learning", "What did you learn?"),
)
ACT = (
    Asked(
        "decision",
        "What comes next?",
        (("adopt", "We keep it"), ("adapt", "We change it"), ("abandon", "We give it up")),
    ),
    Asked("reason", "Why?"),
    Asked("next_step", "What is the next step?"),
)
#: What a cycle needs next, by its status: the step in the hub, the button, and the fields.
STEPS: Mapping[str, tuple[str, str, Sequence[Asked]]] = {
    "planned": ("start", "Plan and start", PLAN),
    "running": ("study", "Say what happened", STUDY),
    "studied": ("close", "Decide", ACT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen in a form: each an id and a name."""

    teams: Sequence[tuple[str, str]]
    drivers: Sequence[tuple[str, str]]
    ideas: Sequence[tuple[str, str]] = ()


def show_plan(
    choices: Choices, filled: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> Block:
    """Write the window that plans a cycle."""
    new = [(NEW_IDEA, "A new idea (write it below)"), *choices.ideas]
    about = (
        Asked("change_idea_id", "Which idea do you test?", new),
        Asked("title", "A new idea: what do you call it?", optional=True, lines=False),
        Asked("driver_id", "A new idea: which driver does it move?", choices.drivers, optional=True),
    )
    whose = (Asked("team_id", "Your team", choices.teams),)
    asked = (*whose, *about, *PLAN, Asked("visibility", "Who may see it?", SHARING))
    started = {"team_id": choices.teams[0][0], "change_idea_id": new[-1][0], "visibility": "network"}
    return _window("plan", "Plan a test", asked, {**started, **filled}, problems or {})


def show_idea(
    choices: Choices, filled: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> Block:
    """Write the window that saves a change idea."""
    asked = (
        Asked("team_id", "Your team", choices.teams),
        Asked("title", "What do you call it?", lines=False),
        Asked("description", "What is the idea?"),
        Asked("driver_id", "Which driver does it move?", choices.drivers),
        Asked("visibility", "Who may see it?", SHARING),
    )
    started = {"team_id": choices.teams[0][0], "visibility": "network"}
    return _window("idea", "Save as change idea", asked, {**started, **filled}, problems or {})


def show_step(
    cycle: Shown, filled: Mapping[str, str], problems: Mapping[str, str] | None = None, *, carried: str
) -> Block:
    """Write the window for what a cycle needs next."""
    _, label, asked = STEPS[cycle["status"]]
    question, prediction = safe(cycle["question"] or "", 300), safe(cycle["prediction"] or "", 300)
    reminder = [section(f"*{question}*", f"You expected: {prediction}")] if asked is not PLAN else []
    return _window("step", label, asked, filled, problems or {}, before=reminder, private_metadata=carried)


def show_saved(title: str, told: Shown) -> Block:
    """Write what is in the hub now, as others will read it."""
    labels = {asked.name: asked.label for asked in (*PLAN, *STUDY, *ACT)}
    lines = [f"*{label}* {safe(str(told[name]), 250)}" for name, label in labels.items() if told.get(name)]
    return modal(
        "told", "Saved", [section(f"*{safe(title, 150)}*"), section(*lines or ["It is in the hub."])]
    )


def _window(
    callback_id: str,
    title: str,
    asked: Sequence[Asked],
    filled: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    before: Sequence[Block] = (),
    **more: Any,
) -> Block:
    blocks = [*before, context(NO_NAMES)]
    for each in asked:
        blocks.append(_ask(each, filled.get(each.name)))
        if each.name in problems:
            blocks.append(context(f":warning: {safe(problems[each.name], 300)}"))
    unplaced = [text for name, text in problems.items() if name not in {each.name for each in asked}]
    if unplaced:
        blocks.insert(0, section(f":warning: {safe(' '.join(unplaced), 500)}"))
    return modal(callback_id, title, blocks, submit="Save", notify_on_close=True, **more)


def _ask(asked: Asked, value: str | None) -> Block:
    if asked.choices:
        element = choice([option(label, each) for each, label in asked.choices], value)
    else:
        element = text_input(value, lines=asked.lines, most=2_000)
        # Told while somebody writes, so that a window that is closed by mistake loses nothing.
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    element["action_id"] = f"draft.{asked.name}"
    return field(asked.name, asked.label, element, optional=asked.optional) | {"dispatch_action": True}
