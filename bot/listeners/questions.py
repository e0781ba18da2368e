"""Ask the team behind an idea, or a hub coach; and answer such a question. The hub brings both as notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.blocks.elements import Block
from bot.blocks.forms import read_confirmed, read_form
from bot.blocks.notes import say
from bot.blocks.questions import show_answer_form, show_question_form
from bot.errors import Refused
from bot.hub import confirming
from bot.listeners.suggestions import clicked_value, find_idea, idea_clicked, own_answer
from bot.listeners.windows import open_window, show, show_refused
from bot.routes import Routes
from bot.work import Work

SENT = "Sent. The answer comes to you here in Slack."
ANSWERED = "Sent. Thank you for helping."


def register(routes: Routes) -> None:
    """Add the buttons and the windows."""
    routes.add("action", "ask_team", on_ask_team, quick=True)
    routes.add("action", "ask_coach", on_ask_coach, quick=True)
    routes.add("action", "answer_people", on_answer, quick=True)
    routes.add("submission", "ask_people", on_asked)
    routes.add("submission", "answer_people", on_answered)


def on_ask_team(work: Work) -> None:
    """Open the window that asks the team behind an idea."""
    open_window(work, "Ask the team")
    _, idea_id = idea_clicked(work)
    show(work, show_question_form(_title(work, idea_id), "", private_metadata=idea_id))


def on_ask_coach(work: Work) -> None:
    """Open the window that asks the coaches what nobody had an answer to."""
    open_window(work, "Tell a hub coach")
    answer, _ = own_answer(work)
    show(work, show_question_form(None, work.services.answers.question_of(answer.id), private_metadata=""))


def on_asked(work: Work) -> None:
    """Send the question; what the hub refuses is told beside it."""
    idea_id = _carried(work)

    def show_again(text: str, refusal: Refused) -> Block:
        title = _title(work, idea_id) if idea_id else None
        return show_question_form(title, text, refusal, private_metadata=idea_id)

    about = {"change_idea": idea_id} if idea_id else {}
    _send(work, "/questions", {"question": _text(work), **about}, show_again, told=SENT)


def on_answer(work: Work) -> None:
    """Open the window that answers a question."""
    open_window(work, "Answer")
    show(work, show_answer_form("", private_metadata=clicked_value(work)))


def on_answered(work: Work) -> None:
    """Send the answer."""
    question_id = _carried(work)

    def show_again(text: str, refusal: Refused) -> Block:
        return show_answer_form(text, refusal, private_metadata=question_id)

    path = f"/questions/{question_id}/answer"
    _send(work, path, {"answer": _text(work)}, show_again, told=ANSWERED)


def _send(
    work: Work,
    path: str,
    body: dict[str, Any],
    show_again: Callable[[str, Refused], Block],
    *,
    told: str,
) -> None:
    """Send what was written; what the hub refuses is told beside it, and nothing is lost."""
    sent = body | confirming(read_confirmed(work.body["view"]))
    try:
        work.hub.post(path, sent, work.actor, once=work.letter.id)
    except Refused as refusal:
        show_refused(work, show_again(_text(work), refusal), refusal)
        return
    work.tell(say(told))


def _text(work: Work) -> str:
    """Return what was written into the one field of the window."""
    return next(iter(read_form(work.body["view"]).values()), "")


def _carried(work: Work) -> str:
    """Return what the window carries: the idea, or the question."""
    view = work.body["view"]
    work.view_id = view["id"]
    return str(view.get("private_metadata", ""))


def _title(work: Work, idea_id: str) -> str:
    return str(find_idea(work, idea_id)["title"])
