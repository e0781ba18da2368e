"""The windows of a PDSA cycle: plan, then do and study, then act; and of a new change idea."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.blocks.elements import Block, context, modal, option, safe, section
from bot.blocks.forms import (
    NO_NAMES,
    choice,
    confirmation,
    date_input,
    field,
    keep_as_it_is,
    number_input,
    quote_private,
    searched_choice,
    text_input,
)

Shown = Mapping[str, Any]
#: The entry of the menu of ideas that stands for one that is not in the hub yet.
NEW_IDEA = "new"
#: So much Slack lets people write into one field. The hub takes more, from elsewhere.
MOST_WRITTEN = 3_000
SHARING = (("network", "The whole network"), ("district", "Our district"), ("team", "Our team only"))
#: Only where the network lets everybody read what is public.
FOR_EVERYBODY = ("public", "Everybody, also without signing in")
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
    """One thing a form asks for.

    Args:
        name: the field's name in the hub.
        label: what people read.
        choices: value and label of each choice; none for a text.
        optional: whether it may stay empty.
        lines: whether there is room for several lines.
        source: where its choices come from, when they are not the same for everybody: a name of ``Choices``.
        is_day: whether a day is chosen.
        is_number: whether a whole number is written.
        hint: what people read below it.
    """

    name: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    optional: bool = False
    lines: bool = True
    source: str = ""
    is_day: bool = False
    is_number: bool = False
    hint: str = ""


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
STUDY_ON = Asked("study_on", "When do you look at what came of it?", optional=True, is_day=True)
STUDY = (
    Asked("as_planned", "Did it go as planned?", (("yes", "Yes"), ("partly", "Partly"), ("no", "No"))),
    Asked("observations", "What did you see?"),
    Asked("surprises", "What surprised you?", optional=True),
    Asked("result", "What came out?"),
    Asked(
        "student_count",
        "How many students was this about?",
        optional=True,
        is_number=True,
        hint="Where they were only a few, other teams read what you wrote without its numbers.",
    ),
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
    "planned": ("start", "Plan and start", (*PLAN, STUDY_ON)),
    "running": ("study", "Say what happened", STUDY),
    "studied": ("close", "Decide", ACT),
}


#: What comes after a step, by the status that it led to.
NEXT: Mapping[str, str] = {
    "planned": "When you begin, press *Plan and start* on the Home tab. The prediction stays as it is then.",
    "running": "When you have seen enough, press *Say what happened* on the Home tab.",
    "studied": "What you decide is all that is missing: press *Decide* on the Home tab.",
}
TEAM = Asked("team_id", "Your team", source="teams")
SEEN_BY = Asked("visibility", "Who may see it?", source="sharing")
#: The whole form that plans a cycle, and the one that saves an idea.
PLAN_FORM = (
    TEAM,
    Asked("change_idea_id", "Which idea do you test?", source="ideas"),
    Asked("title", "A new idea: what do you call it?", optional=True, lines=False),
    Asked("driver_id", "A new idea: which driver does it move?", optional=True, source="driver"),
    *PLAN,
    SEEN_BY,
)
IDEA_FORM = (
    TEAM,
    Asked("title", "What do you call it?", lines=False),
    Asked("description", "What is the idea?"),
    Asked("driver_id", "Which driver does it move?", source="driver"),
    SEEN_BY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen in a form: each an id and a name.

    Args:
        teams: the person's own.
        ideas: those the teams have, or took over.
        driver: the one that is chosen; others are searched for.
        sharing: how far a record of the network can be shared.
    """

    teams: Sequence[tuple[str, str]] = ()
    ideas: Sequence[tuple[str, str]] = ()
    driver: tuple[str, str] | None = None
    sharing: Sequence[tuple[str, str]] = SHARING


NO_CHOICES = Choices()


def show_plan(
    choices: Choices,
    filled: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    *,
    private: Collection[str] = (),
) -> Block:
    """Write the window that plans a cycle."""
    ideas = [(NEW_IDEA, "A new idea (write it below)"), *choices.ideas]
    started = {"team_id": choices.teams[0][0], "change_idea_id": ideas[-1][0], "visibility": "network"}
    offered = replace(choices, ideas=ideas)
    more: dict[str, Any] = {"choices": offered, "private": private}
    return _window("plan", "Plan a test", PLAN_FORM, {**started, **filled}, problems, **more)


def show_idea(
    choices: Choices,
    filled: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    *,
    notes: Sequence[str] = (),
    private: Collection[str] = (),
    **carried: str,
) -> Block:
    """Write the window that saves a change idea; ``notes`` say how it was filled in."""
    started = {"team_id": choices.teams[0][0], "visibility": "network"}
    before = [context(note) for note in notes]
    filled = {**started, **filled}
    more: dict[str, Any] = {"choices": choices, "before": before, "private": private, **carried}
    return _window("idea", "Save as change idea", IDEA_FORM, filled, problems, **more)


def show_step(
    cycle: Shown,
    filled: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    *,
    private: Collection[str] = (),
    carried: str,
) -> Block:
    """Write the window for what a cycle needs next."""
    _, label, asked = STEPS[cycle["status"]]
    question, prediction = safe(cycle["question"] or "", 300), safe(cycle["prediction"] or "", 300)
    is_planned = cycle["status"] == "planned"
    reminder = [] if is_planned else [section(f"*{question}*", f"You expected: {prediction}")]
    kept = {each.name for each in asked if len(str(cycle.get(each.name) or "")) > MOST_WRITTEN}
    more: dict[str, Any] = {"before": reminder, "kept": kept, "private": private, "private_metadata": carried}
    return _window("step", label, asked, filled, problems, **more)


def show_saved(title: str, told: Shown) -> Block:
    """Write what is in the hub now, as others will read it."""
    asked = [each for each in (*PLAN, *STUDY, *ACT) if told.get(each.name)]
    lines = [f"*{each.label}* {safe(_in_words(each, str(told[each.name])), 250)}" for each in asked]
    after = context(NEXT[told["status"]]) if told.get("status") in NEXT else None
    blocks = [section(f"*{safe(title, 150)}*"), section(*lines or ["It is in the hub."])]
    return modal("told", "Saved", [*blocks, *([after] if after else [])])


def _in_words(asked: Asked, value: str) -> str:
    """Return what was chosen, in the words of the menu."""
    return dict(asked.choices).get(value, value)


def _window(
    callback_id: str,
    title: str,
    asked: Sequence[Asked],
    filled: Mapping[str, str],
    problems: Mapping[str, str] | None,
    *,
    choices: Choices = NO_CHOICES,
    before: Sequence[Block] = (),
    kept: Collection[str] = (),
    private: Collection[str] = (),
    **more: Any,
) -> Block:
    blocks, problems = [*before, context(NO_NAMES)], problems or {}
    for each in asked:
        shown = filled.get(each.name)
        is_kept = each.name in kept
        blocks.append(keep_as_it_is(each.name, each.label) if is_kept else _ask(each, shown, choices))
        if each.name in problems:
            told = quote_private(problems[each.name], shown)
            blocks.append(context(f":warning: {safe(told, 300)}"))
        if each.name in private:
            blocks.append(confirmation(each.name))
    unplaced = [text for name, text in problems.items() if name not in {each.name for each in asked}]
    if unplaced:
        blocks.insert(0, section(f":warning: {safe(' '.join(unplaced), 500)}"))
    return modal(callback_id, title, blocks, submit="Look it over", notify_on_close=True, **more)


def _ask(asked: Asked, value: str | None, choices: Choices) -> Block:
    element = _element(asked, value, choices)
    element["action_id"] = f"draft.{asked.name}"
    made = field(asked.name, asked.label, element, optional=asked.optional, hint=asked.hint)
    return made | {"dispatch_action": True}


def _element(asked: Asked, value: str | None, choices: Choices) -> Block:
    if asked.source == "driver":
        return searched_choice(choices.driver)
    offered = asked.choices or getattr(choices, asked.source, ())
    if offered:
        return choice([option(label, each) for each, label in offered], value)
    if asked.is_day:
        return date_input(value)
    if asked.is_number:
        element = number_input(value)
    else:
        element = text_input(value, lines=asked.lines, most=MOST_WRITTEN)
    # Told while somebody writes, so that a window that is closed by mistake loses nothing.
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return element
