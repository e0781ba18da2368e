"""A cycle from the plan to the decision, in windows; what is wrong stands beside its field."""

import pytest

from nic_hub.models import ChangeIdea, PdsaCycle
from tests.fake_slack import elements, payloads
from tests.fake_slack.validation import problems_of_view

PLAN = {
    "question": "Do prompts bring more questions?",
    "prediction": "Six questions a lesson.",
    "what": "A card on each desk",
    "who": "One teacher",
    "when": "Five lessons",
    "where": "Room 12",
    "data_plan": "A tally",
    "scale": "one_classroom",
}
STUDY = {
    "as_planned": "yes",
    "observations": "They read them aloud.",
    "result": "Four questions.",
    "prediction_met": "partly",
    "learning": "Put them on the desks.",
}
ACT = {"decision": "adapt", "reason": "Half never looked.", "next_step": "Move them."}


@pytest.fixture
def new_plan(hub):
    """A plan for a new idea."""
    return PLAN | {"change_idea_id": "new", "title": "Prompt cards", "driver_id": hub.driver.id}


def writes(town, view, values, pressed="question"):
    """Let Ana write into a window without sending it; Slack tells the bot while she does."""
    install = town.t1.installation
    block_id, element = elements.find(view.blocks, f"draft.{pressed}")
    typed = elements.action(block_id, element, values[pressed], town.slack.clock.now())
    state = elements.state(view.blocks, values)
    body = payloads.view_action(
        payloads.who_acts(town.ana, install), view, [typed], state=state,
        trigger_id=town.slack.new_trigger(town.ana, install, view),
    )  # fmt: skip
    town.slack.postman.deliver("interactive", body, retried=False)
    town.settle()


def window(town):
    """Return the window Ana sees, once everything is done."""
    town.settle()
    return town.slack.views(town.ana)[-1]


def send(town, values):
    """Let Ana fill in the window, look it over and save it."""
    form = window(town)
    if "driver_id" in values:
        town.ana.types(form, "draft.driver_id", "Asking")
    town.ana.submits(form, values)
    town.ana.submits(window(town), {})
    town.settle()


def test_a_plan_becomes_a_cycle_of_a_new_idea_that_the_network_sees(town, new_plan, stored):
    town.ana.command("/pdsa")
    form = window(town)
    assert problems_of_view(form.content) == []
    assert "no student names" in form.all_text
    send(town, new_plan)
    assert "Your test is planned" in window(town).all_text
    (idea,), (cycle,) = stored(ChangeIdea), stored(PdsaCycle)
    assert (idea.title, idea.is_draft) == ("Prompt cards", False)
    assert (cycle.change_idea_id, cycle.prediction, cycle.status) == (idea.id, PLAN["prediction"], "planned")


def test_an_idea_for_the_team_alone_stays_a_draft(town, new_plan, stored):
    town.ana.shortcut("plan_cycle")
    send(town, new_plan | {"visibility": "team"})
    assert stored(ChangeIdea)[0].is_draft


def test_a_new_idea_without_a_name_is_refused_beside_the_field(town, new_plan, stored):
    town.ana.command("/pdsa")
    form = window(town)
    del new_plan["title"]
    del new_plan["driver_id"]
    town.ana.submits(form, new_plan)
    assert form.errors == {
        "title": "Give the new idea a name.",
        "driver_id": "Choose the driver it moves.",
    }
    assert stored(PdsaCycle) == []


def test_what_the_hub_refuses_stands_beside_its_field_and_nothing_is_lost(town, new_plan, stored):
    town.ana.command("/pdsa")
    send(town, new_plan | {"data_plan": "Mail it to ana@example.org"})
    again = window(town)
    blocks = [block.get("block_id") if block["type"] == "input" else block["type"] for block in again.blocks]
    assert blocks[blocks.index("data_plan") + 1] == "context"
    assert "“ana@example.org”" in again.all_text
    assert PLAN["question"] in str(again.blocks)
    assert stored(PdsaCycle) == []


def test_a_refused_plan_does_not_make_its_idea_twice(town, new_plan, stored):
    town.ana.command("/pdsa")
    send(town, new_plan | {"data_plan": "Mail it to ana@example.org"})
    send(town, {"data_plan": "A tally"})
    assert len(stored(PdsaCycle)) == 1
    assert len(stored(ChangeIdea)) == 1


def test_a_draft_survives_closing_the_window(town):
    town.ana.command("/pdsa")
    form = window(town)
    writes(town, form, {"question": "Half a question"})
    town.ana.closes(form)
    town.ana.command("/pdsa")
    assert "Half a question" in str(window(town).blocks)


def test_a_cycle_goes_from_the_plan_to_the_decision_from_home(town, new_plan, stored):
    town.ana.command("/pdsa")
    send(town, new_plan)
    for filled, status in (({}, "running"), (STUDY, "studied"), (ACT, "closed")):
        town.ana.opens_home()
        town.settle()
        (cycle,) = stored(PdsaCycle)
        town.ana.clicks(town.slack.home(town.ana), f"step.{cycle.id}")
        send(town, filled)
        assert stored(PdsaCycle)[0].status == status


def test_a_message_is_saved_as_a_change_idea(town, hub, stored):
    said = town.guy.says("Let students pick a question card when they are lost", in_=town.room).message
    town.ana.shortcut("save_idea", said)
    send(town, {"title": "Question cards", "driver_id": hub.driver.id})
    (idea,) = stored(ChangeIdea)
    assert idea.description == "Let students pick a question card when they are lost"


def test_somebody_who_is_not_linked_is_told_how_to_link(town):
    town.guy.command("/pdsa")
    town.settle()
    assert "Link my account" in town.slack.views(town.guy)[-1].all_text


def test_home_shows_ones_own_tests_and_what_others_run(town):
    town.ana.opens_home()
    town.settle()
    home = town.slack.home(town.ana)
    for part in ("Hello Ana", "Plan a test", "Your team's tests", "Unlink my account"):
        assert part in home.all_text


def test_home_of_somebody_not_linked_shows_help_and_the_way_to_link(town):
    town.guy.opens_home()
    town.settle()
    text = town.slack.home(town.guy).all_text
    assert "Link my account" in text
    assert "Your team's tests" not in text


def test_unlinking_at_home_shows_it_at_once(town):
    town.ana.opens_home()
    town.settle()
    town.ana.clicks(town.slack.home(town.ana), "unlink")
    town.settle()
    assert "Link my account" in town.slack.home(town.ana).all_text


def test_what_was_saved_is_told_in_the_words_of_the_form_with_what_comes_next(town, new_plan):
    town.ana.command("/pdsa")
    send(town, new_plan)
    told = window(town).all_text
    assert "One classroom" in told
    assert "one_classroom" not in told
    assert "Plan and start" in told


def test_home_shows_a_planned_test_without_being_opened_again(town, new_plan):
    town.ana.opens_home()
    town.settle()
    town.ana.command("/pdsa")
    send(town, new_plan)
    assert new_plan["title"] in town.slack.home(town.ana).all_text


@pytest.mark.parametrize("is_open", [True, False])
def test_everybody_may_see_it_only_where_the_network_lets_them(town, is_open):
    if is_open:
        town.open_to_the_public()
    town.ana.command("/pdsa")
    assert ("also without signing in" in window(town).all_text) is is_open


def test_a_plan_for_everybody_is_public_with_its_idea(town, new_plan, stored):
    town.open_to_the_public()
    town.ana.command("/pdsa")
    send(town, new_plan | {"visibility": "public"})
    assert [row.visibility for row in (*stored(ChangeIdea), *stored(PdsaCycle))] == ["public", "public"]
