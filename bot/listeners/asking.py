"""Questions: in a direct message, by a mention, with /tried, and what is asked on in a thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.answers import Answer
from bot.audience import NOTHING_FOR_GUESTS, PUBLIC
from bot.blocks.answer import Setting, show_answer
from bot.blocks.notes import LOOKING, say
from bot.errors import NotLinked, Refused
from bot.listeners.helping import help_for
from bot.listeners.messages import plain_lines
from bot.posting import Message
from bot.routes import Routes
from bot.work import Place, Work

MAX_QUESTION = 2_000
#: Of a long thread, the first question and the last changes of it count.
MOST_BETWEEN = 2
FORGOTTEN = (
    "I no longer know what was asked at the top of this thread. "
    "Mention me in a new message with your whole question, and I answer it for you."
)
THANKS = {"thanks", "thank you", "thanks a lot", "thank you so much", "thx", "ty", "great thanks"}
COMMAND_WORDS = {"link", "unlink", "subscribe", "unsubscribe"}
#: What is no question about teaching; "" is a picture, or a mark of question alone.
ASKS_FOR_HELP = {
    *("", "help", "hi", "hello", "hey", "good morning", "test", "start", "what can i ask", "what can you do"),
    *("what do you do", "who are you", "what is this", "how does this work", "how do you work"),
}
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the hub.

    Args:
        text: the words; empty where an earlier question is only changed.
        follow_up_of: the question it goes on from, in the hub.
        before: what somebody else asked for everybody to read, and this goes on from.
        wishes: what else was chosen: a driver, a context, an idea to resemble.
    """

    text: str
    follow_up_of: str | None = None
    before: Sequence[str] = ()
    wishes: dict[str, Any] = field(default_factory=dict)


def register(routes: Routes) -> None:
    """Add the ways to ask."""
    routes.add("event", "message", on_message, for_members=False)
    routes.add("event", "app_mention", on_mention, for_members=False)
    routes.add("command", "/tried", on_command, for_members=False)


def on_message(work: Work) -> None:
    """Answer somebody who writes to the bot; answers stand in a thread below each message."""
    event = work.body["event"]
    if event.get("channel_type") == "im":
        _hear(work, event, is_direct=True)


def on_mention(work: Work) -> None:
    """Answer a mention, in the thread below it."""
    event = work.body["event"]
    _hear(work, event, is_direct=event.get("channel_type") == "im")


def on_command(work: Work) -> None:
    """Answer /tried to the person alone, in their conversation with the bot."""
    text = plain_words(work.body.get("text", ""))
    place = work.direct_place()
    if text:
        ask(work, place, Question(text=text))
    else:
        work.speaker.post(place.channel, help_for(work))


def ask(work: Work, place: Place, question: Question) -> None:
    """Ask the hub, and show what it answers.

    Raises:
        Refused: it could not be found out who reads along, or the hub refuses the question.
    """
    answer = work.promise(place, LOOKING)
    work.show_looking()
    ceiling = work.ceiling_in(place)
    answer_again(work, answer, question, ceiling)


def answer_again(work: Work, answer: Answer, question: Question, ceiling: str | None) -> None:
    """Ask the hub, and put what it answers into the message that stands for it."""
    told = _ask_hub(work, answer, question, ceiling)
    ideas = [each["change_idea"]["id"] for each in told["suggestions"]]
    work.services.answers.note_suggestion(answer.id, told["id"], ideas)
    if question.text and not (ideas and answer.is_private):
        work.services.answers.keep_question(answer.id, _together(question))
    setting = _setting(work, answer, told, ceiling)
    like = question.text if "change_idea" in question.wishes else ""
    work.fulfil(show_answer(told, replace(setting, goes_on=bool(question.before), like=like)))


def _ask_hub(work: Work, answer: Answer, question: Question, ceiling: str | None) -> dict[str, Any]:
    """Ask the hub, and tell a guest who asks alone what a refusal means for them."""
    try:
        return _send(work, _with_words_before(work, question, ceiling), ceiling)
    except NotLinked:
        raise
    except Refused as refusal:
        if refusal.fields or ceiling != PUBLIC or not answer.is_private:
            raise
        raise Refused(NOTHING_FOR_GUESTS) from refusal


def plain_words(text: str) -> str:
    """Return what somebody wrote as one line, without the mention of the bot and without Slack's markup."""
    return " ".join(plain_lines(text).split())[:MAX_QUESTION]


def _hear(work: Work, event: dict[str, Any], *, is_direct: bool) -> None:
    text = plain_words(event.get("text", ""))
    place = Place(event["channel"], event.get("thread_ts") or event["ts"], is_direct)
    if small_talk := _small_talk(work, text):
        work.promise(place, small_talk)
        return
    earlier = _earlier(work, event)
    before = () if earlier or is_direct else _asked_by_another(work, event)
    ask(work, place, Question(text=text, follow_up_of=earlier, before=before))


def _small_talk(work: Work, text: str) -> Message | None:
    """Return what to say to somebody who asks for nothing in particular; None for a question."""
    words = " ".join(_WORD.findall(text.lower()))
    if words in THANKS:
        return say("You are welcome. Tell me what comes of it.")
    if words in COMMAND_WORDS:
        return say(f"That is a command. Write: /hub {words}")
    return help_for(work) if words in ASKS_FOR_HELP else None


def _asked_by_another(work: Work, event: dict[str, Any]) -> Sequence[str]:
    """Return what somebody else asked in the thread of a channel: whoever goes on from it can read it there.

    Raises:
        Refused: somebody asked, and their words are forgotten.
    """
    thread_ts = event.get("thread_ts")
    if thread_ts is None:
        return ()
    found = work.services.answers.asked_by_another(
        work.team_id, event["channel"], thread_ts, work.actor.user_id
    )
    if found == []:
        raise Refused(FORGOTTEN)
    return (*found[:1], *found[1:][-MOST_BETWEEN:]) if found else ()


def _with_words_before(work: Work, question: Question, ceiling: str | None) -> Question:
    """Ask what somebody else asked, as oneself and seeing only what oneself may see, and go on from that."""
    earlier = None
    for number, words in enumerate(question.before):
        asked = Question(text=words, follow_up_of=earlier)
        earlier = _send(work, asked, ceiling, step=f"before-{number}")["id"]
        if earlier is None:
            # Nothing is stored for somebody who is not linked: the words are asked together.
            return replace(question, text=_together(question))
    return replace(question, follow_up_of=earlier) if earlier else question


def _together(question: Question) -> str:
    return "\n".join([*question.before, question.text])[:MAX_QUESTION]


def _earlier(work: Work, event: dict[str, Any]) -> str | None:
    """Return the question that somebody goes on from, when they write into a thread of theirs."""
    thread_ts = event.get("thread_ts")
    if thread_ts is None:
        return None
    found = work.services.answers.last_in_thread(
        work.team_id, event["channel"], thread_ts, work.actor.user_id
    )
    return found.suggestion_id if found else None


def _setting(work: Work, answer: Answer, told: dict[str, Any], ceiling: str | None) -> Setting:
    is_linked, team = told["id"] is not None, told["understood_as"]["team"]
    teams = work.hub.get("/me", work.actor)["teams"] if team else []
    return Setting(
        answer_id=answer.id,
        is_linked=is_linked,
        is_private=answer.is_private,
        drivers=_drivers(work, ceiling) if is_linked else [],
        team=team,
        teams=[(each["id"], each["name"]) for each in teams] if len(teams) > 1 else [],
    )


def _send(work: Work, question: Question, ceiling: str | None, step: str = "") -> dict[str, Any]:
    """Ask the hub; for the first team, when somebody works in several and did not say for which."""
    try:
        return _post(work, question, ceiling, step)
    except Refused as refusal:
        if isinstance(refusal, NotLinked) or "team" not in refusal.fields:
            raise
    team = work.hub.get("/me", work.actor)["teams"][0]
    chosen = replace(question, wishes=question.wishes | {"team": team["id"]})
    return _post(work, chosen, ceiling, f"{step}{team['id']}")


def _post(work: Work, question: Question, ceiling: str | None, step: str) -> dict[str, Any]:
    body = {"query": question.text, **question.wishes}
    if question.follow_up_of:
        body["follow_up_of"] = question.follow_up_of
    # Repeated after a crash, it is the same question to the hub, and gets the same answer.
    answered: dict[str, Any] = work.hub.post(
        "/suggestions", body, work.actor, ceiling=ceiling, once=f"{work.letter.id}{step}"
    )
    return answered


def _drivers(work: Work, ceiling: str | None) -> list[tuple[str, str]]:
    listed = work.hub.get("/drivers", work.actor, ceiling=ceiling, page_size=100)["items"]
    return [(each["id"], each["name"]) for each in listed if each["level"] == "secondary"]
