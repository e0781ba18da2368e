"""Export, then import: the same network again, whatever was in it."""

import json
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from nic_hub.bundle.exporter import export_everything, export_network
from nic_hub.bundle.importer import import_bundle
from nic_hub.bundle.reading import read_bundle
from nic_hub.models import Base
from tests.bundle.examples import full_bundle
from tests.bundle.hubs import as_file, empty_hub
from tests.bundle.random_bundles import bundles

SEEDS = sorted((Path(__file__).parents[2] / "seed").glob("*.json"))


@given(bundle=bundles)
@settings(max_examples=30, phases=[Phase.generate])
def test_any_network_survives_export_and_import(bundle):
    with empty_hub() as first, empty_hub() as second:
        created = import_bundle(first, bundle).created
        first.commit()
        exported = as_file(export_everything(first))
        assert import_bundle(second, exported).created == created
        second.commit()
        assert json.dumps(export_everything(second)) == json.dumps(exported)


@given(bundle=bundles)
@settings(max_examples=30, phases=[Phase.generate])
def test_neither_the_file_nor_its_export_changes_the_hub_again(bundle):
    with empty_hub() as hub:
        created = import_bundle(hub, bundle).created
        hub.commit()
        assert import_bundle(hub, bundle).unchanged == created
        assert import_bundle(hub, as_file(export_everything(hub))).unchanged == created


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_seed_survives_export_and_import(seed):
    with empty_hub() as first, empty_hub() as second:
        import_bundle(first, read_bundle(seed))
        exported = export_everything(first)
        import_bundle(second, as_file(exported))
        assert export_everything(second) == exported


def wipe(session):
    """Remove every row."""
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()
    session.expire_all()


def test_a_full_network_survives_on_this_database(session):
    import_bundle(session, full_bundle())
    session.commit()
    exported = as_file(export_network(session, "north"))
    wipe(session)
    import_bundle(session, exported)
    session.commit()
    assert as_file(export_network(session, "north")) == exported


def test_everything_the_file_said_is_in_the_export(session):
    import_bundle(session, full_bundle())
    exported = as_file(export_network(session, "north"))
    assert missing(full_bundle(), exported, "") == ["networks.0.members.0.email"]  # In lower case.


def missing(said, exported, path: str) -> list[str]:
    """Paths of what one says and the other does not; lists of records are compared by key."""
    if isinstance(said, dict):
        return [
            each
            for name in said
            for each in missing(said[name], (exported or {}).get(name), f"{path}.{name}".strip("."))
        ]
    if isinstance(said, list) and said and isinstance(said[0], dict) and "key" in said[0]:
        known = {record["key"]: record for record in exported or ()}
        return [
            each
            for place, one in enumerate(said)
            for each in missing(one, known.get(one["key"]), f"{path}.{place}")
        ]
    if isinstance(said, list) and said and isinstance(said[0], dict):
        return [
            each
            for place, one in enumerate(said)
            for each in missing(one, exported[place], f"{path}.{place}")
        ]
    return [] if said == exported else [path]
