"""Who comes from whom: the chain of parents of change ideas and of tool versions, which has no loops.

An adoption that adapts makes a child idea whose parent is the source, so the same rule holds it. Everything
here ends even on damaged data that does hold a loop.

Source: the domain guide, sections 3 (Adoption) and 10 ("lineage is the parent's chain").
"""

from __future__ import annotations

from collections.abc import Mapping

from nic_hub.errors import Invalid

#: Columns that refer to a record of the same kind, and must not lead back to where they started.
LINEAGES = (
    ("aim", "previous_id"),
    ("driver", "parent_id"),
    ("driver", "merged_into_id"),
    ("team", "successor_id"),
    ("change_idea", "parent_id"),
    ("tool_version", "parent_id"),
    ("pdsa_cycle", "previous_cycle_id"),
)


def find_ancestors(node: str, parent_of: Mapping[str, str | None]) -> tuple[str, ...]:
    """List the ancestors of a node, the nearest first.

    Args:
        node: an id.
        parent_of: parent's id by id; a node that is absent has no parent.
    """
    found: dict[str, None] = {}
    parent = parent_of.get(node)
    while parent is not None and parent != node and parent not in found:
        found[parent] = None
        parent = parent_of.get(parent)
    return tuple(found)


def find_chain(node: str, parent_of: Mapping[str, str | None]) -> tuple[str, ...]:
    """List the whole lineage of a node: its oldest ancestor first, itself last."""
    return (*reversed(find_ancestors(node, parent_of)), node)


def find_root(node: str, parent_of: Mapping[str, str | None]) -> str:
    """Return the oldest ancestor, which stands for the lineage; a node without a parent is its own."""
    return find_chain(node, parent_of)[0]


def refuse_loop(
    child: str, new_parent: str | None, parent_of: Mapping[str, str | None], field: str = "parent_id"
) -> None:
    """Refuse a parent that is the child itself or comes from it.

    Args:
        child: the record that gets a parent; for an adoption, the resulting idea.
        new_parent: the record it is to come from; for an adoption, the source.
        parent_of: parents as they are stored now.
        field: the field to name in the error.

    Raises:
        Invalid: the lineage would hold a loop.
    """
    if new_parent == child:
        raise Invalid.field(
            field, "A record cannot come from itself: choose another one, or leave this empty."
        )
    if new_parent is not None and leads_back(child, new_parent, parent_of):
        raise Invalid.field(
            field, "The one you chose comes from this record: choose another, or leave it empty."
        )


def leads_back(child: str, new_parent: str, parent_of: Mapping[str, str | None]) -> bool:
    """Say whether a record that is to come from another one is that one, or one of its ancestors."""
    return child in (new_parent, *find_ancestors(new_parent, parent_of))


def find_loops(parent_of: Mapping[str, str | None]) -> frozenset[str]:
    """Find every node that comes from itself, to name what is wrong in an import or in stored data."""
    loops: set[str] = set()
    settled: set[str] = set()
    for start in parent_of:
        walked: dict[str, None] = {}
        node: str | None = start
        while node is not None and node not in settled and node not in walked:
            walked[node] = None
            node = parent_of.get(node)
        if node in walked:
            # The way up met itself: from there on it is a loop, before that it only leads into one.
            path = list(walked)
            loops.update(path[path.index(node) :])
        # Nobody walks the same way twice, so that a chain of a thousand generations takes a thousand steps.
        settled.update(walked)
    return frozenset(loops)
