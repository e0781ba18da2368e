"""Two hundred questions at once from twenty workspaces: each answered once, none lost."""

from concurrent.futures import ThreadPoolExecutor

from bot.installations import Installation
from tests.factories import make_link, make_member, make_workspace

WORKSPACES, QUESTIONS = 20, 10


def settle_in(town, hub, number):
    """Install the bot in one more workspace, with one linked teacher."""
    team_id = f"T10{number}"
    workspace = town.slack.workspace(team_id)
    made = workspace.install()
    town.bot.installations.save(
        Installation(enterprise_id="", team_id=team_id, token=made.token, bot_user_id=made.bot.id)
    )
    with hub.writing() as session:
        bound = make_workspace(session, network=hub.network, bot=hub.client, slack_team_id=team_id)
        member = make_member(session, network=hub.network, team=hub.team)
        make_link(session, workspace=bound, member=member, user=f"U10{number}")
    return workspace.user(f"U10{number}")


def test_none_is_lost_and_each_is_answered_once(town, hub):
    people = [settle_in(town, hub, number) for number in range(WORKSPACES)]
    with ThreadPoolExecutor(20) as pool:
        deliveries = list(pool.map(lambda number: people[number % WORKSPACES].says(f"shy speakers {number}"),
                                   range(WORKSPACES * QUESTIONS)))  # fmt: skip
    assert all(each.acknowledged for each in deliveries)
    town.slack.wait_until(town.bot.inbox.is_empty, 300)
    for person in people:
        answers = town.slack.answers(person.dm)
        assert len({one.thread_ts for one in answers}) == len(answers) == QUESTIONS
        assert not any(one.text.startswith("Looking") for one in answers)
