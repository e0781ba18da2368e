"""Many ask at once, and the process dies in the middle: each is answered once, none is lost.

The hub answers on loopback, the bot is the process that ``make bot`` starts. ``benchmarks.slack_load`` does
the same with 200 questions, and measures.
"""

import threading
from dataclasses import replace

import pytest
from werkzeug.serving import make_server

from benchmarks.programs import BOT, Program, answers, free_port
from benchmarks.slack_crowd import settle_in
from benchmarks.slack_load import environment_of
from tests.bot.conftest import QUESTION, over_http
from tests.bot.test_never_silent import broken_hub

WORKSPACES, PEOPLE = 4, 5


@pytest.fixture
def hub_address(app):
    """The hub, on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def crowd(slack, hub, bot_settings):
    """Teachers in several workspaces, all linked."""
    with hub.writing() as session:
        made = settle_in(
            slack,
            session,
            network=hub.network,
            client=hub.client,
            members=[hub.ana],
            workspaces=WORKSPACES,
            people=PEOPLE,
        )
    made.install(bot_settings)
    yield made
    made.close()


@pytest.fixture
def program(bot_settings, hub_address, tmp_path, slack):
    """The bot in a process of its own."""
    port = free_port()
    settings = replace(bot_settings, hub_url=hub_address, bot_port=str(port))
    made = Program(BOT, environment_of(settings), port, tmp_path / "bot.log")
    made.start(lambda: answers(port, "/"))
    slack.connect(made.address)
    yield made
    made.stop()


def test_what_a_killed_process_was_asked_is_answered_once_after_the_restart(crowd, program, slack):
    count = WORKSPACES * PEOPLE
    asking = threading.Thread(target=crowd.ask, args=([QUESTION] * count,))
    asking.start()
    slack.wait_until(lambda: crowd.taken() > count // 2, 60)
    program.kill()
    asking.join()
    program.start(lambda: answers(program.port, "/"))
    crowd.send_again()
    slack.wait_until(lambda: crowd.finished() == count, 120)
    found = crowd.verdict()
    assert (found.once, found.twice, found.apologised, found.lost) == (count, 0, 0, 0)


@over_http
@pytest.mark.parametrize(("failing", "told"), [(0, (3, 0)), (1_000, (0, 3))])
def test_an_apology_is_no_answer(crowd, start_bot, app, failing, told):
    bot = start_bot(hub=broken_hub("503 Away", failing)(app.wsgi_app))
    crowd.ask([QUESTION] * 3)
    crowd.slack.wait_until(bot.inbox.is_empty, 60)
    found = crowd.verdict()
    assert (found.once, found.apologised) == told
    assert (found.twice, found.lost, found.left_looking) == (0, 0, 0)
