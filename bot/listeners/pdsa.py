"""Plan a cycle, say what happened, decide, save an idea: windows that open at once and lose nothing."""

from __future__ import annotations

import json
from typing import Any

from bot.blocks.elements import Block, modal, section
from bot.blocks.forms import read_form
from bot.blocks.pdsa import NEW_IDEA, STEPS, Choices, show_idea, show_plan, show_saved, show_step
from bot.errors import Refused
from bot.listeners.asking import plain_words
from bot.listeners.suggestions import clicked_value
from bot.routes import Routes
from bot.work import Work

NO_TEAM = "You are in no team yet, and a test belongs to a team. Ask your hub coach to add you to one."
MOVED_ON = "Somebody was faster: this test has moved on. Open the Home tab to see where it stands."


def register(routes: Routes) -> None:
    """Add the ways to open a window, and what is sent from it."""
    for kind, name in (("command", "/pdsa"), ("shortcut", "plan_cycle"), ("action", "plan_cycle")):
        routes.add(kind, name, on_plan, quick=True)
    routes.add("shortcut", "save_idea", on_save_idea, quick=True)
    routes.add("action", "step", on_step, quick=True)
    routes.add("action", "draft", on_draft)
    routes.add("closed", "plan", on_closed)
    routes.add("closed", "idea", on_closed)
    routes.add("submission", "plan", on_planned, check=check_plan)
    routes.add("submission", "idea", on_idea)
    routes.add("submission", "step", on_stepped)


def on_plan(work: Work) -> None:
    """Open the window that plans a cycle, with what was written before."""
    _open(work, "Plan a test")
    choices, filled = _choices(work, ideas=True), _draft(work, "plan")
    _show(work, show_plan(choices, filled))


def on_save_idea(work: Work) -> None:
    """Open the window that saves a message as a change idea."""
    _open(work, "Save as change idea")
    text = plain_words(work.body.get("message", {}).get("text", ""))
    _show(work, show_idea(_choices(work), {"description": text}))


def on_step(work: Work) -> None:
    """Open the window for what a cycle needs next, with what is known of it."""
    _open(work, "The test")
    cycle = work.hub.get(f"/pdsa-cycles/{clicked_value(work).partition(':')[0]}", work.actor)
    if cycle["status"] not in STEPS:
        raise Refused(MOVED_ON)
    known = {asked.name: cycle[asked.name] for asked in STEPS[cycle["status"]][2] if cycle[asked.name]}
    _show(work, show_step(cycle, known | _draft(work, cycle["id"]), carried=_carried(cycle)))


def on_draft(work: Work) -> None:
    """Keep what is being written."""
    view = work.body["view"]
    _keep(work, _form_of(view), read_form(view))


def on_closed(work: Work) -> None:
    """Nothing is lost: what was written was kept while it was written."""


def check_plan(view: dict[str, Any]) -> dict[str, str]:
    """Say beside the field what a new idea lacks."""
    filled = read_form(view)
    if filled.get("change_idea_id") != NEW_IDEA:
        return {}
    wanted = {"title": "Give the new idea a name.", "driver_id": "Choose the driver it moves."}
    return {name: told for name, told in wanted.items() if name not in filled}


def on_planned(work: Work) -> None:
    """Make the idea, when it is new, and the cycle."""
    filled = _sent(work)
    try:
        idea_id = _idea_of(work, filled)
    except Refused as refusal:
        _show(work, show_plan(_choices(work, ideas=True), filled, _problems(refusal)))
        return
    _plan_cycle(work, filled, idea_id)


def _plan_cycle(work: Work, filled: dict[str, str], idea_id: str) -> None:
    try:
        plan = {name: value for name, value in filled.items() if name not in {"title", "driver_id"}}
        body = plan | {"change_idea_id": idea_id}
        made = work.hub.post("/pdsa-cycles", body, work.actor, once=f"{work.letter.id}-cycle")
    except Refused as refusal:
        # The idea is in the hub by now: sent again, the plan belongs to it and makes no second one.
        kept = {name: filled[name] for name in filled if name not in {"title", "driver_id"}}
        _show(
            work,
            show_plan(_choices(work, ideas=True), kept | {"change_idea_id": idea_id}, _problems(refusal)),
        )
        return
    _forget(work, "plan")
    _show(work, show_saved("Your test is planned", made))


def on_idea(work: Work) -> None:
    """Save a change idea."""
    filled = _sent(work)
    try:
        _make_idea(work, filled, filled["description"])
    except Refused as refusal:
        _show(work, show_idea(_choices(work), filled, _problems(refusal)))
        return
    _forget(work, "idea")
    _show(work, show_saved(filled["title"], {}))


def on_stepped(work: Work) -> None:
    """Take the step: say what happened, or what was decided."""
    filled = _sent(work)
    carried = json.loads(work.body["view"]["private_metadata"])
    step = STEPS[carried["status"]][0]
    try:
        made = _take(work, carried["id"], carried["version"], step, filled)
    except Refused as refusal:
        cycle = work.hub.get(f"/pdsa-cycles/{carried['id']}", work.actor)
        if cycle["status"] != carried["status"]:
            raise Refused(MOVED_ON) from refusal
        _show(work, show_step(cycle, filled, _problems(refusal), carried=_carried(cycle)))
        return
    _forget(work, carried["id"])
    _show(work, show_saved("Saved", made))


def _open(work: Work, title: str) -> None:
    skeleton = modal("told", title, [section("One moment…")])
    trigger = work.body["trigger_id"]
    if (work.body.get("view") or {}).get("type") == "modal":
        work.view_id = work.body["view"]["id"]
        work.speaker.change_view(work.view_id, skeleton)
    else:
        work.view_id = work.speaker.open_view(trigger, skeleton)


def _show(work: Work, view: Block) -> None:
    assert work.view_id is not None
    work.speaker.change_view(work.view_id, view)


def _sent(work: Work) -> dict[str, str]:
    """Return what was sent, and keep it until the hub has it."""
    view = work.body["view"]
    work.view_id = view["id"]
    filled = read_form(view)
    _keep(work, _form_of(view), filled)
    return filled


def _choices(work: Work, *, ideas: bool = False) -> Choices:
    teams = work.hub.get("/me", work.actor)["teams"]
    if not teams:
        raise Refused(NO_TEAM)
    drivers = work.hub.get("/drivers", work.actor, page_size=100)["items"]
    own = _own_ideas(work, teams) if ideas else []
    return Choices(
        teams=[(team["id"], team["name"]) for team in teams],
        drivers=[(each["id"], each["name"]) for each in drivers if each["level"] == "secondary"],
        ideas=own,
    )


def _own_ideas(work: Work, teams: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the ideas of the teams, and those they took over from others."""
    found: dict[str, str] = {}
    for team in teams[:3]:
        ideas = work.hub.get("/change-ideas", work.actor, team=team["id"], page_size=50)["items"]
        found |= {each["id"]: each["title"] for each in ideas}
        for adoption in work.hub.get("/adoptions", work.actor, team=team["id"], page_size=20)["items"]:
            if adoption["change_idea_id"] and adoption["status"] != "withdrawn":
                taken = work.hub.get(f"/change-ideas/{adoption['change_idea_id']}", work.actor)
                found[taken["id"]] = taken["title"]
    return list(found.items())[:99]


def _idea_of(work: Work, filled: dict[str, str]) -> str:
    if filled["change_idea_id"] != NEW_IDEA:
        return filled["change_idea_id"]
    return _make_idea(work, filled, filled["what"])


def _make_idea(work: Work, filled: dict[str, str], description: str) -> str:
    """Make a change idea; shared with others it is published, else it stays the team's draft."""
    told = {name: filled[name] for name in ("team_id", "title", "driver_id")}
    body = told | {"description": description, "visibility": filled["visibility"]}
    idea = work.hub.post("/change-ideas", body, work.actor, once=f"{work.letter.id}-idea")
    if filled["visibility"] != "team":
        work.hub.act(
            f"/change-ideas/{idea['id']}/publish",
            {},
            work.actor,
            version=idea["version"],
            once=f"{work.letter.id}-publish",
        )
    return str(idea["id"])


def _take(work: Work, cycle_id: str, version: int, step: str, values: dict[str, str]) -> dict[str, Any]:
    path = f"/pdsa-cycles/{cycle_id}/{step}"
    taken: dict[str, Any] = work.hub.act(
        path, values, work.actor, version=version, once=f"{work.letter.id}-{step}"
    )
    return taken


def _carried(cycle: dict[str, Any]) -> str:
    return json.dumps({name: cycle[name] for name in ("id", "version", "status")})


def _form_of(view: dict[str, Any]) -> str:
    """Return under which name the draft of a window is kept."""
    carried = view.get("private_metadata")
    return (
        str(json.loads(carried)["id"])
        if view["callback_id"] == "step" and carried
        else str(view["callback_id"])
    )


def _draft(work: Work, form: str) -> dict[str, Any]:
    return work.services.drafts.find(work.actor.team_id, work.actor.user_id, form)


def _keep(work: Work, form: str, filled: dict[str, str]) -> None:
    work.services.drafts.save(work.actor.team_id, work.actor.user_id, form, filled)


def _forget(work: Work, form: str) -> None:
    work.services.drafts.forget(work.actor.team_id, work.actor.user_id, form)


def _problems(refusal: Refused) -> dict[str, str]:
    return refusal.fields or {"": refusal.reason}
