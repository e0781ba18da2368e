"""Plan a cycle, save an idea, take a step: windows that are looked over before they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block
from bot.blocks.forms import read_form
from bot.blocks.pdsa import IDEA_FORM, NEW_IDEA, PLAN_FORM, Asked, show_idea, show_plan, show_saved
from bot.hub import confirming
from bot.listeners.messages import words_of
from bot.listeners.previewing import Filled, Form, preview
from bot.listeners.steps import STEP, find_readers, on_step
from bot.listeners.windows import find_choices, find_draft, keep_draft, open_window, show
from bot.routes import Routes
from bot.work import Work

PROPOSED = "I proposed the driver from the words{}; choose another one if it does not fit."
#: So much of a message is enough to tell which driver it is about.
READ_FOR_DRIVER = 1_000
#: What of a plan belongs to its new idea.
OF_THE_IDEA = ("title", "driver_id")
#: What of a new idea is written in another field of the plan.
OF_THE_PLAN = {"description": "what"}


def register(routes: Routes) -> None:
    """Add the ways to open a window, and what is sent from it."""
    for kind, name in (("command", "/pdsa"), ("shortcut", "plan_cycle"), ("action", "plan_cycle")):
        routes.add(kind, name, on_plan, quick=True)
    routes.add("shortcut", "save_idea", on_save_idea, quick=True)
    routes.add("action", "step", on_step, quick=True)
    # It shows nothing and changes one's own draft alone. It waits for no look-up of who writes: the draft
    # would come after what was saved meanwhile.
    routes.add("action", "draft", on_draft, for_members=False)
    for name in FORMS:
        routes.add("closed", name, on_closed)
    preview(routes, PLAN, check=check_plan)
    preview(routes, IDEA)
    preview(routes, STEP)


def on_plan(work: Work) -> None:
    """Open the window that plans a cycle, with what was written before."""
    open_window(work, "Plan a test")
    show(work, _show_plan(work, Filled(find_draft(work, "plan")), {}))


def on_save_idea(work: Work) -> None:
    """Open the window that saves a message as a change idea, with what was written into it before."""
    open_window(work, "Save as change idea")
    message = work.body.get("message", {})
    carried = f"idea:{message.get('ts', '')}"
    text, notes = words_of(message)
    filled = {"description": text} | find_draft(work, carried)
    driver = _find_alike(work, text)["driver"] if "driver_id" not in filled else None
    if driver:
        filled |= {"driver_id": driver["id"]}
        notes.append(PROPOSED.format("" if driver["is_sure"] else ", and am not sure"))
    choices = find_choices(work, filled.get("driver_id"))
    show(work, show_idea(choices, filled, notes=notes, private_metadata=carried))


def on_draft(work: Work) -> None:
    """Keep what is being written."""
    view = work.body["view"]
    form = FORMS[view["callback_id"]]
    keep_draft(work, form.draft_name(view.get("private_metadata", "")), read_form(view))


def on_closed(work: Work) -> None:
    """Nothing is lost: what was written was kept while it was written."""


def check_plan(view: dict[str, Any]) -> dict[str, str]:
    """Say beside the field what a new idea lacks."""
    filled = read_form(view)
    if filled.get("change_idea_id") != NEW_IDEA:
        return {}
    wanted = {"title": "Give the new idea a name.", "driver_id": "Choose the driver it moves."}
    return {name: told for name, told in wanted.items() if name not in filled}


def _asked_of_plan(filled: Filled) -> Sequence[Asked]:
    is_new = filled.values.get("change_idea_id") == NEW_IDEA
    return [each for each in PLAN_FORM if is_new or each.name not in OF_THE_IDEA]


def _show_plan(work: Work, filled: Filled, problems: Mapping[str, str]) -> Block:
    choices = find_choices(work, filled.values.get("driver_id"), ideas=True)
    told = {OF_THE_PLAN.get(name, name): text for name, text in problems.items()}
    private = [OF_THE_PLAN.get(name, name) for name in filled.private]
    return show_plan(choices, filled.values, told, private=private)


def _save_plan(work: Work, filled: Filled) -> Block:
    """Make the idea, when it is new, and the cycle."""
    values = filled.values
    if values["change_idea_id"] == NEW_IDEA:
        # The idea is in the hub from now on: sent again, the plan belongs to it and makes no second one.
        values["change_idea_id"] = _make_idea(work, filled, values["what"])
    plan: dict[str, Any] = {name: value for name, value in values.items() if name not in OF_THE_IDEA}
    plan |= confirming(filled.confirmed)
    made = work.hub.post("/pdsa-cycles", plan, work.actor, once=f"{work.letter.id}-cycle")
    return show_saved("Your test is planned", made)


def _find_alike(work: Work, text: str) -> dict[str, Any]:
    """Return the driver that some words seem to be about, and the ideas near them."""
    asked = text[:READ_FOR_DRIVER].strip()
    if not asked:
        return {"driver": None, "look_alikes": []}
    found: dict[str, Any] = work.hub.get("/search/driver", work.actor, q=asked)
    return found


def _warn_of_alike(work: Work, text: str) -> str:
    """Say which ideas were written before that are near a new one, or nothing."""
    found = _find_alike(work, text)
    told = [f"“{each['change_idea']['title']}” ({each['team']['name']})" for each in found["look_alikes"]]
    return f"{found['message']} Look at them before you save: {', '.join(told)}." if told else ""


def _warn_of_idea(work: Work, filled: Filled) -> str:
    return _warn_of_alike(work, f"{filled.values.get('title', '')}\n{filled.values.get('description', '')}")


def _show_idea(work: Work, filled: Filled, problems: Mapping[str, str]) -> Block:
    choices = find_choices(work, filled.values.get("driver_id"))
    more: dict[str, Any] = {"private": filled.private, "private_metadata": filled.carried}
    return show_idea(choices, filled.values, problems, **more)


def _save_idea(work: Work, filled: Filled) -> Block:
    _make_idea(work, filled, filled.values["description"])
    return show_saved(filled.values["title"], {})


def _warn_of_plan(work: Work, filled: Filled) -> str:
    """Return what to think of: a planned test jumps ahead of the evidence, or a new idea is not new."""
    values = filled.values
    if values.get("change_idea_id", NEW_IDEA) == NEW_IDEA:
        return _warn_of_alike(work, f"{values.get('title', '')}\n{values.get('what', '')}")
    if not values.get("scale"):
        return ""
    path = f"/change-ideas/{values['change_idea_id']}/ramp"
    return str(work.hub.get(path, work.actor, planned=values["scale"])["planned_warning"] or "")


def _plan_seen_by(work: Work, filled: Filled) -> str:
    """Return how far a planned test will be shared: no farther than an idea that is in the hub already."""
    idea = filled.values.get("change_idea_id", NEW_IDEA)
    chosen = filled.values["visibility"]
    return chosen if idea == NEW_IDEA else find_readers(work, idea, chosen)


def _make_idea(work: Work, filled: Filled, description: str) -> str:
    """Make a change idea; shared with others it is published, else it stays the team's draft."""
    values = filled.values
    told = {name: values[name] for name in ("team_id", "title", "driver_id", "visibility")}
    confirmed = [*filled.confirmed, *(name for name, of in OF_THE_PLAN.items() if of in filled.confirmed)]
    body = told | {"description": description} | confirming(confirmed)
    idea = work.hub.post("/change-ideas", body, work.actor, once=f"{work.letter.id}-idea")
    if values["visibility"] != "team":
        path, once = f"/change-ideas/{idea['id']}/publish", f"{work.letter.id}-publish"
        work.hub.act(path, {}, work.actor, version=idea["version"], once=once)
    return str(idea["id"])


PLAN = Form(
    name="plan",
    asked=_asked_of_plan,
    show=_show_plan,
    save=_save_plan,
    warn=_warn_of_plan,
    visibility=_plan_seen_by,
)
IDEA = Form(
    name="idea",
    asked=lambda _: IDEA_FORM,
    show=_show_idea,
    save=_save_idea,
    warn=_warn_of_idea,
    draft=lambda carried: carried or "idea",
)
#: Whose drafts are kept while they are written.
FORMS = {form.name: form for form in (PLAN, IDEA, STEP)}
