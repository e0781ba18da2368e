"""Pictures of the main messages and windows, as JSON: a change of what people see is seen in review.

After a change that is meant: ``GOLDEN=write python -m pytest tests/bot/test_golden.py``.
"""

import json
import os
from dataclasses import replace

import pytest

from bot.blocks.answer import Setting, show_answer
from bot.blocks.cycles import show_cycles
from bot.blocks.digest import (
    show_adoption_started,
    show_digest,
    show_study_due,
    show_subscribed,
)
from bot.blocks.digest import show_preview as show_unfurl
from bot.blocks.elements import option
from bot.blocks.forms import show_adoption, show_help_wanted
from bot.blocks.home import show_home, show_home_unlinked
from bot.blocks.notes import apology, link_offer, not_linked, show_help, waiting
from bot.blocks.pdsa import IDEA_FORM, Choices, show_idea, show_plan, show_saved, show_step
from bot.blocks.preview import show_preview
from bot.blocks.questions import (
    show_answer_form,
    show_question_answered,
    show_question_asked,
    show_question_form,
)
from bot.blocks.studying import show_happened
from bot.errors import Refused
from bot.hub import AWAY
from tests.bot.examples import (
    ADAPTED,
    ANSWER,
    ASKED,
    CYCLE,
    DIGEST,
    FEW,
    GIVEN_UP,
    HOME,
    IDEA,
    NEW_HERE,
    NOTHING,
    NOTICE,
    RECORD,
    TEAM,
)
from tests.conftest import TOP
from tests.fake_slack.validation import problems_of_blocks, problems_of_view

FOLDER = TOP / "tests" / "bot" / "golden"
ALONE = Setting(
    answer_id="9" * 32,
    is_linked=True,
    is_private=True,
    drivers=[("d" * 32, "Attitudes"), ("2", "Group work")],
)
SEVERAL = replace(ALONE, team=TEAM, teams=[("t1", "Room 12 team"), ("t2", "Grade 5 team")])
CHANNEL = Setting(answer_id="9" * 32, is_linked=True, is_private=False)
UNLINKED = Setting(answer_id="9" * 32, is_linked=False, is_private=True)
DAYS = {"started_on": "2026-11-23", "study_on": "2026-12-07"}

MESSAGES = {
    "answer": show_answer(ANSWER, ALONE),
    "answer_for_one_of_several_teams": show_answer(ANSWER, SEVERAL),
    "answer_with_tests_of_others": show_answer(ANSWER | {"suggestions": [GIVEN_UP, ADAPTED, FEW]}, ALONE),
    "answer_in_a_channel": show_answer(ANSWER, CHANNEL),
    "nothing_tested": show_answer(NOTHING, ALONE),
    "unlinked": show_answer(NOTHING | {"id": None}, UNLINKED),
    "help": show_help(),
    "not_linked": not_linked(),
    "link": link_offer("https://hub.test/link/code"),
    "waiting": waiting(AWAY),
    "apology": apology(AWAY),
    "question_asked": show_question_asked(ASKED),
    "question_answered": show_question_answered(ASKED),
    "answer_to_a_follow_up": show_answer(ANSWER, replace(CHANNEL, goes_on=True)),
    "digest": show_digest(DIGEST),
    "subscribed": show_subscribed("Attitudes, Behaviors, and Beliefs"),
    "adoption_started": show_adoption_started(NOTICE),
    "study_due": show_study_due(NOTICE | {"cycle_id": "c" * 32}),
    "study_due_without_a_plan": show_study_due(NOTICE | {"adoption_id": "9" * 32}),
}
CHOICES = Choices(
    teams=[("t1", "Room 12 team")], driver=("d1", "Attitudes"), ideas=[("a" * 32, IDEA["title"])]
)
OPEN = CYCLE | {"id": "c" * 32, "version": 1, "status": "running"}
REFUSED = Refused("This seems to hold an ID number. Take it out.", private=["question"])
WINDOWS = {
    "help_wanted": show_help_wanted([option("Room 12 team", "t1")], {"question": "Who tried AI tutors?"}),
    "plan": show_plan(CHOICES, {}),
    "plan_refused": show_plan(CHOICES, {"prediction": "Six."}, {"data_plan": "No e-mail address, please."}),
    "idea_refused": show_idea(
        CHOICES,
        {"description": "Mail ana@example.org."},
        {"description": "This seems to hold an e-mail address (characters 6 to 20). Take it out."},
        private=["description"],
    ),
    "idea": show_idea(CHOICES, {"description": "A card on each desk."}),
    "preview": show_preview(
        "idea",
        IDEA_FORM,
        {"team_id": "t1", "title": "Cards", "description": "A card on each desk.", "visibility": "team"},
        {"team_id": "Room 12 team", "visibility": "Our team only"},
        visibility="team",
    ),
    "what_happened": show_happened(IDEA["title"], {}, private_metadata="9" * 32),
    "study": show_step(OPEN, {}, carried="{}"),
    "decide": show_step(OPEN | {"status": "studied"}, {}, carried="{}"),
    "saved": show_saved("Your test is planned", CYCLE),
    "home": show_home(HOME),
    "home_of_somebody_new": show_home(HOME | NEW_HERE),
    "home_unlinked": show_home_unlinked(),
    "cycles": show_cycles(IDEA, [CYCLE]),
    "ask_team": show_question_form(IDEA["title"], "", private_metadata="a" * 32),
    "tell_a_coach": show_question_form(None, "Who tried AI tutors?", REFUSED, private_metadata=""),
    "answer_people": show_answer_form("", private_metadata="7" * 32),
    "no_cycles": show_cycles(IDEA, []),
    "adoption": show_adoption(IDEA["title"], [option("Room 12 team", "t1")], DAYS, private_metadata="a" * 32),
    "adoption_refused": show_adoption(
        IDEA["title"], [option("Room 12 team", "t1")], DAYS, problem="No e-mail, please."
    ),
}
UNFURLS = {"unfurl": show_unfurl(RECORD)}
PICTURES = (
    {name: {"text": one.text, "blocks": list(one.blocks)} for name, one in MESSAGES.items()}
    | UNFURLS
    | WINDOWS
)


@pytest.mark.parametrize("name", PICTURES)
def test_what_people_see_is_as_in_the_picture(name):
    file = FOLDER / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(json.dumps(PICTURES[name], indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert PICTURES[name] == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*MESSAGES, *UNFURLS])
def test_slack_takes_each_message(name):
    assert problems_of_blocks(PICTURES[name]["blocks"], "message") == []


@pytest.mark.parametrize("name", WINDOWS)
def test_slack_takes_each_window(name):
    assert problems_of_view(WINDOWS[name]) == []


def test_there_is_no_picture_of_what_is_not_shown_any_more():
    assert {file.stem for file in FOLDER.glob("*.json")} == set(PICTURES)
