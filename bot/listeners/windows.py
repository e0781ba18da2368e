"""What all windows share: they open at once and fill later, know a person's choices, and lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks.elements import Block, modal, option, section
from bot.blocks.pdsa import FOR_EVERYBODY, SHARING, Choices
from bot.errors import Refused, WindowGone
from bot.work import Work

NO_TEAM = "You are in no team yet, and a test belongs to a team. Ask your hub coach to add you to one."
#: A menu of Slack's holds a hundred entries; one of them is the new idea.
MOST_IDEAS = 99


def open_window(work: Work, title: str) -> None:
    """Open a window at once; from inside a window, use that one."""
    skeleton = modal("told", title, [section("One moment…")])
    view = work.body.get("view") or {}
    if view.get("type") == "modal":
        work.view_id = view["id"]
        show(work, skeleton)
    else:
        work.view_id = work.speaker.open_view(work.body["trigger_id"], skeleton)


def show(work: Work, view: Block) -> None:
    """Fill the window.

    Raises:
        WindowGone: the person has closed it.
    """
    work.fill_window(view)


def show_refused(work: Work, form: Block, refusal: Refused) -> None:
    """Show a form again with what the hub refused; whoever closed the window is told without it.

    Raises:
        Refused: the window is closed.
    """
    try:
        show(work, form)
    except WindowGone as error:
        raise refusal from error


def own_teams(work: Work, nothing: str = NO_TEAM) -> list[tuple[str, str]]:
    """Return id and name of the person's teams.

    Raises:
        Refused: there is none; ``nothing`` says what that means.
    """
    return _teams_of(work.hub.get("/me", work.actor), nothing)


def _teams_of(me: Mapping[str, Any], nothing: str = NO_TEAM) -> list[tuple[str, str]]:
    if not me["teams"]:
        raise Refused(nothing)
    return [(team["id"], team["name"]) for team in me["teams"]]


def team_options(work: Work, nothing: str) -> list[Block]:
    """Return the person's teams as entries of a menu."""
    return [option(name, id_) for id_, name in own_teams(work, nothing)]


def find_choices(work: Work, driver_id: str | None, *, ideas: bool = False) -> Choices:
    """Find what the person can choose in a form.

    Args:
        work: the delivery.
        driver_id: the driver that is chosen already.
        ideas: whether the form asks for an idea.
    """
    me = work.hub.get("/me", work.actor)
    teams = _teams_of(me)
    own = _own_ideas(work, teams) if ideas else []
    # Back in the form, somebody may have chosen it before the network was closed: the hub says so then.
    sharing = (*SHARING, FOR_EVERYBODY) if me["network"]["allows_public"] else SHARING
    return Choices(teams=teams, ideas=own, driver=_named_driver(work, driver_id), sharing=sharing)


def find_draft(work: Work, form: str) -> dict[str, Any]:
    """Return what was written into a form and not sent."""
    return work.services.drafts.find(work.actor.team_id, work.actor.user_id, form)


def keep_draft(work: Work, form: str, values: dict[str, Any]) -> None:
    """Keep what was written into a form."""
    written_at = work.letter.received_at
    work.services.drafts.save(work.actor.team_id, work.actor.user_id, form, values, written_at=written_at)


def forget_draft(work: Work, form: str) -> None:
    """Forget what the hub has by now."""
    work.services.drafts.forget(work.actor.team_id, work.actor.user_id, form)


def _named_driver(work: Work, driver_id: str | None) -> tuple[str, str] | None:
    if not driver_id:
        return None
    return driver_id, work.hub.get(f"/drivers/{driver_id}", work.actor)["name"]


def _own_ideas(work: Work, teams: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the teams' own ideas, and those they are trying after others: the newest last."""
    taken = work.hub.get("/home", work.actor)["adoptions"]
    found = {each["change_idea_id"]: each["title"] for each in taken if each["change_idea_id"]}
    for team_id, _ in teams[:3]:
        ideas = work.hub.get("/change-ideas", work.actor, team=team_id, page_size=50)["items"]
        found |= {each["id"]: each["title"] for each in ideas if each["id"] not in found}
    # The hub tells the newest first. What was just taken over is what somebody most likely plans to test.
    return list(found.items())[:MOST_IDEAS][::-1]
