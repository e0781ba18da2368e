"""What one does with an answer: correct it, see the cycles, ask for more, say what does not help."""

from __future__ import annotations

from typing import Any

from bot.answers import Answer
from bot.blocks.answer import VERDICTS
from bot.blocks.cycles import show_cycles
from bot.blocks.forms import read_form, show_help_wanted
from bot.blocks.notes import say
from bot.errors import Refused
from bot.listeners.asking import Question, answer_again, ask
from bot.listeners.windows import open_window, show, show_refused, team_options
from bot.routes import Routes
from bot.work import Place, Work

FORGOTTEN = "I no longer know this answer. Please ask again."
WITHDRAWN = (
    "The team behind this idea has withdrawn it since, so there is nothing left to show or to ask about."
)
NOT_YOURS = "Only the person who asked can change this answer. Ask me yourself; it costs nothing."
NO_TEAM = "You are in no team yet, and a question is posted for a team. Ask your hub coach."
POSTED = "Posted as help wanted. Every team of the network can see your question now."


def register(routes: Routes) -> None:
    """Add the buttons and menus below an answer."""
    routes.add("action", "driver", on_driver, for_members=False)
    routes.add("action", "grade", on_grade, for_members=False)
    routes.add("action", "team", on_team, for_members=False)
    routes.add("action", "more", on_more)
    routes.add("action", "cycles", on_cycles, quick=True)
    routes.add("action", "idea_cycles", on_idea_cycles, quick=True)
    routes.add("action", "not_useful", on_not_useful)
    routes.add("action", "help_wanted", on_help_wanted, quick=True)
    routes.add("submission", "help_wanted", on_help_posted)
    routes.add("action", "private", on_private, for_members=False)


def on_driver(work: Work) -> None:
    """Ask again about another driver, in the same message."""
    answer, driver = own_answer(work)
    _change(work, answer, Question(text="", follow_up_of=answer.suggestion_id, wishes={"driver": driver}))


def on_grade(work: Work) -> None:
    """Ask again for another grade, in the same message."""
    answer, band = own_answer(work)
    wishes = {"context": {"grade_bands": [band]}}
    _change(work, answer, Question(text="", follow_up_of=answer.suggestion_id, wishes=wishes))


def on_team(work: Work) -> None:
    """Ask again for another of the asker's teams, in the same message."""
    answer, team = own_answer(work)
    _change(work, answer, Question(text="", follow_up_of=answer.suggestion_id, wishes={"team": team}))


def on_more(work: Work) -> None:
    """Ask for ideas like one of those shown; whoever asks gets the answer alone."""
    answer, idea_id = idea_clicked(work)
    idea = find_idea(work, idea_id)
    place = work.direct_place(answer.thread_ts if answer.is_private else None)
    ask(work, place, Question(text=idea["title"], wishes={"change_idea": idea_id}))


def on_cycles(work: Work) -> None:
    """Open a window at once, and fill it with the cycles of an idea."""
    open_window(work, "The cycles")
    _show_cycles(work, idea_clicked(work)[1])


def on_idea_cycles(work: Work) -> None:
    """Open the window with the cycles of an idea that the Home tab names."""
    open_window(work, "The cycles")
    _show_cycles(work, clicked_value(work))


def _show_cycles(work: Work, idea_id: str) -> None:
    idea = work.hub.get(f"/change-ideas/{idea_id}", work.actor)
    cycles = work.hub.get("/pdsa-cycles", work.actor, change_idea=idea_id, page_size=10)["items"]
    show(work, show_cycles(idea, cycles))


def on_not_useful(work: Work) -> None:
    """Remember why an idea does not help."""
    answer, rest = own_answer(work)
    number, _, verdict = rest.partition(":")
    if verdict not in VERDICTS:
        raise Refused(FORGOTTEN)
    body = {"change_idea": _idea(answer, number), "verdict": verdict}
    work.hub.post(f"/suggestions/{answer.suggestion_id}/feedback", body, work.actor, once=work.letter.id)
    work.tell_alone(say(f"Thank you: “{VERDICTS[verdict]}”. I won't suggest it to your team again."))


def on_help_wanted(work: Work) -> None:
    """Open a window with the question that nobody had an answer to, to be looked over before it is shown."""
    open_window(work, "Help wanted")
    answer, _ = own_answer(work)
    filled = {"question": work.services.answers.question_of(answer.id)}
    teams = team_options(work, NO_TEAM)
    show(work, show_help_wanted(teams, filled, private_metadata=answer.id))


def on_help_posted(work: Work) -> None:
    """Post the question as help wanted; what the hub refuses is told in the window."""
    view = work.body["view"]
    work.view_id, answer_id, filled = view["id"], view["private_metadata"], read_form(view)
    answer = work.services.answers.get(answer_id, work.team_id)
    if answer is None or answer.user_id != work.actor.user_id:
        raise Refused(NOT_YOURS)
    try:
        work.hub.post("/help-wanted", filled, work.actor, once=work.letter.id)
    except Refused as refusal:
        problem = next(iter(refusal.fields.values()), refusal.reason)
        teams = team_options(work, NO_TEAM)
        form = show_help_wanted(teams, filled, problem=problem, private_metadata=answer_id)
        show_refused(work, form, refusal)
        return
    work.tell(say(POSTED))


def on_private(work: Work) -> None:
    """Answer the asker alone, with what only they may see."""
    answer, _ = own_answer(work)
    ask(work, work.direct_place(), Question(text="", follow_up_of=answer.suggestion_id))


def clicked_value(work: Work) -> str:
    """Return what a button or the chosen entry of a menu carries."""
    action = work.body["actions"][0]
    return str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")


def idea_clicked(work: Work) -> tuple[Answer, str]:
    """Find the idea whose button was pressed; the hub decides what this person sees of it."""
    answer, number = _answer_clicked(work)
    return answer, _idea(answer, number)


def find_idea(work: Work, idea_id: str) -> dict[str, Any]:
    """Return an idea as this person may see it today.

    Raises:
        Refused: its team has withdrawn it, and all that is left is that there was one.
    """
    idea: dict[str, Any] = work.hub.get(f"/change-ideas/{idea_id}", work.actor)
    if idea["title"] is None:
        raise Refused(WITHDRAWN)
    return idea


def _answer_clicked(work: Work) -> tuple[Answer, str]:
    answer_id, _, rest = clicked_value(work).partition(":")
    answer = work.services.answers.get(answer_id, work.team_id)
    if answer is None:
        raise Refused(FORGOTTEN)
    return answer, rest


def own_answer(work: Work) -> tuple[Answer, str]:
    """Find the answer below which something was pressed, and what else the button carries.

    Raises:
        Refused: somebody else asked.
    """
    answer, rest = _answer_clicked(work)
    if answer.user_id != work.actor.user_id or answer.suggestion_id is None:
        raise Refused(NOT_YOURS)
    return answer, rest


def _idea(answer: Answer, number: str) -> str:
    if not number.isdigit() or int(number) >= len(answer.idea_ids):
        raise Refused(FORGOTTEN)
    return answer.idea_ids[int(number)]


def _change(work: Work, answer: Answer, question: Question) -> None:
    work.answer = answer
    place = Place(answer.channel_id, answer.thread_ts, is_direct=answer.is_private)
    answer_again(work, answer, question, work.ceiling_in(place))
