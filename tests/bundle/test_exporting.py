"""What leaves the hub: everything, in a stable order; of what was withdrawn, a tombstone."""

import json

import pytest
from sqlalchemy import select

from nic_hub.bundle.exporter import export_everything, export_network
from nic_hub.bundle.importer import import_bundle
from nic_hub.errors import NotFound
from nic_hub.models import ChangeIdea, Measure, Network, PdsaCycle, Tool, utc_now
from tests.bundle.examples import changed, full_bundle


def exported(session, name: str) -> dict:
    """The records of one list of the exported network, by key."""
    [network] = export_network(session, "north")["networks"]
    return {record["key"]: record for record in network[name]}


def withdraw(session, model, key):
    session.scalars(select(model).where(model.key == key)).one().withdrawn_at = utc_now()
    session.flush()


def test_an_unknown_network_is_named(session):
    with pytest.raises(NotFound, match="nowhere"):
        export_network(session, "nowhere")


def test_everything_is_all_networks_sorted_by_key(session):
    for key in ("south", "north", "east"):
        bundle = full_bundle()
        bundle["networks"][0]["key"] = key
        import_bundle(session, bundle)
    assert [network["key"] for network in export_everything(session)["networks"]] == [
        "east",
        "north",
        "south",
    ]


def test_an_empty_hub_exports_an_empty_bundle(session):
    assert export_everything(session) == {"format": "nic-bundle", "version": 1, "networks": []}


def test_records_are_sorted_by_key(session):
    bundle = full_bundle()
    bundle["networks"][0]["drivers"].reverse()
    import_bundle(session, bundle)
    assert list(exported(session, "drivers")) == ["d1", "d1a", "d1b"]


def test_two_exports_are_the_same_text(session):
    import_bundle(session, full_bundle())
    assert json.dumps(export_network(session, "north")) == json.dumps(export_network(session, "north"))


def test_drafts_are_exported_as_drafts(session):
    import_bundle(session, changed("change_ideas.1.status", "draft"))
    assert exported(session, "change_ideas")["ask-2"]["status"] == "draft"


def test_empty_fields_are_left_out(session):
    import_bundle(session, full_bundle())
    assert "change_concept" not in exported(session, "change_ideas")["ask"]


def test_a_withdrawn_idea_leaves_as_a_tombstone_with_its_lineage(session):
    import_bundle(session, changed("change_ideas.1.what_changed", "A wall instead of cards."))
    withdraw(session, ChangeIdea, "ask-2")
    idea = exported(session, "change_ideas")["ask-2"]
    assert (idea["title"], idea["description"], idea["status"]) == ("Withdrawn", "Withdrawn", "withdrawn")
    assert (idea["parent"], idea["team"], idea["driver"]) == ("ask", "t2", "d1a")
    assert "wall" not in json.dumps(idea)


@pytest.mark.parametrize(
    ("model", "name", "key", "gone"),
    [
        (PdsaCycle, "pdsa_cycles", "c1", ["took the cards", "24", "Six questions", "adapt"]),
        (Tool, "tools", "cards", ["sentence starters", "example.org", "Fewer cards"]),
        (Measure, "measures", "m1", ["Questions", "4.5", "data_points"]),
    ],
)
def test_the_content_of_a_withdrawn_record_does_not_leave(session, model, name, key, gone):
    import_bundle(session, full_bundle())
    withdraw(session, model, key)
    record = exported(session, name)[key]
    del record["created_at"], record["updated_at"], record["published_at"], record["withdrawn_at"]
    assert not [each for each in gone if each in json.dumps(record)]


def test_a_tombstone_is_imported_as_a_tombstone(session):
    import_bundle(session, full_bundle())
    withdraw(session, ChangeIdea, "ask-2")
    bundle = export_network(session, "north")
    bundle["networks"][0]["key"] = "copy"
    for member in bundle["networks"][0]["members"]:
        member.pop("email", None)
    import_bundle(session, json.loads(json.dumps(bundle)))
    copy = select(ChangeIdea).join(Network, Network.id == ChangeIdea.network_id).where(Network.key == "copy")
    [tombstone] = session.scalars(copy.where(ChangeIdea.key == "ask-2"))
    assert (tombstone.title, tombstone.publication) == ("Withdrawn", "withdrawn")


def test_importing_a_tombstone_does_not_take_the_text_from_the_hub_that_has_it(session):
    import_bundle(session, full_bundle())
    withdraw(session, ChangeIdea, "ask-2")
    report = import_bundle(session, json.loads(json.dumps(export_network(session, "north"))))
    assert (report.updated, report.skipped_edited) == (0, ())
    assert session.scalars(select(ChangeIdea.title).where(ChangeIdea.key == "ask-2")).one() == "Question wall"


def test_a_text_somebody_confirmed_is_confirmed_in_the_export(session):
    bundle = changed("pdsa_cycles.0.observations", "Write to office@school.org")
    bundle["networks"][0]["pdsa_cycles"][0]["confirm_not_student"] = ["observations"]
    bundle["networks"][0]["measures"][0]["data_points"][0]["note"] = "Call 555-234-5678"
    bundle["networks"][0]["measures"][0]["confirm_not_student"] = ["data_points"]
    import_bundle(session, bundle)
    assert exported(session, "pdsa_cycles")["c1"]["confirm_not_student"] == ["observations"]
    assert exported(session, "measures")["m1"]["confirm_not_student"] == ["data_points"]


def test_tokens_and_ids_do_not_leave(session):
    import_bundle(session, full_bundle())
    ids = [*session.scalars(select(ChangeIdea.id)), *session.scalars(select(Network.id))]
    assert not [each for each in ids if each in json.dumps(export_network(session, "north"))]
