"""The Home tab, each time somebody opens it."""

from __future__ import annotations

from typing import Any

from bot.blocks.home import MAX_EACH, show_home, show_home_unlinked
from bot.blocks.pdsa import STEPS
from bot.errors import NotLinked
from bot.listeners.linking import unlink
from bot.routes import Routes
from bot.work import Work


def register(routes: Routes) -> None:
    """Add the Home tab."""
    routes.add("event", "app_home_opened", on_opened, for_members=False)
    routes.add("action", "unlink", on_unlink, for_members=False)


def on_opened(work: Work) -> None:
    """Show the Home tab; the direct message that opens with the same event needs nothing."""
    if work.body["event"].get("tab") == "home":
        publish(work)


def on_unlink(work: Work) -> None:
    """Take the link back, and show it."""
    unlink(work)
    publish(work)


def publish(work: Work) -> None:
    """Show what the person may see now; guests and whoever is not linked see help."""
    try:
        view = _home(work) if work.is_insider else show_home_unlinked()
    except NotLinked:
        view = show_home_unlinked()
    work.speaker.publish_home(work.actor.user_id, view)


def _home(work: Work) -> dict[str, Any]:
    me = work.hub.get("/me", work.actor)
    cycles, adoptions, ideas = [], [], []
    for team in me["teams"][:3]:
        cycles += work.hub.get("/pdsa-cycles", work.actor, team=team["id"], page_size=50)["items"]
        adoptions += work.hub.get("/adoptions", work.actor, team=team["id"], page_size=20)["items"]
        ideas += work.hub.get("/change-ideas", work.actor, team=team["id"], page_size=50)["items"]
    taken = [each for each in adoptions if each["status"] != "withdrawn" and each["change_idea_id"]][
        :MAX_EACH
    ]
    own_teams = {team["id"] for team in me["teams"]}
    drivers = sorted({each["driver_id"] for each in ideas if each["driver_id"]})[:3]
    return show_home(
        me["member"]["name"],
        [each for each in cycles if each["status"] in STEPS],
        _live(work, drivers, own_teams),
        [(_title(work, each["change_idea_id"]), each) for each in taken],
    )


def _live(work: Work, drivers: list[str], own_teams: set[str]) -> list[dict[str, Any]]:
    found = []
    for driver in drivers:
        found += work.hub.get("/pdsa-cycles", work.actor, driver=driver, status="running", page_size=20)[
            "items"
        ]
    return [each for each in found if each["team_id"] not in own_teams]


def _title(work: Work, idea_id: str) -> str:
    return str(work.hub.get(f"/change-ideas/{idea_id}", work.actor)["title"])
