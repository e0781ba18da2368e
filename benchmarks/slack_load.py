"""200 questions at once from 20 Slack workspaces, then the same with ``kill -9``.

The hub runs on gunicorn as in production, with the bot inside or as a process of its own; Slack is the fake
of the tests, on loopback. It waits three seconds for an acknowledgement: printed is how many took longer, and
how many questions were answered once, twice or never. Run ``python -m benchmarks.slack_load``.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks import TOP
from benchmarks.asked import read_questions
from benchmarks.hub import open_database
from benchmarks.programs import BOT, HUB, Program, answers, free_port, new_secret
from benchmarks.serving import copy_database
from benchmarks.slack_crowd import Crowd, describe, settle_in, wait_for
from benchmarks.suggestion_quality import SeededHub
from bot.inbox import Inbox
from bot.settings import BotSettings
from bot.store import Store
from bot.vault import Vault
from nic_hub.models import Member, Membership, Network
from nic_hub.services.slack.bots import create_bot, find_bot
from tests.fake_slack import FakeSlack

#: Slack's limit for an acknowledgement.
LIMIT_SECONDS = 3.0
ANSWER_SECONDS = 600
#: The network of the seed whose teachers ask.
NETWORK = "core"
INSIDE, APART, SOCKETS = "inside", "apart", "sockets"
PLACES = (INSIDE, APART, SOCKETS)


@dataclass(frozen=True, slots=True)
class Stage:
    """A hub and a bot that run, and the people who ask.

    Args:
        crowd: who asks.
        program: what is killed, and started again.
        is_ready: whether Slack reaches the program.
        inbox: what the bot was told, read from outside.
    """

    crowd: Crowd
    program: Program
    is_ready: Callable[[], bool]
    inbox: Inbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is wanted and print it."""
    wanted = _read(arguments)
    seeded = Path(str(SeededHub().database.engine.url.database))
    questions = read_questions()[: wanted.questions]
    for where, kills in product(wanted.bot, wanted.kill):
        how = ", killed in the middle" if kills else ""
        print(
            f"\n{len(questions)} questions from {wanted.workspaces} workspaces, bot {where}{how}", flush=True
        )
        with stage(seeded, where, wanted.workspaces, len(questions)) as made:
            report(made, questions, kills=kills)
    return 0


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Put load on the Slack bot.")
    parser.add_argument("--questions", type=int, default=200, help="how many are asked at once")
    parser.add_argument("--workspaces", type=int, default=20, help="from how many workspaces")
    parser.add_argument(
        "--bot",
        nargs="+",
        choices=PLACES,
        default=PLACES,
        help="inside the hub, apart, or apart in Socket Mode",
    )
    parser.add_argument("--no-kill", dest="kill", action="store_const", const=(False,), default=(False, True))
    return parser.parse_args(arguments)


def report(made: Stage, questions: Sequence[str], *, kills: bool) -> None:
    """Ask, wait for the answers, and print what became of them."""
    crowd, begun = made.crowd, time.perf_counter()
    asking = threading.Thread(target=crowd.ask, args=(questions,))
    asking.start()
    if kills:
        _kill_in_the_middle(made, len(questions))
    asking.join()
    if kills:
        print(f"  delivered again after the restart: {crowd.send_again()}")
    in_time = wait_for(crowd.slack, lambda: crowd.finished() >= len(questions), ANSWER_SECONDS)
    taken = time.perf_counter() - begun
    # A second answer would come while something is still worked on.
    wait_for(crowd.slack, made.inbox.is_empty, ANSWER_SECONDS)
    times = crowd.acknowledgements()
    late = sum(1 for each in times if each >= LIMIT_SECONDS)
    away = sum(1 for each in crowd.asked if each.first.reason == "connection_failed")
    print(f"  acknowledged: {describe(times)}; later than {LIMIT_SECONDS:g} s: {late} of {len(times)}"
          + (f"; nobody there: {away}" if away else ""))  # fmt: skip
    print(
        f"  answered: {crowd.verdict()}; all after {taken:.0f} s" + ("" if in_time else " (gave up)"),
        flush=True,
    )


def _kill_in_the_middle(made: Stage, count: int) -> None:
    """Kill the bot when half of the questions are acknowledged, and start it again."""
    crowd = made.crowd
    wait_for(crowd.slack, lambda: crowd.taken() >= count // 2, ANSWER_SECONDS)
    made.program.kill()
    print(f"  killed with {crowd.taken()} acknowledged, {crowd.finished()} answered", flush=True)
    made.program.start(made.is_ready)


@contextmanager
def stage(seeded: Path, where: str, workspaces: int, questions: int) -> Iterator[Stage]:
    """Run a hub with the seed, the bot, and a Slack with people who are linked; nothing of it stays."""
    with ExitStack() as stack:
        kept = tempfile.TemporaryDirectory(prefix="nic-load-", ignore_cleanup_errors=True)
        folder, slack = Path(stack.enter_context(kept)), stack.enter_context(FakeSlack())
        file, hub_port = folder / "hub.sqlite3", free_port()
        copy_database(seeded, file)
        database = open_database(file)
        stack.callback(database.dispose)
        with database.writing() as session:
            token = create_bot(session, key="load", name="Load", days=1)
            settings = _settings(slack, file, token, where, hub_port)
            crowd = _settle_in(slack, session, workspaces, -(-questions // workspaces))
        crowd.install(settings)
        stack.callback(crowd.close)
        hub = Program(HUB, _hub_environment(settings, hub_port), hub_port, folder / "hub.log")
        bot = Program(BOT, environment_of(settings), int(settings.bot_port), folder / "bot.log")
        ready = {
            INSIDE: lambda: answers(hub.port, "/readyz"),
            APART: lambda: answers(bot.port, "/"),
            SOCKETS: lambda: bool(slack.sockets.open),
        }
        stack.callback(hub.stop)
        hub.start(ready[INSIDE])
        program = hub if where == INSIDE else bot
        if program is bot:
            stack.callback(bot.stop)
            bot.start(ready[where])
        slack.connect("socket" if where == SOCKETS else program.address)
        store = Store(settings.database_address)
        stack.callback(store.dispose)
        yield Stage(crowd, program, ready[where], Inbox(store, Vault(settings.own_secret)))


def environment_of(settings: BotSettings) -> dict[str, str]:
    """Return the environment in which a bot has these settings."""
    return {field.name.upper(): getattr(settings, field.name) for field in dataclasses.fields(settings)}


def _settings(slack: FakeSlack, file: Path, token: str, where: str, hub_port: int) -> BotSettings:
    return BotSettings(
        slack_signing_secret=slack.signing_secret,
        slack_app_token=slack.app_token if where == SOCKETS else "",
        slack_client_id=slack.client_id,
        slack_client_secret=slack.client_secret,
        slack_api_url=slack.api_url,
        slack_authorize_url=slack.authorize_url,
        hub_url="" if where == INSIDE else f"http://127.0.0.1:{hub_port}",
        hub_token=token,
        bot_port=str(free_port()),
        secret_key=new_secret(),
        database_url=f"sqlite:///{file}",
    )


def _hub_environment(settings: BotSettings, port: int) -> dict[str, str]:
    """Return the hub's environment; with a bot in it, unless the bot has an address of the hub."""
    mine = {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "MODEL_DIR": str(TOP / "instance" / "model"),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "RATE_LIMIT_PER_MINUTE": "1000000",
    }
    return mine if settings.hub_url else environment_of(settings) | mine


def _settle_in(slack: FakeSlack, session: Session, workspaces: int, people: int) -> Crowd:
    network = session.scalars(select(Network).where(Network.key == NETWORK)).one()
    of_one_team = select(Membership.member_id).group_by(Membership.member_id).having(func.count() == 1)
    teachers = select(Member).where(
        Member.network_id == network.id, Member.id.in_(of_one_team), Member.left_on.is_(None)
    )
    return settle_in(
        slack,
        session,
        network=network,
        client=find_bot(session, "load"),
        members=session.scalars(teachers.order_by(Member.key)).all(),
        workspaces=workspaces,
        people=people,
    )


if __name__ == "__main__":
    sys.exit(main())
