"""Evidence of ideas as one viewer may know it: computed when asked, from what the viewer may see."""

from datetime import date, timedelta

import pytest

from nic_hub.domain.evidence.telling import derive, tell_next_step
from nic_hub.domain.evidence.under_way import LIVE_FOR
from nic_hub.domain.vocabulary import (
    AdoptionState,
    CycleStatus,
    Decision,
    Direction,
    IdeaStatus,
    KeepsCore,
    PredictionMet,
    Provenance,
)
from nic_hub.models import utc_now
from nic_hub.services.evidence import MAX_GENERATIONS, weigh_ideas
from tests.factories import make_adoption, make_cycle, make_idea, make_measure


def weighed(session, town, idea, who="planner"):
    session.flush()
    return weigh_ideas(session, town.who(who), [idea])[idea.id]


def evidence(session, town, idea, who="planner"):
    return weighed(session, town, idea, who).evidence


def test_an_idea_nobody_tested_has_no_strength(session, town, idea):
    told = evidence(session, town, idea)
    assert (told.strength, told.cycles, told.missing) == (0, 0, ("no cycle recorded",))
    assert weighed(session, town, idea).status == IdeaStatus.PROPOSED


def test_cycles_of_several_schools_and_districts_add_up(session, town, idea):
    measure = make_measure(session, team=town.team)
    for team in (town.team, town.neighbours, town.far):
        make_cycle(session, idea=idea, team=team, measure_id=measure.id)
    told = evidence(session, town, idea)
    assert (told.cycles, told.schools, told.districts, told.strength) == (3, 3, 2, 5)


@pytest.mark.parametrize("blank", [None, "", "  ", "\t\n", "\u00a0\u200b\ufeff"], ids=ascii)
@pytest.mark.parametrize(
    ("name", "missing"), [("prediction", "no prediction recorded"), ("result", "no result recorded")]
)
def test_a_blank_text_of_earlier_days_is_no_prediction_and_no_result(
    session, town, idea, name, missing, blank
):
    make_cycle(session, idea=idea, team=town.team, **{name: blank})
    told = evidence(session, town, idea)
    assert (told.strength, told.complete_cycles) == (1, 0)
    assert missing in told.missing
    (lacking,) = [line for line in derive(told) if line.startswith("Tried only")]
    assert lacking.endswith("1 closed cycle.")
    assert tell_next_step(told).startswith("For strength 2")


@pytest.mark.parametrize("blank", [None, " \u200b"], ids=ascii)
def test_a_blank_observation_makes_no_cancelled_test_one_that_was_tried(session, town, idea, blank):
    stopped = {"status": CycleStatus.CANCELLED, "observations": blank, "result": blank}
    make_cycle(session, idea=idea, team=town.team, **stopped)
    assert evidence(session, town, idea).strength == 0


def test_a_district_teams_cycle_counts_for_a_district_and_for_no_school(session, town, idea):
    make_cycle(session, idea=idea, team=town.dit)
    told = evidence(session, town, idea)
    assert (told.schools, told.districts) == (0, 1)


def test_a_measure_the_viewer_may_not_see_does_not_raise_the_strength(session, town, idea):
    for team in (town.team, town.far):
        measure = make_measure(session, team=team, visibility="team")
        make_cycle(session, idea=idea, team=team, measure_id=measure.id)
    assert evidence(session, town, idea).strength == 4
    assert "no measure recorded" in evidence(session, town, idea).missing
    assert "no measure recorded" not in evidence(session, town, idea, "teacher").missing


@pytest.mark.parametrize(
    "gone", [{"archived_at": utc_now()}, {"withdrawn_at": utc_now()}, {"hidden_at": utc_now()}]
)
def test_what_is_gone_does_not_count(session, town, idea, gone):
    make_cycle(session, idea=idea, team=town.team, **gone)
    assert evidence(session, town, idea).cycles == 0


def test_each_viewer_counts_what_they_may_see(session, town, idea):
    for visibility in ("team", "district", "network"):
        make_cycle(session, idea=idea, team=town.team, visibility=visibility)
    make_cycle(session, idea=idea, team=town.team, status=CycleStatus.PLANNED)
    counted = {who: evidence(session, town, idea, who).cycles for who in ("teacher", "neighbour", "planner")}
    assert counted == {"teacher": 3, "neighbour": 2, "planner": 1}


def test_a_prediction_about_few_students_is_not_counted_for_others(session, town, idea):
    make_cycle(session, idea=idea, team=town.team, student_count=5, prediction_met=PredictionMet.MET)
    assert evidence(session, town, idea, "teacher").predictions.met == 1
    assert evidence(session, town, idea).predictions.met == 0
    assert evidence(session, town, idea).direction == Direction.IMPROVED


def test_an_outcome_that_was_told_without_a_cycle_is_told_as_such(session, town):
    idea = make_idea(
        session, team=town.team, reported_outcome="Better", reported_direction=Direction.IMPROVED
    )
    told = evidence(session, town, idea)
    assert (told.strength, told.is_reported, told.direction) == (1, True, Direction.IMPROVED)


def test_a_told_outcome_without_a_direction_cannot_be_told(session, town):
    idea = make_idea(session, team=town.team, reported_outcome="Better")
    assert evidence(session, town, idea).direction == Direction.CANT_TELL


def test_invented_evidence_says_so(session, town, idea):
    make_cycle(session, idea=idea, team=town.team, provenance=Provenance.SYNTHETIC)
    assert evidence(session, town, idea).synthetic


# Replications.


@pytest.mark.parametrize(("keeps_core", "counts"), [(None, 1), (KeepsCore.UNSURE, 1), (KeepsCore.NO, 0)])
def test_a_replication_counts_for_its_source_unless_it_gave_up_the_core(
    session, town, idea, keeps_core, counts
):
    child = make_idea(session, team=town.far, parent_id=idea.id, keeps_core=keeps_core)
    make_cycle(session, idea=child, team=town.far)
    told = evidence(session, town, idea)
    assert (told.cycles, told.core_not_kept) == (counts, 1 - counts)
    assert evidence(session, town, child).cycles == 1


def test_a_replication_that_is_weighed_beside_its_source_counts_once(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id)
    make_cycle(session, idea=child, team=town.far)
    known = weigh_ideas(session, town.who("planner"), [idea, child])
    assert [known[each.id].evidence.cycles for each in (idea, child)] == [1, 1]


def test_once_the_core_is_lost_it_stays_lost_for_the_source(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id, keeps_core=KeepsCore.NO)
    grandchild = make_idea(session, team=town.far, parent_id=child.id, keeps_core=KeepsCore.YES)
    make_cycle(session, idea=grandchild, team=town.far)
    assert evidence(session, town, idea).cycles == 0
    assert evidence(session, town, child).cycles == 1


@pytest.mark.parametrize(
    "gone", [{"visibility": "team"}, {"archived_at": utc_now()}, {"withdrawn_at": utc_now()}]
)
def test_a_child_the_viewer_may_not_see_or_that_is_gone_carries_nothing(session, town, idea, gone):
    child = make_idea(session, team=town.far, parent_id=idea.id, **gone)
    make_cycle(session, idea=child, team=town.far)
    assert evidence(session, town, idea).cycles == 0


def test_a_loop_in_damaged_data_ends(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id)
    idea.parent_id = child.id
    make_cycle(session, idea=idea, team=town.team)
    assert evidence(session, town, idea).cycles >= 1


def test_a_test_that_nobody_ended_is_under_way_for_half_a_year_only(session, town, idea):
    today = utc_now().date()
    for days in (1, LIVE_FOR.days + 2):
        make_cycle(
            session, idea=idea, team=town.team, status=CycleStatus.RUNNING, started_on=today - timedelta(days)
        )
    told = evidence(session, town, idea)
    assert (told.open_cycles, told.unfinished_cycles) == (1, 1)
    assert told.unfinished_since == today - timedelta(LIVE_FOR.days + 2)


# The status of each team.


def test_teams_differ_and_the_network_sums_up(session, town, idea):
    make_cycle(session, idea=idea, team=town.team, decision=Decision.ADOPT)
    make_cycle(session, idea=idea, team=town.far, decision=Decision.ABANDON)
    known = weighed(session, town, idea)
    assert known.team_status == {town.team.id: IdeaStatus.ADOPTED, town.far.id: IdeaStatus.ABANDONED}
    assert known.status == IdeaStatus.ADOPTED


def test_an_idea_stays_adopted_where_its_team_abandons_a_variant_of_it(session, town, idea):
    child = make_idea(session, team=town.team, parent_id=idea.id)
    make_cycle(session, idea=idea, team=town.team, decision=Decision.ADOPT, closed_on=date(2026, 9, 10))
    make_cycle(session, idea=child, team=town.team, decision=Decision.ABANDON, closed_on=date(2026, 9, 18))
    assert weighed(session, town, idea).status == IdeaStatus.ADOPTED
    assert weighed(session, town, child).status == IdeaStatus.ABANDONED
    assert evidence(session, town, idea).decisions == (1, 0, 1)


def test_a_variant_tells_where_a_team_stands_that_tested_nothing_else(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id)
    make_cycle(session, idea=child, team=town.far, decision=Decision.ADOPT)
    assert weighed(session, town, idea).team_status == {town.far.id: IdeaStatus.ADOPTED}


def test_an_adoption_tells_where_its_team_stands(session, town, idea):
    make_adoption(session, team=town.far, change_idea_id=idea.id, state=AdoptionState.DROPPED)
    assert weighed(session, town, idea).team_status == {town.far.id: IdeaStatus.ABANDONED}


@pytest.mark.parametrize(
    "gone",
    [{"visibility": "team"}, {"archived_at": utc_now()}, {"withdrawn_at": utc_now()}, {"published": False}],
)
def test_an_adoption_the_viewer_may_not_see_or_that_is_gone_tells_nothing(session, town, idea, gone):
    make_adoption(session, team=town.far, change_idea_id=idea.id, state=AdoptionState.ADOPTED, **gone)
    assert weighed(session, town, idea).team_status == {}


def test_many_ideas_are_weighed_with_as_many_queries_as_one(session, town, count_queries):
    ideas = [make_idea(session, team=town.team) for _ in range(8)]
    for idea in ideas:
        make_cycle(session, idea=idea, team=town.team)
    principal = town.who("planner")
    with count_queries() as one:
        weigh_ideas(session, principal, ideas[:1])
    with count_queries() as many:
        weigh_ideas(session, principal, ideas)
    assert len(many) == len(one)
    assert MAX_GENERATIONS >= 10


def test_no_idea_no_query(session, town, count_queries):
    principal = town.who("planner")
    with count_queries() as queries:
        assert weigh_ideas(session, principal, []) == {}
    assert queries == []
