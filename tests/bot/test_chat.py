"""The bot in a terminal: the same answers as in Slack, questions that go on, and idea by number."""

from types import SimpleNamespace

import httpx
import pytest

from bot.blocks.answer import Setting, show_answer
from bot.blocks.elements import section
from bot.chat import NO_HUB, NO_TOKEN, Chat, converse, main
from bot.hub import HubClient
from bot.settings import BotSettings
from bot.terminal import BOLD, read_blocks
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.bot.examples import ANSWER
from tests.factories import make_cycle, make_idea, make_membership, make_team, sign_in

ALONE = Setting(answer_id="", is_linked=True, is_private=True)


@pytest.fixture
def ana(app, hub):
    """A terminal in which Ana types; ``types`` returns what she reads."""
    with hub.writing() as session:
        token = sign_in(session, member=hub.ana)["Authorization"].removeprefix("Bearer ")
    transport = httpx.WSGITransport(app=app.wsgi_app, raise_app_exceptions=False)
    with httpx.Client(base_url="http://hub", transport=transport) as http:
        client = HubClient(http, token)

        def types(*lines):
            read = []
            converse(Chat(client, lambda blocks: read.extend(read_blocks(blocks))), lines, read.append)
            return "\n".join(read)

        yield SimpleNamespace(types=types, client=client)


def test_a_question_is_answered_with_the_words_that_slack_shows(ana):
    told = ana.client.post("/suggestions", {"query": QUESTION})
    read = ana.types(QUESTION)
    for line in read_blocks(show_answer(told, ALONE).blocks):
        assert line in read
    assert f"1. {ASKED_FOR}" in read


def test_what_goes_on_keeps_the_question_and_anything_else_is_a_new_one(ana):
    assert ASKED_FOR in ana.types(QUESTION, "what about middle school?").rpartition("Grades 6-8")[2]
    alone = ana.types(QUESTION, "zebra quilt xylophone").partition("no test of this")
    assert ASKED_FOR not in alone[2].partition("Near")[0]


def test_an_idea_is_seen_by_its_number(ana):
    read = ana.types(QUESTION, "see 1")
    assert "Predicted: At least six questions a lesson." in read
    assert "Found: Four questions a lesson." in read


def test_more_like_an_idea_is_found_by_its_number(ana, hub):
    with hub.writing() as session:
        another = make_idea(session, team=hub.far, driver_id=hub.driver.id, title=f"{ASKED_FOR} on cards")
        make_cycle(session, idea=another, team=hub.far)
    read = ana.types(QUESTION, "more 1")
    assert read.count("on cards") >= 1


@pytest.mark.parametrize("line", ["see 0", "see 9", "more 9"])
def test_a_number_that_is_not_there_is_said_and_the_talk_goes_on(ana, line):
    read = ana.types(QUESTION, line, "see 1")
    assert "no idea with this number" in read
    assert "Four questions a lesson." in read


@pytest.mark.parametrize("word", ["quit", "Exit", "bye"])
def test_quit_ends_it(ana, word):
    assert ana.types(word, QUESTION) == ""


def test_help_says_what_to_type(ana):
    assert "see 2" in ana.types("help", "")


def test_somebody_with_several_teams_reads_for_which_one_it_is(ana, hub):
    with hub.writing() as session:
        make_membership(session, member=hub.ana, team=make_team(session, network=hub.network))
    assert "Asked for" in ana.types(QUESTION)


def test_what_the_hub_refuses_is_told(ana):
    assert "2,000" in ana.types("x" * 3000)


def test_a_hub_that_is_away_is_one_line():
    def refuse(_):
        raise httpx.ConnectError("refused")

    with httpx.Client(base_url="http://hub", transport=httpx.MockTransport(refuse)) as http:
        read = []
        converse(Chat(HubClient(http, "a-token"), lambda _: None), [QUESTION], read.append)
    assert read == [NO_HUB]


def test_without_a_token_it_says_how_to_begin(monkeypatch, capsys):
    monkeypatch.setattr("bot.chat.BotSettings.from_environment", BotSettings)
    assert main() == 1
    assert NO_TOKEN in capsys.readouterr().err


def test_it_reads_from_the_terminal_until_the_end(monkeypatch, capsys):
    settings = BotSettings(hub_token="a-token", hub_url="http://127.0.0.1:9")
    monkeypatch.setattr("bot.chat.BotSettings.from_environment", lambda: settings)
    typed = iter(["help", "", "quit"])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    assert main() == 0
    assert capsys.readouterr().out.count("see 2") == 2


def test_lines_fit_and_lose_slacks_markup():
    lines = list(read_blocks(show_answer(ANSWER, ALONE).blocks, width=60))
    assert max(map(len, lines)) <= 60
    assert "Tool: Prompts v2 (https://x.test/a)" in lines
    assert not any("*" in line or "&amp;" in line for line in lines)


def test_a_title_that_is_longer_than_a_line_loses_its_markup_too():
    (first, *rest) = read_blocks([section(f"*{'a long title ' * 9}end*")], width=60)
    assert not any("*" in line for line in (first, *rest))
    assert rest


def test_bold_words_are_shown_where_they_can_be():
    lines = list(read_blocks(show_answer(ANSWER, ALONE).blocks, bold=True))
    assert any(line.startswith(BOLD) for line in lines)


@pytest.fixture
def two_teams(hub):
    """Ana works in a second team, too."""
    with hub.writing() as session:
        team = make_team(session, network=hub.network, name="Zebra team")
        make_membership(session, member=hub.ana, team=team)
    return team


@pytest.mark.usefixtures("two_teams")
def test_another_of_ones_teams_is_taken_by_its_number(ana):
    read = ana.types(QUESTION, "team 2", "what about middle school?")
    before, *after = read.split("Asked for ")[1:]
    assert before.startswith("Room team")
    assert [each.startswith("Zebra team") for each in after] == [True, True]


@pytest.mark.usefixtures("two_teams")
def test_a_team_can_be_taken_before_the_first_question(ana):
    read = ana.types("team 2", QUESTION)
    assert "I ask for Zebra team now." in read
    assert "Asked for Zebra team" in read
    assert "team 1: Room team, team 2: Zebra team" in read


def test_a_team_that_is_not_there_is_said(ana):
    assert "no team with this number" in ana.types("team 2")
