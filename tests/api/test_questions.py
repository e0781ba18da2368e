"""Questions to the team behind an idea, or to the coaches: only those who are asked hear them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import TeamQuestion
from tests.api.conftest import Person
from tests.factories import make_bot, make_idea, make_link, make_member, make_workspace, sign_in

#: A Monday, in the day.
NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
WORDS = "Which words stood on your cards?"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def writing(app):
    return app.extensions["hub"].database.writing


@pytest.fixture
def slack(client, world, writing):
    """The teacher, the colleague of the far team and the coach are linked."""
    with writing() as session:
        bot, headers = make_bot(session)
        workspace = make_workspace(session, network=world.network, bot=bot)
        for user, person in (("U1", world.teacher), ("U2", world.colleague), ("U3", world.coach)):
            make_link(session, workspace=workspace, member=person.member, user=user)
        theirs = make_idea(session, team=world.far, driver_id=world.driver.id, title="Their cards")
    return SimpleNamespace(bot=Person(client, headers), theirs=theirs, workspace=workspace)


def ask(person, idea=None, question=WORDS, **more):
    return person.post("/questions", {"question": question, "change_idea": idea and idea.id, **more})


def notices(slack):
    """Claim what is due, by who hears it."""
    told = slack.bot.post("/bot/notices/claim").json["items"]
    return {(one["user_id"], one["kind"]): one for one in told}


def test_the_team_behind_an_idea_hears_who_asks_what(world, slack):
    assert ask(world.teacher, slack.theirs).status_code == 201
    (told,) = notices(slack).values()
    assert (told["user_id"], told["kind"]) == ("U2", "question_asked")
    assert (told["question"], told["title"], told["person"], told["team"]) == (
        WORDS,
        "Their cards",
        world.teacher.member.name,
        world.team.name,
    )


def test_the_asker_hears_the_answer_once(world, slack):
    asked = ask(world.teacher, slack.theirs).json
    answered = world.colleague.post(f"/questions/{asked['id']}/answer", {"answer": "I am lost at ..."})
    assert answered.json["answered_at"]
    ((who, told),) = notices(slack).items()
    assert who == ("U1", "question_answered")
    assert (told["answer"], told["person"], told["team"]) == (
        "I am lost at ...",
        world.colleague.member.name,
        world.far.name,
    )
    slack.bot.post(f"/bot/notices/{told['id']}/delivered")
    assert notices(slack) == {}


@pytest.mark.parametrize(("gone", "is_there"), [("withdrawn_at", True), ("hidden_at", False)])
def test_an_idea_that_was_withdrawn_or_hidden_since_is_called_by_no_name(
    world, slack, writing, gone, is_there
):
    ask(world.teacher, slack.theirs)
    (asked,) = notices(slack).values()
    with writing() as session:
        setattr(session.merge(slack.theirs), gone, NOW)
    world.colleague.post(f"/questions/{asked['question_id']}/answer", {"answer": "These."})
    told = notices(slack)["U1", "question_answered"]
    assert (told["answer"], told["title"]) == ("These.", None)
    assert (told["change_idea_id"] is not None) is is_there


def test_without_an_idea_the_coaches_are_asked(world, slack):
    asked = ask(world.teacher).json
    assert set(notices(slack)) == {("U3", "question_asked")}
    assert world.coach.post(f"/questions/{asked['id']}/answer", {"answer": "Ask team B."}).status_code == 200


@pytest.mark.parametrize("who", ["teacher", "neighbour", "coach", "leader", "planner", "admin", "outsider"])
def test_nobody_else_answers_it(world, slack, who):
    asked = ask(world.teacher, slack.theirs).json
    refused = getattr(world, who).post(f"/questions/{asked['id']}/answer", {"answer": "x"})
    assert refused.status_code == 404


def test_one_person_answers_it_once(world, slack):
    asked = ask(world.teacher, slack.theirs).json
    for status in (200, 409):
        assert world.colleague.post(f"/questions/{asked['id']}/answer", {"answer": "x"}).status_code == status


def test_where_nobody_would_hear_it_nothing_is_stored(world, slack, writing):
    with writing() as session:
        alone = make_idea(session, team=world.sister, driver_id=world.driver.id)
    refused = ask(world.teacher, alone)
    assert refused.status_code == 409
    assert "help wanted" in refused.json["detail"]
    with writing() as session:
        assert session.scalars(select(TeamQuestion)).all() == []


def test_an_idea_one_may_not_see_cannot_be_asked_about(world, slack, writing):
    with writing() as session:
        hidden = make_idea(session, team=world.far, driver_id=world.driver.id, visibility=Visibility.TEAM)
    assert ask(world.teacher, hidden).status_code == 422


def test_ones_own_team_is_asked_where_one_meets(world, slack):
    assert ask(world.teacher, world.idea).status_code == 422


@pytest.mark.parametrize("text", ["Mail ana@example.org", "Call 555-123-4567"])
def test_what_looks_private_is_refused_unless_it_is_no_students(world, slack, text):
    refused = ask(world.teacher, slack.theirs, text)
    assert refused.json["errors"][0]["pointer"] == "/question"
    confirmed = ask(world.teacher, slack.theirs, text, confirm_not_student=["question"])
    assert confirmed.status_code == 201
    path = f"/questions/{confirmed.json['id']}/answer"
    assert world.colleague.post(path, {"answer": text}).json["errors"][0]["pointer"] == "/answer"


def test_ten_questions_a_day_are_enough(world, slack, clock):
    answers = []
    for _ in range(11):
        answers.append(ask(world.teacher, slack.theirs).status_code)
        clock.shift(timedelta(seconds=1))
    assert answers == [201] * 10 + [409]
    clock.shift(timedelta(days=1, minutes=1))
    assert ask(world.teacher, slack.theirs).status_code == 201


def test_what_is_a_week_old_is_no_news(world, slack, clock):
    ask(world.teacher, slack.theirs)
    clock.shift(timedelta(days=7, minutes=1))
    assert notices(slack) == {}


def test_a_purge_reaches_it(world, slack, writing):
    ask(world.teacher, slack.theirs, "Did Zora Quill like it?")
    purge = {"kind": "change_idea", "record_id": slack.theirs.id, "text": "Zora Quill"}
    assert world.admin.post("/purges", purge).json["places"] == {"team_question": 1}
    with writing() as session:
        assert "Zora" not in session.scalars(select(TeamQuestion)).one().question


@pytest.fixture
def second(world, slack, writing):
    """Another linked member of the far team."""
    with writing() as session:
        member = make_member(session, network=world.network, team=world.far)
        make_link(session, workspace=slack.workspace, member=member, user="U4")
        headers = sign_in(session, member=member)
    return Person(world.colleague.client, headers)


@pytest.fixture
def answered_twice(world, slack, second, clock):
    """A question that two people of a team have answered."""
    asked = ask(world.teacher, slack.theirs).json
    for person, answer in ((world.colleague, "I am lost at ..."), (second, "What I know is ...")):
        clock.shift(timedelta(minutes=1))
        assert person.post(f"/questions/{asked['id']}/answer", {"answer": answer}).status_code == 200
    return asked


@pytest.mark.usefixtures("answered_twice")
def test_the_asker_hears_every_answer(slack):
    told = slack.bot.post("/bot/notices/claim").json["items"]
    heard = {(one["user_id"], one["kind"], one["answer"]) for one in told}
    assert heard == {
        ("U1", "question_answered", "I am lost at ..."),
        ("U1", "question_answered", "What I know is ..."),
    }


def test_a_second_answer_is_given_once_too(second, answered_twice):
    again = second.post(f"/questions/{answered_twice['id']}/answer", {"answer": "x"})
    assert again.status_code == 409


@pytest.mark.usefixtures("answered_twice")
def test_answers_do_not_count_as_questions(world, slack, clock):
    for _ in range(9):
        clock.shift(timedelta(seconds=1))
        assert ask(world.teacher, slack.theirs).status_code == 201
    clock.shift(timedelta(seconds=1))
    assert ask(world.teacher, slack.theirs).status_code == 409
