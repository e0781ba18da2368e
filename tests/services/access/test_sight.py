"""What was found out for one person about facts is kept with these facts, and goes with them."""

from datetime import timedelta

import pytest

from nic_hub.domain.evidence.under_way import LIVE_FOR
from nic_hub.search.fact_reading import read_facts, renew_facts
from nic_hub.services.access import sight as sights
from nic_hub.services.access.sight import Sight
from nic_hub.services.suggesting.candidates import find_known
from tests.factories import NOW, make_cycle, make_idea
from tests.services.conftest import TODAY, Town


def test_the_same_person_is_told_of_the_same_facts_what_was_found_out_before(town: Town):
    idea, principal = make_idea(town.session, team=town.far, driver_id=town.driver.id), town.who("teacher")
    facts = read_facts(town.session)
    before, after = (find_known(Sight.of(facts, principal), [idea.id])[idea.id] for _ in range(2))
    assert before is after


def test_on_another_day_it_is_found_out_anew(town: Town):
    idea, principal = make_idea(town.session, team=town.far, driver_id=town.driver.id), town.who("teacher")
    make_cycle(town.session, idea=idea, team=town.far, status="running", started_on=TODAY - LIVE_FOR)
    facts = read_facts(town.session)
    known = [
        find_known(Sight.of(facts, principal, day), [idea.id])[idea.id].evidence.evidence
        for day in (TODAY, TODAY + timedelta(days=1), TODAY)
    ]
    assert [(each.open_cycles, each.unfinished_cycles) for each in known] == [(1, 0), (0, 1), (1, 0)]


def test_nobody_is_told_what_was_found_out_for_another(town: Town):
    idea = make_idea(town.session, team=town.far, driver_id=town.driver.id)
    make_cycle(town.session, idea=idea, team=town.far, visibility="team")
    facts, found = read_facts(town.session), {}
    for name in ("far_teacher", "teacher"):
        found[name] = find_known(Sight.of(facts, town.who(name)), [idea.id])[idea.id]
    assert found["far_teacher"].cycles
    assert not found["teacher"].cycles


def test_what_changed_is_found_out_anew(town: Town):
    idea, principal = make_idea(town.session, team=town.far, driver_id=town.driver.id), town.who("teacher")
    facts = read_facts(town.session)
    assert find_known(Sight.of(facts, principal), [idea.id])
    idea.hidden_at = NOW
    town.session.flush()
    renewed = renew_facts(town.session, facts, [("change_idea", idea.id)])
    assert find_known(Sight.of(renewed, principal), [idea.id]) == {}


def test_no_more_is_kept_than_there_is_room_for(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sights, "KEPT_SIGHTS", 2)
    monkeypatch.setattr(sights, "KEPT_IDEAS", 3)
    ideas = [make_idea(town.session, team=town.far, driver_id=town.driver.id).id for _ in range(5)]
    town.session.flush()
    facts = read_facts(town.session)
    for name in ("teacher", "coach", "far_teacher", "admin"):
        find_known(Sight.of(facts, town.who(name)), ideas)
    assert len(facts.remembered) <= 2
    assert not Sight.of(facts, town.who("admin")).known
