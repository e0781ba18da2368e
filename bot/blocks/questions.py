"""Questions to the team behind an idea, or to the coaches: windows to write them, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks.elements import Block, actions, button, context, modal, safe, section
from bot.blocks.forms import NO_NAMES, confirmation, field, quote_private, text_input
from bot.errors import Refused
from bot.posting import Message

Shown = Mapping[str, Any]
TEAM_HEARS = "The team hears your question in Slack, with your name and your team's. Nobody else does."
COACHES_HEAR = (
    "The hub's coaches hear your question in Slack, with your name and your team's. Nobody else does."
)
ASKER_HEARS = "Whoever asked hears your answer in Slack, with your name and your team's. Nobody else does."


def show_question_form(about: str | None, text: str, refusal: Refused | None = None, **carried: str) -> Block:
    """Write the window of a question.

    Args:
        about: title of the idea whose team is asked; None when the coaches are.
        text: what was written so far.
        refusal: why the hub did not take it.
        carried: what else the window holds.
    """
    intro = (f"*{safe(about, 150)}*", TEAM_HEARS) if about else (COACHES_HEAR,)
    title = "Ask the team" if about else "Tell a hub coach"
    blocks = [section(*intro), *_words("question", "Your question", text, refusal)]
    return modal("ask_people", title, blocks, submit="Send", **carried)


def show_answer_form(text: str, refusal: Refused | None = None, **carried: str) -> Block:
    """Write the window of an answer to such a question."""
    blocks = [section(ASKER_HEARS), *_words("answer", "Your answer", text, refusal)]
    return modal("answer_people", "Answer", blocks, submit="Send", **carried)


def show_question_asked(notice: Shown) -> Message:
    """Tell somebody of the team, or a coach, what was asked."""
    about = f" about “{safe(notice['title'], 150)}”" if notice["title"] else ""
    text = f"{_speaker(notice)} asks you{about}:"
    quoted = section(text, f">{safe(notice['question'], 2_000)}")
    press = button("Answer", "answer_people", notice["question_id"], style="primary")
    hint = context("Your colleagues got this question, too. One answer is enough; another one is welcome.")
    return Message(f"{text} {safe(notice['question'], 500)}", [quoted, actions(press), hint])


def show_question_answered(notice: Shown) -> Message:
    """Tell the asker what was answered."""
    text = f"{_speaker(notice)} answers you:"
    lines = (text, f">{safe(notice['answer'], 1_500)}", f"_You asked:_ {safe(notice['question'], 500)}")
    return Message(f"{text} {safe(notice['answer'], 500)}", [section(*lines)])


def _speaker(notice: Shown) -> str:
    team = f" ({safe(notice['team'], 80)})" if notice["team"] else ""
    return f"{safe(notice['person'], 80)}{team}"


def _words(name: str, label: str, text: str, refusal: Refused | None) -> list[Block]:
    """Write the one field of such a window, with what is wrong beside it."""
    blocks = [field(name, label, text_input(text, lines=True, most=2_000), hint=NO_NAMES)]
    if refusal is not None:
        blocks.append(context(f":warning: {safe(quote_private(refusal.reason, text), 300)}"))
    if refusal is not None and name in refusal.private:
        blocks.append(confirmation(name))
    return blocks
