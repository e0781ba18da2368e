"""What the bot brings by itself: a channel's weekly digest, a notice to one person, the preview of a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks.elements import Block, actions, button, context, day, menu, option, safe, section
from bot.blocks.results import DIRECTIONS, INVENTED, tell_found, tell_words
from bot.posting import Message

Shown = Mapping[str, Any]
MAX_RESULTS, MAX_CALLS = 10, 5


def show_digest(digest: Shown) -> Message:
    """Write a weekly digest: what was found, failures included, and where help is wanted."""
    driver = safe(digest["driver"]["name"], 150)
    results, calls = digest["results"][:MAX_RESULTS], digest["help_wanted"][:MAX_CALLS]
    blocks = [section(f"*New this week on {driver}*"), *(_result(each) for each in results)]
    if calls:
        blocks.append(section("*Help wanted*", *(f"• {safe(each['question'], 300)}" for each in calls)))
    blocks.append(context("/hub unsubscribe ends this."))
    return Message(f"New this week on {driver}: {len(results)} results, {len(calls)} calls for help.", blocks)


def _result(result: Shown) -> Block:
    is_kept = result["numbers_kept_in_team"]
    found = tell_found(result["result"], result["direction"], is_kept=is_kept) or "not told"
    learned = tell_words(result["learning"], 250, is_kept=is_kept)
    told = [
        "did not work" if result["failed"] else "",
        DIRECTIONS.get(str(result["direction"]), ""),
        f"tested {day(result['closed_on'])}" if result["closed_on"] else "",
        INVENTED if result["synthetic"] else "",
    ]
    judged = ", ".join(each for each in told if each)
    return section(
        f"*{safe(result['change_idea']['title'], 150)}*" + (f"  ·  {judged}" if judged else ""),
        f"*Predicted:* {safe(result['prediction'], 250)}" if result["prediction"] else None,
        f"*Found:* {found}",
        f"*Learned:* {learned}" if learned else None,
    )


def show_adoption_started(notice: Shown) -> Message:
    """Tell a team that another one took over its idea."""
    title = safe(notice["title"] or "an idea of yours", 150)
    text = (
        f"{safe(notice['team'], 80)} is trying “{title}”. They may have questions; you may learn from them."
    )
    return Message(text, [section(text)])


def show_study_due(notice: Shown) -> Message:
    """Ask what happened, on the day that was chosen for it."""
    title = safe(notice["title"] or "your test", 150)
    text = f"Today you wanted to look at “{title}”. What happened? A few words are enough, also if it failed."
    asked = f"{notice['cycle_id'] or ''}:{notice['adoption_id'] or ''}"
    return Message(
        text, [section(text), actions(button("Say what happened", "happened", asked, style="primary"))]
    )


def show_subscribed(driver: str) -> Message:
    """Say in a channel that it hears of a driver from now on."""
    text = f"Each week this channel hears what the network found on {safe(driver, 150)}, failures included."
    return Message(text, [section(text), context("/hub unsubscribe ends this.")])


def ask_for_driver(drivers: list[tuple[str, str]]) -> Message:
    """Ask which driver a channel wants to hear of."""
    text = "Which driver does this channel want to hear of each week?"
    entries = [option(name, id_) for id_, name in drivers]
    return Message(text, [section(text), actions(menu("Driver…", "subscribe", entries))])


def show_preview(record: Shown) -> Block:
    """Write the preview of a link to the hub."""
    return {"blocks": [section(f"*{safe(record['title'], 150)}*", safe(record["summary"] or "", 500))]}
