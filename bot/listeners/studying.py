"""The study date of what a team took over: what happened, in a few words, also without a plan."""

from __future__ import annotations

from typing import Any

from bot.blocks.elements import Block
from bot.blocks.forms import read_confirmed, read_form
from bot.blocks.notes import say
from bot.blocks.studying import show_happened
from bot.errors import Refused
from bot.hub import confirming
from bot.listeners.home import refresh_home
from bot.listeners.steps import show_next_step
from bot.listeners.suggestions import clicked_value
from bot.listeners.windows import open_window, show, show_refused
from bot.routes import Routes
from bot.work import Work

TOLD = "Thank you. Whoever may see in the hub that your team tries this reads there what came of it."
UNDER_WAY = {"running", "studied"}


def register(routes: Routes) -> None:
    """Add the button of the reminder, and its form."""
    routes.add("action", "happened", on_asked, quick=True)
    routes.add("submission", "happened", on_told, check=check)


def on_asked(work: Work) -> None:
    """Open what fits: the next step of a test that was begun, else a few words on what was taken over."""
    open_window(work, "What happened?")
    cycle_id, _, adoption_id = clicked_value(work).partition(":")
    if cycle_id and (not adoption_id or _status_of(work, cycle_id) in UNDER_WAY):
        show_next_step(work, cycle_id)
    else:
        show(work, _form(work, adoption_id, {}))


def check(view: dict[str, Any]) -> dict[str, str]:
    """Say beside the field what is missing."""
    filled = read_form(view)
    lacks = filled.get("state") == "adapted" and not filled.get("what_changed")
    return {"what_changed": "Say in a few words what you changed."} if lacks else {}


def on_told(work: Work) -> None:
    """Write it down in the hub; what the hub refuses is told in the form, and nothing is lost."""
    view = work.body["view"]
    work.view_id, adoption_id, filled = view["id"], view["private_metadata"], read_form(view)
    version = work.hub.get(f"/adoptions/{adoption_id}", work.actor)["version"]
    try:
        told = filled | confirming(read_confirmed(view))
        work.hub.change(f"/adoptions/{adoption_id}", told, work.actor, version=version)
    except Refused as refusal:
        show_refused(work, _form(work, adoption_id, filled, refusal), refusal)
        return
    work.tell(say(TOLD))
    refresh_home(work)


def _status_of(work: Work, cycle_id: str) -> str:
    return str(work.hub.get(f"/pdsa-cycles/{cycle_id}", work.actor)["status"])


def _form(work: Work, adoption_id: str, filled: dict[str, str], refusal: Refused | None = None) -> Block:
    adoption = work.hub.get(f"/adoptions/{adoption_id}", work.actor)
    idea_id = adoption["change_idea_id"]
    title = work.hub.get(f"/change-ideas/{idea_id}", work.actor)["title"] if idea_id else None
    return show_happened(title, filled, refusal, private_metadata=adoption_id)
