"""Whatever a file says, an import stores it or refuses it in words; it never breaks."""

import contextlib
import copy
import random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from nic_hub.bundle.exporter import export_everything
from nic_hub.bundle.importer import import_bundle
from nic_hub.bundle.problems import InvalidBundle
from tests.bundle.examples import full_bundle
from tests.bundle.test_round_trip import empty_hub

NASTY: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 2**63, -(10**40), float("inf"), 1e308, -0.0),
    *(
        "",
        " ",
        "x" * 400,
        "\x00",
        "\ud800",
        "ask",
        "t1",
        "d1",
        "north",
        "2024-02-30",
        "9999-12-31",
        "0001-01-01",
    ),
    *(
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "published",
        "closed",
        "planned",
        "a@b.example",
    ),
    *(
        [],
        [[]],
        [None],
        ["ask", "ask"],
        {},
        {"": 0},
        {"key": "ask"},
        [{"key": "ask"}],
        [{}],
        [{"team": "t1"}],
    ),
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place inside a value: the container and its key or index."""
    inner = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [(value, name) for name, _ in inner] + [place for _, each in inner for place in places(each)]


def spoiled(seed: int) -> Any:
    """The full bundle with a few values replaced, removed or moved to where they do not belong."""
    choose = random.Random(seed)
    bundle = full_bundle()
    for _ in range(choose.choice([1, 1, 2, 4])):
        container, name = choose.choice(places(bundle))
        same = [each[at] for each, at in places(full_bundle()) if at == name]
        others = [each[at] for each, at in places(full_bundle())]
        # A value of the same field of another record is often possible, and then has consequences.
        container[name] = copy.deepcopy(choose.choice(choose.choice([NASTY, others, same, same])))
        if choose.random() < 0.2:
            del container[name]
    return bundle


def store_or_refuse(hub: Session, bundle: Any) -> bool:
    """Import and commit; say whether it was stored."""
    with contextlib.suppress(InvalidBundle):
        import_bundle(hub, bundle)
        hub.commit()
        return True
    return False


@given(bundle=ANYTHING)
@settings(max_examples=60)
def test_anything_that_is_json_is_stored_or_refused(bundle):
    with empty_hub() as hub:
        is_stored = store_or_refuse(hub, bundle)
        assert is_stored or export_everything(hub)["networks"] == []


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, phases=[Phase.generate])
def test_a_spoiled_bundle_is_stored_or_refused_and_what_is_stored_can_be_exported(seed):
    with empty_hub() as hub:
        if store_or_refuse(hub, spoiled(seed)):
            exported = export_everything(hub)
            with empty_hub() as other:
                import_bundle(other, exported)
                other.commit()
                assert export_everything(other) == exported


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, phases=[Phase.generate])
def test_a_spoiled_bundle_over_a_sound_one_is_stored_or_refused(seed):
    with empty_hub() as hub:
        import_bundle(hub, full_bundle())
        hub.commit()
        before = export_everything(hub)
        if not store_or_refuse(hub, spoiled(seed)):
            hub.commit()
            assert export_everything(hub) == before
