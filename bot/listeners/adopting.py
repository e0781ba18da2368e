"""We'll try this: a small form, an adoption in the hub with a plan to fill in, and the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.blocks.elements import actions, button, day, safe, section
from bot.blocks.forms import read_form, show_adoption
from bot.blocks.notes import say
from bot.errors import Refused
from bot.listeners.home import refresh_home
from bot.listeners.suggestions import clicked_value, find_idea, idea_clicked
from bot.listeners.windows import open_window, show, show_refused, team_options
from bot.posting import Message
from bot.routes import Routes
from bot.work import Work

#: A first test takes about two weeks.
DAYS_TO_STUDY = 14
FRIDAY = 4
NO_TEAM = "You are in no team yet, and an idea is tried by a team. Ask your hub coach to add you to one."


def register(routes: Routes) -> None:
    """Add the button, the form, and undo."""
    routes.add("action", "try", on_try, quick=True)
    routes.add("submission", "adopt", on_submitted, check=check)
    routes.add("action", "undo_adoption", on_undo)


def on_try(work: Work) -> None:
    """Open a window at once, and fill it with the form."""
    open_window(work, "We'll try this")
    _, idea_id = idea_clicked(work)
    title = find_idea(work, idea_id)["title"]
    today = datetime.now(UTC).date()
    study_on = first_school_day(today + timedelta(days=DAYS_TO_STUDY))
    dates = {"started_on": f"{today}", "study_on": f"{study_on}"}
    form = show_adoption(title, team_options(work, NO_TEAM), dates, private_metadata=idea_id)
    show(work, form)


def check(view: dict[str, Any]) -> dict[str, str]:
    """Say beside the field what is wrong, before the window closes."""
    filled = read_form(view)
    if filled.get("study_on", "") < filled.get("started_on", ""):
        return {"study_on": "Choose a day after the start."}
    return {}


def first_school_day(on: date) -> date:
    """Return a day itself, or the Monday after it."""
    return on + timedelta(days=max(0, 7 - on.weekday()) if on.weekday() > FRIDAY else 0)


def on_submitted(work: Work) -> None:
    """Make the adoption; what the hub refuses is told in the form, with what was filled in."""
    view = work.body["view"]
    work.view_id = view["id"]
    filled, idea_id = read_form(view), view["private_metadata"]
    body = filled | {"change_idea_id": idea_id, "state": "trying", "draft_cycle": True}
    try:
        made = work.hub.post("/adoptions", body, work.actor, once=work.letter.id)
    except Refused as refusal:
        title = find_idea(work, idea_id)["title"]
        problem = next(iter(refusal.fields.values()), refusal.reason)
        teams = team_options(work, NO_TEAM)
        form = show_adoption(title, teams, filled, problem=problem, private_metadata=idea_id)
        show_refused(work, form, refusal)
        return
    done = _done(made, filled, find_idea(work, idea_id)["title"])
    work.tell_in_window(done)
    # The window is closed in a moment, or is closed already; the way back must outlive it.
    work.promise(work.direct_place(), done)
    refresh_home(work)


def on_undo(work: Work) -> None:
    """Take an adoption back, with its plan; the hub allows it for an hour."""
    work.hub.post(f"/adoptions/{clicked_value(work)}/undo", {}, work.actor, once=work.letter.id)
    view, message = work.body.get("view"), work.body.get("message")
    work.view_id = view["id"] if view else None
    undone = say("Undone: your team no longer shows up as trying this.")
    if message is None or work.channel is None:
        work.tell(undone)
    elif not work.speaker.replace(work.channel, message["ts"], undone):
        work.tell_alone(undone)
    refresh_home(work)


def _done(made: dict[str, Any], filled: dict[str, str], title: str) -> Message:
    text = (
        f"Your team is trying “{safe(title, 150)}” from {day(filled['started_on'])} on. "
        f"I ask you what happened on {day(filled['study_on'])}. "
        "A plan waits for you on the Home tab. You can undo this for an hour."
    )
    return Message(text, [section(text), actions(button("Undo", "undo_adoption", made["id"]))])
