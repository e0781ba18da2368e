"""What is suggested to whom: other teams' tested ideas, or an honest nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from nic_hub.domain.suggesting.ranking import Thresholds
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import CycleStatus, DriverStatus, Verdict, Visibility
from nic_hub.errors import Forbidden, Invalid, NotFound
from nic_hub.models import ChangeIdeaDriver, ChangeIdeaTool, Driver, Suggestion
from nic_hub.services.suggesting.feedback import get_suggestion, give_feedback
from nic_hub.services.suggesting.matching import CLOSELY
from nic_hub.services.suggesting.suggestions import SuggestionRequest, Tuning, find_suggestions
from tests.factories import (
    NOW,
    make_adoption,
    make_assignment,
    make_cycle,
    make_driver,
    make_idea,
    make_membership,
    make_problem,
    make_storyboard,
    make_term,
    make_tool,
)
from tests.services.asking import QUERY, Desk, ids
from tests.services.conftest import TODAY, Town


def test_another_teams_tested_idea_is_suggested(desk: Desk):
    idea = desk.idea()
    shown = desk.ask()
    assert ids(shown["suggestions"]) == [idea.id]
    assert shown["suggestions"][0]["team"]["id"] == desk.town.far.id


def test_a_score_lies_between_zero_and_one(desk: Desk):
    desk.idea()
    assert 0 < desk.ask()["suggestions"][0]["score"] <= 1


def test_what_ones_own_team_did_is_history_and_no_suggestion(desk: Desk):
    mine, theirs = desk.idea(team=desk.town.team), desk.idea()
    shown = desk.ask()
    assert ids(shown["your_history"]) == [mine.id]
    assert ids(shown["suggestions"]) == [theirs.id]
    assert shown["your_history"][0]["score"] is None


def test_an_untested_idea_of_ones_own_team_is_history_too(desk: Desk):
    mine = desk.idea(team=desk.town.team, tested=0)
    shown = desk.ask()
    assert ids(shown["your_history"]) == [mine.id]
    assert shown["nearest"] == []


def test_history_that_is_about_something_else_is_not_shown(desk: Desk):
    desk.idea(team=desk.town.team, title="Rotating chairs", description="A new chair each month.")
    assert desk.ask()["your_history"] == []


def test_what_a_sponsored_team_did_is_history_to_its_sponsor(desk: Desk):
    mine = desk.idea(team=desk.town.team)
    assert ids(desk.ask("sponsor")["your_history"]) == [mine.id]


def test_what_the_team_did_for_which_a_coach_asks_is_its_history(desk: Desk):
    theirs = desk.idea(team=desk.town.team)
    shown = desk.ask("coach", team=desk.town.team.id)
    assert ids(shown["your_history"]) == [theirs.id]
    assert shown["suggestions"] == []


def hide_as(**columns: Any):
    return lambda desk: desk.idea(**columns)


def retire_driver(desk: Desk):
    retired = make_driver(
        desk.session, network=desk.town.network, parent=desk.town.primary, status=DriverStatus.RETIRED
    )
    desk.idea(driver_id=retired.id)


def keep_in_the_team(desk: Desk):
    desk.idea(visibility=Visibility.TEAM)


def keep_in_the_district(desk: Desk):
    desk.idea(visibility=Visibility.DISTRICT)


def leave_next_door(desk: Desk):
    desk.idea(team=desk.town.next_door, driver_id=None)


UNSEEN = {
    "draft": hide_as(published=False),
    "hidden": hide_as(hidden_at=NOW),
    "withdrawn": hide_as(withdrawn_at=NOW),
    "archived": hide_as(archived_at=NOW),
    "retired driver": retire_driver,
    "another team's own": keep_in_the_team,
    "another district's own": keep_in_the_district,
    "another network's": leave_next_door,
}


@pytest.mark.parametrize("make", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_may_not_be_suggested_shows_nowhere_in_the_answer(desk: Desk, make: Any):
    make(desk)
    shown = desk.ask()
    assert [*shown["suggestions"], *shown["nearest"], *shown["your_history"]] == []
    assert QUERY not in shown["message"]


def test_an_idea_of_the_own_district_is_suggested_there(desk: Desk):
    idea = desk.idea(team=desk.town.neighbours, visibility=Visibility.DISTRICT)
    assert ids(desk.ask()["suggestions"]) == [idea.id]


def test_ones_own_draft_is_not_even_history(desk: Desk):
    desk.idea(team=desk.town.team, published=False)
    assert desk.ask()["your_history"] == []


def test_an_untested_idea_is_nearest_and_says_why(desk: Desk):
    idea = desk.idea(tested=0)
    shown = desk.ask()
    assert shown["suggestions"] == []
    assert ids(shown["nearest"]) == [idea.id]
    assert shown["nearest"][0]["why_not_the_same"] == "No result is recorded for it."


def test_an_idea_under_test_now_is_near_and_says_so(desk: Desk):
    idea = desk.idea(tested=0)
    make_cycle(desk.session, idea=idea, team=desk.town.far, status=CycleStatus.RUNNING)
    near = desk.ask()["nearest"]
    assert near[0]["why_not_the_same"] == "A team is testing it now; no result is recorded yet."


def test_an_idea_whose_test_was_left_lying_does_not_pass_for_tested_now(desk: Desk):
    idea = desk.idea(tested=0)
    make_cycle(
        desk.session, idea=idea, team=desk.town.far, status=CycleStatus.RUNNING, started_on=date(2015, 1, 12)
    )
    (near,) = desk.ask()["nearest"]
    assert near["why_not_the_same"] == "A test began in January 2015; no result was ever recorded."
    assert near["change_idea"]["derived_status"] == "proposed"
    assert near["evidence"]["explanation"] == "1 cycle begun in January 2015 and never closed"


def test_untested_ideas_are_suggested_when_they_are_asked_for(desk: Desk):
    idea = desk.idea(tested=0)
    shown = desk.ask(include_untested=True)
    assert ids(shown["suggestions"]) == [idea.id]
    assert shown["nearest"] == []


def test_an_untested_idea_stands_beside_an_answer(desk: Desk):
    tested, untested = desk.idea(), desk.idea(tested=0)
    shown = desk.ask()
    assert ids(shown["suggestions"]) == [tested.id]
    assert ids(shown["nearest"]) == [untested.id]


def test_an_empty_answer_says_so_and_names_the_nearest(desk: Desk):
    desk.idea(tested=0, title="Rings of cards", description=QUERY)
    message = desk.ask()["message"]
    assert message.startswith("I found no test of this by another team.")
    assert "The nearest is “Rings of cards”, but it is not the same: no result is recorded" in message
    assert "help wanted" in message


@pytest.mark.parametrize("link", ["problem", "tool"])
def test_hidden_ideas_do_not_take_the_place_of_one_that_may_be_read(desk: Desk, link: str):
    problem = make_problem(desk.session, team=desk.town.far, statement=QUERY)
    tool = make_tool(desk.session, team=desk.town.far, title=QUERY)
    for _ in range(CLOSELY + 4):
        draft = desk.idea(tested=0, published=False, problem_id=problem.id if link == "problem" else None)
        if link == "tool":
            desk.session.add(
                ChangeIdeaTool(network_id=draft.network_id, change_idea_id=draft.id, tool_id=tool.id)
            )
    seen = desk.idea(title="sentence starters for shy children")
    assert ids(desk.ask()["suggestions"]) == [seen.id]


def test_an_empty_hub_says_that_nobody_tested_it(desk: Desk):
    shown = desk.ask()
    assert shown["suggestions"] == shown["nearest"] == []
    assert shown["message"] == (
        "I found no test of this by another team. You can post your question as help wanted."
    )


def test_what_is_hardly_about_it_is_near_and_not_suggested(desk: Desk):
    half = desk.idea(title="starters for pumps", description="Sentence")
    strict = Tuning(thresholds=Thresholds(same=0.99, sibling=0.99, unknown=0.99, other=0.99))
    shown = desk.ask(tuning=strict)
    assert shown["suggestions"] == []
    assert ids(shown["nearest"]) == [half.id]
    assert shown["nearest"][0]["why_not_the_same"] == "Only part of your question is in it."


def test_a_driver_that_is_stated_filters_hard(desk: Desk):
    town = desk.town
    desk.idea(driver_id=town.other_driver.id)
    on_it = desk.idea(driver_id=town.driver.id)
    shown = desk.ask(driver=town.driver.key)
    assert ids(shown["suggestions"]) == [on_it.id]
    assert shown["understood_as"]["driver_stated"]


def test_a_driver_that_is_stated_names_the_nearest_of_another_one(desk: Desk):
    idea = desk.idea(driver_id=make_other_branch(desk.town).id)
    shown = desk.ask(driver=desk.town.driver.id)
    assert shown["suggestions"] == []
    assert ids(shown["nearest"]) == [idea.id]
    assert shown["nearest"][0]["why_not_the_same"] == (
        f"It works on a different driver: {desk.session.get_one(Driver, idea.driver_id).name}."
    )


def make_other_branch(town: Town):
    """Make a secondary driver under another primary one."""
    primary = make_driver(town.session, network=town.network)
    return make_driver(town.session, network=town.network, parent=primary)


def test_an_idea_that_also_works_on_the_stated_driver_is_suggested(desk: Desk):
    town = desk.town
    idea = desk.idea(driver_id=make_other_branch(town).id)
    desk.session.add(
        ChangeIdeaDriver(network_id=idea.network_id, change_idea_id=idea.id, driver_id=town.driver.id)
    )
    assert ids(desk.ask(driver=town.driver.id)["suggestions"]) == [idea.id]


def test_an_idea_on_the_stated_driver_is_found_by_its_tool(desk: Desk):
    idea = desk.idea(title="Cards", description="On a ring.")
    tool = make_tool(desk.session, team=desk.town.far, title=QUERY)
    desk.session.add(ChangeIdeaTool(network_id=idea.network_id, change_idea_id=idea.id, tool_id=tool.id))
    assert ids(desk.ask(driver=desk.town.driver.id)["suggestions"]) == [idea.id]


def test_a_primary_driver_stands_for_those_below_it(desk: Desk):
    here, also_here = desk.idea(), desk.idea(driver_id=desk.town.other_driver.id)
    desk.idea(driver_id=make_other_branch(desk.town).id)
    shown = desk.ask(driver=desk.town.primary.id)
    assert set(ids(shown["suggestions"])) == {here.id, also_here.id}


def test_a_driver_that_was_inferred_lets_a_sure_match_of_another_one_through(desk: Desk):
    same = [desk.idea() for _ in range(7)]
    other = desk.idea(driver_id=make_other_branch(desk.town).id)
    shown = desk.ask(limit=10)
    assert shown["understood_as"]["driver"]["id"] == desk.town.driver.id
    assert set(ids(shown["suggestions"])) == {other.id, *(idea.id for idea in same)}


def test_a_driver_that_was_inferred_holds_back_a_weak_match_of_another_one(desk: Desk):
    for _ in range(3):
        desk.idea()
    desk.idea(driver_id=make_other_branch(desk.town).id)
    shown = desk.ask(limit=10, tuning=Tuning(thresholds=Thresholds(other=1.0)))
    assert len(shown["suggestions"]) == 3


@pytest.mark.parametrize("field", ["driver", "change_idea", "team"])
def test_what_does_not_exist_is_named_by_its_field(desk: Desk, field: str):
    with pytest.raises(Invalid) as refused:
        desk.ask(**{field: "nowhere"})
    assert [problem.pointer for problem in refused.value.problems] == [f"/{field}"]


def test_a_team_of_others_cannot_be_asked_for(desk: Desk):
    with pytest.raises(Invalid) as refused:
        desk.ask(team=desk.town.far.key)
    assert [problem.pointer for problem in refused.value.problems] == ["/team"]


def test_an_idea_one_may_not_see_does_not_exist_as_an_example(desk: Desk):
    unseen = desk.idea(visibility=Visibility.TEAM)
    with pytest.raises(Invalid):
        desk.ask(change_idea=unseen.id)


def test_who_works_in_several_teams_says_for_which_one(desk: Desk):
    town = desk.town
    make_membership(desk.session, member=town.people["teacher"], team=town.neighbours)
    with pytest.raises(Invalid) as refused:
        desk.ask()
    assert [problem.pointer for problem in refused.value.problems] == ["/team"]
    assert desk.answer(team=town.neighbours.key).team_id == town.neighbours.id


def test_who_works_in_no_team_may_ask(desk: Desk):
    idea = desk.idea()
    answer = desk.answer("planner")
    assert ids(answer.shown["suggestions"]) == [idea.id]
    assert answer.team_id is None


def test_a_coach_of_several_teams_need_not_name_one(desk: Desk):
    make_assignment(desk.session, coach=desk.town.people["coach"], team=desk.town.far)
    assert desk.answer("coach").team_id is None


def test_who_is_not_signed_in_asks_in_one_open_network_or_not_at_all(desk: Desk):
    with pytest.raises(Forbidden):
        find_suggestions(
            desk.session,
            desk.engine,
            Principal(),
            SuggestionRequest(query=QUERY),
            tuning=Tuning(),
            today=TODAY,
        )


def test_more_like_this_leaves_out_the_idea_and_its_lineage(desk: Desk):
    origin = desk.idea()
    desk.idea(parent_id=origin.id)
    stranger = desk.idea()
    eager = Tuning(thresholds=Thresholds(same=0.0, sibling=0.0, unknown=0.0, other=0.0))
    shown = desk.ask(change_idea=origin.key, query="more like this", tuning=eager)
    assert ids(shown["suggestions"]) == [stranger.id]
    assert shown["nearest"] == []


@pytest.mark.parametrize("kept_back", [{"published": False}, {"archived_at": NOW}], ids=["draft", "archived"])
def test_more_like_ones_own_unshown_adaptation_leaves_out_what_it_came_from(desk: Desk, kept_back: Any):
    origin, stranger = desk.idea(), desk.idea()
    mine = desk.idea(team=desk.town.team, tested=0, parent_id=origin.id, **kept_back)
    assert ids(desk.ask(change_idea=mine.id)["suggestions"]) == [stranger.id]


def test_more_like_this_searches_with_the_ideas_own_words(desk: Desk):
    like = desk.idea(team=desk.town.team, title="Quilts of numbers", description="Sewn by families")
    akin = desk.idea(title="Quilts of numbers", description="Sewn by families")
    assert akin.id in ids(desk.ask(query="more", change_idea=like.id)["suggestions"])


def test_a_lineage_is_suggested_once(desk: Desk):
    origin, stranger = desk.idea(), desk.idea()
    child = desk.idea(parent_id=origin.id)
    desk.idea(parent_id=child.id)
    found = ids(desk.ask(limit=10)["suggestions"])
    assert len(found) == 2
    assert stranger.id in found


def test_one_that_was_tried_and_dropped_finds_a_place(desk: Desk):
    for _ in range(4):
        desk.idea()
    dropped = desk.idea(tested=0, description="Cards")
    make_cycle(desk.session, idea=dropped, team=desk.town.far, decision="abandon")
    assert dropped.id in ids(desk.ask()["suggestions"])


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_is_suggested_than_was_asked_for(desk: Desk, limit: int):
    for _ in range(4):
        desk.idea()
    assert len(desk.ask(limit=limit)["suggestions"]) == limit


def reject(desk: Desk, idea_id: str, verdict: Verdict, who: str = "teacher") -> None:
    row = desk.stored(who)
    give_feedback(desk.session, desk.town.who(who), row, change_idea=idea_id, verdict=verdict, note=None)


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict != Verdict.USEFUL])
def test_what_the_team_rejected_is_not_suggested_again(desk: Desk, verdict: Verdict):
    idea = desk.idea()
    reject(desk, idea.id, verdict)
    shown = desk.ask()
    assert [*shown["suggestions"], *shown["nearest"]] == []


def test_what_one_of_the_team_rejected_is_not_suggested_to_another(desk: Desk):
    idea = desk.idea()
    reject(desk, idea.id, Verdict.ALREADY_TRIED)
    assert desk.ask("sponsor")["suggestions"] == []


def test_what_another_team_rejected_is_still_suggested(desk: Desk):
    idea = desk.idea()
    reject(desk, idea.id, Verdict.DIFFERENT_PROBLEM, "neighbour")
    assert ids(desk.ask()["suggestions"]) == [idea.id]


def test_what_was_useful_is_suggested_again(desk: Desk):
    idea = desk.idea()
    reject(desk, idea.id, Verdict.USEFUL)
    assert ids(desk.ask()["suggestions"]) == [idea.id]


def test_who_has_no_team_rejects_for_themselves(desk: Desk):
    idea = desk.idea()
    reject(desk, idea.id, Verdict.NO_TOOL, "planner")
    assert desk.ask("planner")["suggestions"] == []
    assert ids(desk.ask("coach")["suggestions"]) == [idea.id]


def test_a_question_is_stored_without_private_data(desk: Desk):
    row = desk.stored(query=f"{QUERY}? ask amy@school.example or 555-123-4567")
    assert "amy" not in row.query
    assert "4567" not in row.query
    assert QUERY in row.query


def test_what_is_stored_says_who_asked_and_what_was_suggested(desk: Desk):
    idea = desk.idea()
    row = desk.stored()
    assert (row.member_id, row.team_id) == (desk.town.people["teacher"].id, desk.town.team.id)
    assert row.driver_id == desk.town.driver.id
    assert [result["change_idea_id"] for result in row.results] == [idea.id]


def test_asking_alone_stores_nothing(desk: Desk):
    desk.idea()
    desk.ask()
    assert desk.session.scalars(select(Suggestion)).all() == []


@pytest.mark.parametrize("who", ["sponsor", "principal", "neighbour", "leader", "coach", "planner", "admin"])
def test_nobody_else_can_read_what_was_asked(desk: Desk, who: str):
    row = desk.stored()
    with pytest.raises(NotFound):
        get_suggestion(desk.session, desk.town.who(who), row.id)


def test_who_asked_can_read_it_again(desk: Desk):
    row = desk.stored()
    assert get_suggestion(desk.session, desk.town.who("teacher"), row.id) is row


def test_an_answer_that_is_not_sure_says_so(desk: Desk):
    desk.idea(title="starters for pumps", description="Sentence")
    eager = Tuning(thresholds=Thresholds(same=0.0, sibling=0.0, unknown=0.0, other=0.0))
    desk.session.flush()
    doubtful = desk.ask(query="starters of long quiet winter mornings", tuning=eager)["message"]
    assert "I am not sure" in doubtful


def test_a_sure_answer_does_not_sound_unsure(desk: Desk):
    desk.idea()
    message = desk.ask()["message"]
    assert message == f"1 idea from 1 other team. I read your question as: {desk.town.driver.name}."


def test_an_idea_is_asked_for_by_signs_alone_without_harm(desk: Desk):
    desk.idea()
    assert desk.ask(query="?!… ***")["suggestions"] == []


def test_an_idea_without_a_driver_is_not_suggested(desk: Desk):
    make_idea(desk.session, team=desk.town.far, title=QUERY, driver_id=None)
    assert desk.ask()["suggestions"] == []


def test_what_ones_own_team_alone_has_tested_is_said_to_be_so(desk: Desk):
    desk.idea(team=desk.town.team)
    message = desk.ask()["message"]
    assert message.startswith("Your own team has tested this; I found no other team that has.")


def test_an_untested_idea_of_ones_own_is_no_test(desk: Desk):
    desk.idea(team=desk.town.team, tested=0)
    assert desk.ask()["message"].startswith("I found no test of this by another team.")


def test_who_has_no_team_has_no_other_team_either(desk: Desk):
    assert desk.ask("planner")["message"].startswith("I found no test of this. ")


@pytest.mark.parametrize("query", ["hi", "Hello!", "?", "what did they do with it", "has anyone tried this?"])
def test_a_question_without_content_is_asked_back(desk: Desk, query: str):
    desk.idea(title=query, description="Hello, what did they try with it?")
    shown = desk.ask(query=query)
    assert shown["message"] == "Tell me in a sentence what you want to know."
    assert [*shown["suggestions"], *shown["nearest"], *shown["your_history"]] == []
    assert shown["understood_as"]["driver"] is None


def test_an_untested_idea_that_is_asked_for_by_its_name_is_nearest_and_told(desk: Desk):
    named = desk.idea(title="Three reads of a word problem", description="Each with a purpose.", tested=0)
    desk.idea(title="Reads and writes", description="Three of them, in groups, about problems of all kinds.")
    shown = desk.ask(query="Anyone did three reads?")
    assert ids(shown["nearest"])[0] == named.id
    assert shown["message"].startswith(
        "“Three reads of a word problem” was presented, but no result is recorded."
    )


def test_results_of_single_persons_are_refused_in_words(desk: Desk):
    desk.idea()
    message = desk.ask(query=f"{QUERY}, and which of Ms. R's students improved?")["message"]
    assert "I can't share results of single students or teachers." in message


def test_what_was_dropped_is_told_although_others_are_nearer(desk: Desk):
    for _ in range(4):
        desk.idea()
    dropped = desk.idea(tested=0, title="starters for pumps", description="Sentence")
    make_cycle(desk.session, idea=dropped, team=desk.town.far, decision="abandon")
    strict = Tuning(thresholds=Thresholds(same=0.01, sibling=0.01, unknown=0.01, other=0.01, of_best=0.99))
    assert dropped.id in ids(desk.ask(tuning=strict)["suggestions"])


def test_on_a_stated_driver_what_was_tested_there_is_named_however_far(desk: Desk):
    far = desk.idea(title="Rotating chairs", description="A new chair each month.")
    shown = desk.ask(driver=desk.town.driver.key, tuning=Tuning(thresholds=Thresholds(same=0.9)))
    assert ids(shown["nearest"]) == [far.id]


def test_words_that_nobody_knows_are_named(desk: Desk):
    message = desk.ask(query="zzzow zzzing zz of starters")["message"]
    assert "No record that I may show has the words “zzzow” and “zzzing”." in message


def test_a_word_of_a_record_is_known(desk: Desk):
    desk.idea(description="Cards of zzzow.")
    assert "has the word" not in desk.ask(query="zzzow tests of rhubarb")["message"]


def test_a_word_of_a_hidden_record_is_as_unknown_as_any(desk: Desk):
    desk.idea(description="Cards of zzzow.", visibility=Visibility.TEAM)
    assert "the word “zzzow”" in desk.ask(query="zzzow tests of rhubarb")["message"]


def test_a_question_of_which_most_is_unknown_is_asked_for_in_english(desk: Desk):
    message = desk.ask(query="zzzuno zzzdos zzztres")["message"]
    assert "please ask in English" in message
    assert "has the word" not in message


def respelled(desk: Desk, query: str, **idea: Any) -> list[dict[str, str]]:
    """Ask where one record speaks of dizzy learners; return how misspelt words were read."""
    desk.idea(**{"description": "Cards for dizzy learners."} | idea)
    told: list[dict[str, str]] = desk.ask(query=query)["understood_as"]["respelled"]
    return told


def test_a_misspelt_word_is_read_as_the_word_of_a_record(desk: Desk):
    assert respelled(desk, "cards for dizzzy learners") == [{"written": "dizzzy", "read_as": "dizzy"}]
    shown = desk.ask(query="cards for dizzzy learners")
    assert shown["message"].startswith("I read “dizzzy” as “dizzy”.")
    assert shown["suggestions"]


@pytest.mark.parametrize(
    "idea",
    [{"visibility": Visibility.TEAM}, {"description": "Cards for quick learners."}],
    ids=["hidden", "elsewhere"],
)
def test_a_word_that_no_record_in_sight_has_is_read_into_no_question(desk: Desk, idea: dict[str, Any]):
    assert respelled(desk, "cards for dizzzy learners", **idea) == []


def test_a_word_of_what_was_withdrawn_is_read_into_no_question(desk: Desk):
    make_storyboard(desk.session, team=desk.town.far, focus="Cards for dizzy learners.", withdrawn_at=NOW)
    make_storyboard(desk.session, team=desk.town.team, focus="Cards for dizzy learners.", withdrawn_at=NOW)
    assert desk.ask(query="cards for dizzzy learners")["understood_as"]["respelled"] == []


@pytest.mark.parametrize("query", ["cards of Dizzzy", "cards, DIZZZY"])
def test_what_may_be_a_name_is_not_respelled(desk: Desk, query: str):
    assert respelled(desk, query) == []


def test_a_word_with_accents_is_not_said_to_be_respelled(desk: Desk):
    assert respelled(desk, "cards for d\u00edzzzy learners") == []


def test_a_question_of_very_many_unknown_words_is_not_mended_word_by_word(desk: Desk):
    many = " ".join(f"zzz{'abcdefghijklmnopqrstuvwxyz'[place]}{'q' * place}" for place in range(25))
    assert respelled(desk, f"dizzzy {many}") == []


def test_the_first_word_of_a_question_may_be_misspelt(desk: Desk):
    assert respelled(desk, "Dizzzy learners") == [{"written": "dizzzy", "read_as": "dizzy"}]


def test_a_local_word_is_not_respelled(desk: Desk):
    make_term(desk.session, network=desk.town.network, local_term="dizzzy", shared_term="shy")
    assert respelled(desk, "cards for dizzzy learners") == []


def test_a_question_is_stored_as_it_was_read(desk: Desk):
    desk.idea(description="Cards for dizzy learners.")
    assert desk.stored(query="cards for dizzzy learners").query == "cards for dizzy learners"


def test_an_answer_says_how_many_records_were_not_read_yet(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk, "settle", desk.session.commit)
    desk.idea()
    shown = desk.ask(query="turn-taking that nobody has tried")
    assert shown["unread_records"] == 2
    assert "I found no test of this" in shown["message"]
    assert "yet to read 2 records" in shown["message"]


def test_an_answer_of_a_hub_that_has_read_all_says_nothing_of_it(desk: Desk):
    desk.idea()
    shown = desk.ask()
    assert shown["unread_records"] == 0
    assert "yet to read" not in shown["message"]


@pytest.mark.parametrize(
    "unseen", [{"visibility": Visibility.TEAM}, {"hidden_at": NOW}, {"withdrawn_at": NOW}], ids=str
)
def test_a_record_that_may_not_be_read_is_not_counted_among_the_unread(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, unseen: dict[str, Any]
):
    monkeypatch.setattr(desk, "settle", desk.session.commit)
    desk.idea(tested=0, **unseen)
    assert desk.ask()["unread_records"] == 0


@pytest.mark.parametrize("status", [CycleStatus.RUNNING, CycleStatus.CLOSED])
def test_what_ones_own_team_alone_tested_of_another_team_is_history(desk: Desk, status: CycleStatus):
    theirs = desk.idea(tested=0)
    make_cycle(desk.session, idea=theirs, team=desk.town.team, status=status)
    shown = desk.ask(include_untested=True)
    assert (ids(shown["suggestions"]), ids(shown["your_history"])) == ([], [theirs.id])


def test_what_others_tested_beside_ones_own_team_is_still_suggested(desk: Desk):
    theirs = desk.idea()
    make_cycle(desk.session, idea=theirs, team=desk.town.team)
    assert ids(desk.ask()["suggestions"]) == [theirs.id]


def test_what_ones_own_team_only_plans_to_test_is_still_suggested(desk: Desk):
    theirs = desk.idea()
    make_cycle(desk.session, idea=theirs, team=desk.town.team, status=CycleStatus.PLANNED)
    assert ids(desk.ask()["suggestions"]) == [theirs.id]


def test_what_ones_own_team_took_over_and_nobody_tested_is_history(desk: Desk):
    theirs = desk.idea(tested=0)
    make_adoption(desk.session, change_idea_id=theirs.id, team=desk.town.team)
    shown = desk.ask(include_untested=True)
    assert (ids(shown["suggestions"]), ids(shown["your_history"])) == ([], [theirs.id])


def test_it_is_told_that_others_tested_what_ones_own_team_tested(desk: Desk):
    mine = desk.idea(team=desk.town.team)
    make_cycle(desk.session, idea=mine, team=desk.town.far)
    assert "what came of it, for you and for others" in desk.ask()["message"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("sentence starters for shy 11th graders", "I know of no test of it in grades 9-12."),
        ("sentence starters for shy 4th graders", None),
        ("sentence starters for shy speakers", None),
    ],
)
def test_grades_in_which_nothing_was_tried_are_named(desk: Desk, query: str, told: str | None):
    idea = desk.idea(tested=0)
    make_cycle(desk.session, idea=idea, team=desk.town.far, context={"grade_bands": ["3_5"]})
    shown = desk.ask(query=query)
    assert shown["suggestions"]
    assert (told or "") in shown["message"]
    assert ("I know of no test" in shown["message"]) is (told is not None)


def test_in_which_grades_an_idea_was_tried_is_told_to_members_alone(desk: Desk):
    public = {"visibility": Visibility.PUBLIC}
    idea = desk.idea(tested=0, **public)
    make_cycle(desk.session, idea=idea, team=desk.town.far, context={"grade_bands": ["3_5"]}, **public)
    desk.settle()
    stranger = Principal(public_network_ids=frozenset({desk.town.network.id}))
    request = SuggestionRequest(query="sentence starters for shy 11th graders")
    shown = find_suggestions(desk.session, desk.engine, stranger, request, tuning=Tuning(), today=TODAY).shown
    assert shown["suggestions"]
    assert "I know of no test" not in shown["message"]
