"""What an import stores, and what it leaves alone."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from nic_hub.bundle.exporter import export_everything
from nic_hub.bundle.importer import ImportReport, import_bundle
from nic_hub.bundle.layout import SECTIONS
from nic_hub.bundle.problems import InvalidBundle
from nic_hub.models import (
    Account,
    ApiToken,
    Base,
    ChangeIdea,
    ChangeIdeaTool,
    Comment,
    DataPoint,
    District,
    Measure,
    Member,
    Membership,
    Network,
    PdsaCycle,
    RecordHistory,
    SearchDocument,
    Storyboard,
    Team,
    TeamFocusDriver,
    Tool,
    ToolVersion,
    utc_now,
)
from nic_hub.services.access.tokens import create_token
from tests.bundle.examples import FULL_COUNT, changed, full_bundle


def load(session, bundle) -> ImportReport:
    report = import_bundle(session, bundle)
    session.commit()
    return report


def contents(session) -> dict[str, list]:
    """Every row of every table."""
    tables = Base.metadata.sorted_tables
    return {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}


def by_key(session, model, key):
    session.expire_all()
    return session.scalars(select(model).where(model.key == key)).one()


def test_everything_in_a_bundle_is_stored(session):
    assert load(session, full_bundle()) == ImportReport(created=FULL_COUNT)
    for section in SECTIONS:
        assert session.scalar(select(func.count()).select_from(section.model)) > 0, section.name


def test_a_reference_by_key_becomes_the_records_id(session):
    load(session, full_bundle())
    cycle = by_key(session, PdsaCycle, "c1")
    assert cycle.change_idea_id == by_key(session, ChangeIdea, "ask").id
    assert cycle.tool_version_id == by_key(session, ToolVersion, "cards-2").id


@pytest.mark.parametrize("seed", range(5))
def test_records_and_lists_may_stand_in_any_order(session, seed):
    bundle, shuffle = full_bundle(), random.Random(seed).shuffle
    lists = list(bundle["networks"][0].items())
    shuffle(lists)
    for _, records in lists:
        if isinstance(records, list):
            shuffle(records)
    bundle["networks"][0] = dict(lists)
    assert load(session, bundle).created == FULL_COUNT


def test_links_keep_their_order(session):
    load(session, full_bundle())
    query = select(Tool.key).join(ChangeIdeaTool, ChangeIdeaTool.tool_id == Tool.id)
    assert list(session.scalars(query.order_by(ChangeIdeaTool.position))) == ["cards", "form"]


def test_every_record_has_one_row_of_history(session):
    load(session, full_bundle())
    parts = [
        session.scalar(select(func.count()).select_from(model)) for model in (ToolVersion, DataPoint, Comment)
    ]
    rows = session.scalars(select(RecordHistory)).all()
    assert len(rows) == FULL_COUNT + sum(parts)
    assert {(row.action, row.record_version) for row in rows} == {("created", 1)}


def test_history_tells_what_a_new_record_said(session):
    load(session, full_bundle())
    idea = by_key(session, ChangeIdea, "ask")
    row = session.scalars(select(RecordHistory).where(RecordHistory.record_id == idea.id)).one()
    assert row.changes["title"] == [None, "Question prompts"]
    assert len(row.changes["tool_ids"][1]) == 2


def test_searched_records_get_their_search_document(session):
    load(session, full_bundle())
    cycle = by_key(session, PdsaCycle, "c1")
    document = session.scalars(select(SearchDocument).where(SearchDocument.record_id == cycle.id)).one()
    assert document.driver_id == by_key(session, ChangeIdea, "ask").driver_id
    assert document.district_id == by_key(session, District, "da").id
    assert "took the cards" in document.text
    assert document.tested


def test_the_documents_are_those_the_hub_itself_would_write(session):
    load(session, full_bundle())
    before = contents(session)["search_document"]
    for model in (ChangeIdea, Tool, PdsaCycle, Storyboard):
        for row in session.scalars(select(model)):
            row.source = "touched"
    session.commit()
    assert contents(session)["search_document"] == before


def test_importing_the_same_file_twice_changes_nothing(session):
    load(session, full_bundle())
    before = contents(session)
    assert load(session, full_bundle()) == ImportReport(unchanged=FULL_COUNT)
    assert contents(session) == before


def test_what_is_left_out_does_not_change_when_imported_another_day(session, monkeypatch):
    bundle = changed("members.0.teams.0.started_on")
    load(session, bundle)
    before = contents(session)
    monkeypatch.setattr("nic_hub.bundle.importer.utc_now", lambda: utc_now() + timedelta(days=3))
    assert load(session, bundle) == ImportReport(unchanged=FULL_COUNT)
    assert contents(session) == before


def test_a_record_that_changed_in_the_file_is_updated(session):
    load(session, full_bundle())
    report = load(session, changed("change_ideas.0.title", "Prompt cards"))
    assert (report.updated, report.unchanged) == (1, FULL_COUNT - 1)
    idea = by_key(session, ChangeIdea, "ask")
    assert (idea.title, idea.version) == ("Prompt cards", 2)


def test_an_update_is_told_in_history_and_search(session):
    load(session, full_bundle())
    load(session, changed("change_ideas.0.title", "Prompt cards"))
    idea = by_key(session, ChangeIdea, "ask")
    of_idea = select(RecordHistory).where(RecordHistory.record_id == idea.id)
    history = session.scalars(of_idea.order_by(RecordHistory.record_version)).all()
    assert history[-1].changes == {"title": ["Question prompts", "Prompt cards"]}
    document = session.scalars(select(SearchDocument).where(SearchDocument.record_id == idea.id)).one()
    assert document.title == "Prompt cards"


def test_a_field_that_vanished_from_the_file_is_emptied(session):
    load(session, full_bundle())
    load(session, changed("measures.0.data_points.1.cycle"))
    load(session, changed("change_ideas.1.keeps_core"))
    assert by_key(session, ChangeIdea, "ask-2").keeps_core is None


@pytest.mark.parametrize("blank", ["", " ", "\u200b"], ids=ascii)
def test_a_blank_text_of_the_file_is_kept_as_none(session, blank):
    bundle = changed("pdsa_cycles.0.surprises", blank)
    load(session, bundle)
    assert by_key(session, PdsaCycle, "c1").surprises is None
    assert load(session, bundle) == ImportReport(unchanged=FULL_COUNT)


def test_an_updated_record_can_be_updated_again(session):
    load(session, full_bundle())
    load(session, changed("teams.0.name", "One"))
    assert load(session, changed("teams.0.name", "Two")).updated == 1
    assert by_key(session, Team, "t1").name == "Two"


def test_a_record_edited_in_the_hub_is_named_and_not_overwritten(session):
    load(session, full_bundle())
    by_key(session, ChangeIdea, "ask").title = "Our own title"
    session.commit()
    report = load(session, full_bundle())
    assert [(each.path, each.kind, each.key) for each in report.skipped_edited] == [
        ("networks[0].change_ideas[0]", "change_idea", "ask")
    ]
    assert by_key(session, ChangeIdea, "ask").title == "Our own title"


def test_an_edit_of_a_field_the_file_does_not_have_counts_as_an_edit(session):
    load(session, full_bundle())
    by_key(session, ChangeIdea, "ask").change_concept = "Make it visible"
    session.commit()
    assert len(load(session, changed("change_ideas.0.title", "New")).skipped_edited) == 1
    assert by_key(session, ChangeIdea, "ask").title == "Question prompts"


def test_an_edit_of_a_list_counts_as_an_edit(session):
    load(session, full_bundle())
    measure_id = session.scalars(select(DataPoint.measure_id)).first()
    network_id = session.scalars(select(Network.id)).one()
    session.add(DataPoint(network_id=network_id, measure_id=measure_id, date=date(2024, 11, 1), value=9.0))
    session.commit()
    assert [each.key for each in load(session, changed("measures.0.name", "New")).skipped_edited] == ["m1"]


def test_a_record_the_hub_made_itself_is_never_overwritten(session):
    load(session, full_bundle())
    network_id = session.scalars(select(Network.id)).one()
    session.add(District(network_id=network_id, key="db", name="Made here"))
    session.commit()
    bundle = full_bundle()
    bundle["networks"][0]["districts"].append({"key": "db", "name": "From the file"})
    assert [each.key for each in load(session, bundle).skipped_edited] == ["db"]


def test_a_file_that_caught_up_with_the_hub_is_unchanged(session):
    load(session, full_bundle())
    by_key(session, ChangeIdea, "ask").title = "Our own title"
    session.commit()
    assert load(session, changed("change_ideas.0.title", "Our own title")).skipped_edited == ()


def test_records_missing_from_the_file_stay(session):
    load(session, full_bundle())
    bundle = full_bundle()
    bundle["networks"][0]["storyboards"] = []
    bundle["networks"][0]["reports"] = []
    assert load(session, bundle).unchanged == FULL_COUNT - 2
    assert session.scalar(select(func.count()).select_from(Storyboard)) == 1


def test_a_file_may_refer_to_what_only_the_hub_has(session):
    load(session, full_bundle())
    idea = {
        "key": "new",
        "title": "New",
        "description": "Newer.",
        "driver": "d1a",
        "team": "t2",
        "parent": "ask",
    }
    network = {"key": "north", "name": "Northern Network", "problem": "Few ask.", "change_ideas": [idea]}
    load(session, {"format": "nic-bundle", "version": 1, "networks": [network]})
    assert by_key(session, ChangeIdea, "new").parent_id == by_key(session, ChangeIdea, "ask").id


def test_links_follow_the_file(session):
    load(session, full_bundle())
    load(session, changed("teams.0.focus_drivers", ["d1b"]))
    team = by_key(session, Team, "t1")
    assert session.scalar(select(func.count()).where(TeamFocusDriver.team_id == team.id)) == 1
    assert team.version == 2


def test_parts_missing_from_the_file_stay_and_new_ones_are_added(session):
    load(session, full_bundle())
    bundle = changed("measures.0.data_points", [{"date": "2024-10-15", "value": 5}])
    assert load(session, bundle).updated == 1
    assert sorted(session.scalars(select(DataPoint.value))) == [3.0, 4.5, 5.0]
    assert load(session, bundle).unchanged == FULL_COUNT


def test_a_changed_data_point_is_changed_in_place(session):
    load(session, full_bundle())
    load(session, changed("measures.0.data_points.0.value", 7))
    assert sorted(session.scalars(select(DataPoint.value))) == [4.5, 7.0]


def test_a_data_point_comes_with_its_history(session):
    load(session, full_bundle())
    load(session, changed("measures.0.data_points.0.value", 7))
    told = session.scalars(
        select(RecordHistory)
        .where(RecordHistory.kind == "data_point")
        .order_by(RecordHistory.record_version.desc())
    ).all()
    assert [(row.action, row.record_version) for row in told] == [("changed", 2), *[("created", 1)] * 2]
    assert told[0].changes == {"value": [3.0, 7.0]}


def test_a_data_point_that_was_taken_out_stays_out(session):
    load(session, changed("measures.0.data_points.0.archived_at", "2024-11-01T08:00:00Z"))
    out = session.scalars(select(DataPoint).where(DataPoint.archived_at.is_not(None))).one()
    assert out.date == date(2024, 10, 1)
    [measure] = export_everything(session)["networks"][0]["measures"]
    assert [point.get("archived_at") for point in measure["data_points"]] == ["2024-11-01T08:00:00Z", None]


def test_a_data_point_taken_out_in_the_hub_is_not_brought_back_by_the_file(session):
    load(session, full_bundle())
    session.scalars(select(DataPoint)).first().archived_at = utc_now()
    session.flush()
    report = load(session, full_bundle())
    assert [skipped.key for skipped in report.skipped_edited] == ["m1"]


def test_a_new_tool_version_is_added_with_its_own_history(session):
    load(session, full_bundle())
    bundle = full_bundle()
    third = {
        "key": "cards-3",
        "number": 3,
        "parent": "cards-2",
        "what_changed": "Colour",
        "why": "To see them",
    }
    bundle["networks"][0]["tools"][0]["versions"].append(third)
    load(session, bundle)
    version = by_key(session, ToolVersion, "cards-3")
    assert version.parent_id == by_key(session, ToolVersion, "cards-2").id
    assert (
        session.scalar(select(RecordHistory.action).where(RecordHistory.record_id == version.id)) == "created"
    )


def test_a_new_version_of_an_edited_tool_can_not_be_referred_to(session):
    load(session, full_bundle())
    by_key(session, Tool, "cards").title = "Our cards"
    session.commit()
    bundle = changed("pdsa_cycles.1.tool_version", "cards-3")
    third = {"key": "cards-3", "number": 3, "what_changed": "Colour", "why": "To see them"}
    bundle["networks"][0]["tools"][0]["versions"].append(third)
    with pytest.raises(
        InvalidBundle, match=r"pdsa_cycles\[1\].tool_version: networks\[0\].tools\[0\] was edited"
    ):
        import_bundle(session, bundle)


@pytest.mark.parametrize(
    ("path", "model", "text"),
    [
        ("storyboards.0.title", Storyboard, "Asking"),
        ("tools.1.description", Tool, "Reflection form"),
        ("measures.0.name", Measure, "Questions asked aloud by students in one lesson."),
    ],
)
def test_a_text_the_file_leaves_out_has_a_stand_in(session, path, model, text):
    load(session, changed(path))
    name = path.rpartition(".")[2]
    assert text in session.scalars(select(getattr(model, name))).all()


def test_a_tool_without_versions_is_its_own_first_version(session):
    load(session, full_bundle())
    version = session.scalars(select(ToolVersion).where(ToolVersion.key == "form-v1")).one()
    assert (version.number, version.body) == (1, "What confused you today?")
    assert version.tool_id == by_key(session, Tool, "form").id


def test_an_e_mail_address_has_one_account_in_two_networks(session):
    bundle = full_bundle()
    other = full_bundle()["networks"][0] | {"key": "south"}
    other["members"][0]["email"] = "ana@example.org "
    bundle["networks"].append(other)
    other["members"][0]["email"] = "ANA@EXAMPLE.ORG"
    load(session, bundle)
    accounts = session.scalars(select(Member.account_id).where(Member.key == "ana")).all()
    assert len(accounts) == 2
    assert len(set(accounts)) == 1
    assert session.scalars(select(Account.email).where(Account.id == accounts[0])).one() == "ana@example.org"


def test_a_later_import_finds_the_account_again(session):
    load(session, full_bundle())
    other = full_bundle()
    other["networks"][0]["key"] = "south"
    load(session, other)
    assert session.scalar(select(func.count()).where(Account.email == "ana@example.org")) == 1


def test_a_member_without_an_address_has_an_account_of_their_own(session):
    load(session, full_bundle())
    assert by_key(session, Member, "cole").account_id is not None


def test_a_changed_address_connects_another_account(session):
    load(session, full_bundle())
    load(session, changed("members.0.email", "ana.b@example.org"))
    account = session.get_one(Account, by_key(session, Member, "ana").account_id)
    assert account.email == "ana.b@example.org"


def test_a_member_who_left_loses_their_tokens(session):
    load(session, full_bundle())
    create_token(session, by_key(session, Member, "ana"), name="laptop", days=10)
    session.commit()
    load(session, changed("members.0.left_on", "2025-06-30"))
    assert session.scalars(select(ApiToken.revoked_at)).one() is not None


def test_a_member_who_left_has_no_part_in_teams_any_more(session):
    load(session, full_bundle())
    load(session, changed("members.0.left_on", "2025-06-30"))
    assert session.scalars(select(Membership.ended_on)).one() == date(2025, 6, 30)
    assert load(session, changed("members.0.left_on", "2025-06-30")).unchanged == FULL_COUNT


def test_a_new_member_who_left_before_joining_has_ended_at_once(session):
    load(session, changed("members.0.left_on", "2024-01-01"))
    assert session.scalars(select(Membership.ended_on)).one() == date(2024, 8, 15)


def test_parts_the_file_does_not_name_end_with_the_leaving_too(session):
    load(session, full_bundle())
    bundle = changed("members.0.left_on", "2025-06-30")
    bundle["networks"][0]["members"][0]["teams"] = []
    load(session, bundle)
    assert session.scalars(select(Membership.ended_on)).one() == date(2025, 6, 30)


def test_a_membership_without_a_start_has_begun_in_every_time_zone(session):
    load(session, changed("members.0.teams.0.started_on"))
    assert session.scalars(select(Membership.started_on)).one() < utc_now().date()


def test_a_schools_team_and_member_belong_to_the_schools_district(session):
    load(session, full_bundle())
    district = by_key(session, District, "da").id
    assert by_key(session, Team, "t1").district_id == district
    assert by_key(session, Member, "ana").district_id == district


def test_a_cycle_without_a_context_has_a_snapshot_of_its_teams(session):
    load(session, full_bundle())
    assert by_key(session, PdsaCycle, "c1").context["minutes"] == 50


def test_the_snapshot_stays_when_the_team_changes(session):
    load(session, full_bundle())
    report = load(session, changed("teams.0.context.minutes", 60))
    assert report.updated == 1
    assert by_key(session, PdsaCycle, "c1").context["minutes"] == 50


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "planned"),
        ({"started_on": "2024-10-01"}, "running"),
        ({"as_planned": "yes", "observations": "Seen."}, "running"),
        ({"cancel_reason": "The teacher left."}, "cancelled"),
    ],
)
def test_a_cycle_without_a_status_stands_where_its_fields_end(session, fields, status):
    plan = dict.fromkeys(("question", "prediction", "who", "what", "when", "where", "data_plan"), "x")
    load(
        session,
        changed(
            "pdsa_cycles.1",
            {"key": "c2", "change_idea": "ask", "team": "t1", "scale": "grade"} | plan | fields,
        ),
    )
    assert by_key(session, PdsaCycle, "c2").status == status


def test_a_planned_cycle_is_a_draft_and_a_running_one_is_shared(session):
    load(session, full_bundle())
    assert by_key(session, PdsaCycle, "c2").is_draft
    assert not by_key(session, PdsaCycle, "c1").is_draft


@pytest.mark.parametrize(
    ("status", "filled"),
    [
        ("draft", set()),
        ("published", {"published_at"}),
        ("archived", {"published_at", "archived_at"}),
        ("withdrawn", {"published_at", "withdrawn_at"}),
    ],
)
def test_a_status_in_words_sets_the_moments(session, status, filled):
    load(session, changed("change_ideas.1.status", status))
    idea = by_key(session, ChangeIdea, "ask-2")
    assert {name for name in ("published_at", "archived_at", "withdrawn_at") if getattr(idea, name)} == filled
    assert idea.publication == status


@pytest.mark.parametrize("path", ["teams.0.type", "pdsa_cycles.0.change_idea", "networks"])
def test_a_refused_import_leaves_the_database_as_it_was(session, path):
    load(session, full_bundle())
    before = contents(session)
    with pytest.raises(InvalidBundle):
        import_bundle(session, changed(path, "wrong"))
    session.commit()
    assert contents(session) == before


def test_progress_is_told_from_start_to_end(session):
    told = []
    import_bundle(session, full_bundle(), progress=lambda *step: told.append(step))
    assert ("Storing", FULL_COUNT, FULL_COUNT) in told
    assert {what for what, _, _ in told} >= {"Checking", "Storing"}


def test_the_number_of_queries_does_not_grow_with_the_number_of_records(session, counted):
    few = counted(lambda: load(session, full_bundle()))
    more = full_bundle()
    more["networks"][0]["key"] = "south"
    cycle = more["networks"][0]["pdsa_cycles"][0]
    more["networks"][0]["pdsa_cycles"] += [{**cycle, "key": f"more-{number}"} for number in range(300)]
    assert counted(lambda: load(session, more)) <= few


@pytest.mark.parametrize(
    ("path", "value", "model", "name"),
    [
        ("storyboards.0.challenges", "n/a", Storyboard, "challenges"),
        ("storyboards.0.result", "tbd", Storyboard, "result"),
        ("pdsa_cycles.0.result", "-", PdsaCycle, "result"),
        ("change_ideas.0.description", "x", ChangeIdea, "description"),
    ],
)
def test_words_that_say_nothing_come_in_as_they_were_recorded(session, path, value, model, name):
    load(session, changed(path, value))
    assert value in session.scalars(select(getattr(model, name))).all()


def test_a_point_of_a_day_still_to_come_comes_in_as_it_was_recorded(session):
    day = utc_now().date() + timedelta(days=400)
    load(session, changed("measures.0.data_points.0.date", day.isoformat()))
    assert day in session.scalars(select(DataPoint.date)).all()
