"""Tools and their versions. A tool's first version is made with it.

The link and the text of a tool are those of its own team's newest version; another team's version is an
adaptation, and leaves the tool as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.placement import find_foreign_parent
from nic_hub.domain.publishing import TOOL_CONTENT
from nic_hub.domain.required import find_missing, refuse_wrong
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Conflict, NotFound
from nic_hub.models import Tool, ToolVersion
from nic_hub.services.access.permissions import refuse_withdrawn
from nic_hub.services.access.visibility import readable
from nic_hub.services.lifecycle import values_of
from nic_hub.services.records import assign, create_record
from nic_hub.services.sharing import change_shared

TOLD_OF_A_VERSION = {"what_changed": "Say what you changed.", "why": "Say why you changed it."}


def create_tool(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> Tool:
    """Write a new tool as a draft, with its first version.

    Raises:
        Forbidden, Invalid, Duplicate: as the gates say.
    """
    tool = create_record(session, principal, Tool, values, confirmed=confirmed)
    session.add(first_version(tool))
    return tool


def first_version(tool: Tool) -> ToolVersion:
    """Make version 1 of a tool from the tool itself."""
    return ToolVersion(
        network_id=tool.network_id,
        tool_id=tool.id,
        number=1,
        team_id=tool.team_id,
        author_id=tool.author_id,
        link=tool.link,
        body=tool.body,
        provenance=tool.provenance,
        source=tool.source,
    )


def change_tool(
    session: Session,
    principal: Principal,
    tool: Tool,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Tool:
    """Change a tool; as long as it has one version, that one holds what the tool does.

    Raises:
        Forbidden, Stale, Invalid: as the gates say.
        Conflict: the content of a tool with several versions changes with a new version.
    """
    versions = session.scalars(select(ToolVersion).where(ToolVersion.tool_id == tool.id)).all()
    changed = (name for name in TOOL_CONTENT if name in values and values[name] != getattr(tool, name))
    if len(versions) > 1 and any(changed):
        raise Conflict("This tool has several versions. Add a new one, and say what changed and why.")
    change_shared(session, principal, tool, values, expected_version=expected_version, confirmed=confirmed)
    if len(versions) == 1:
        assign(versions[0], {name: getattr(tool, name) for name in TOOL_CONTENT})
    return tool


def add_version(
    session: Session,
    principal: Principal,
    tool: Tool,
    values: Mapping[str, Any],
    *,
    confirmed: Collection[str] = (),
) -> ToolVersion:
    """Add a version: what changed and why must be said. Another team's version is an adaptation of the tool.

    Raises:
        Forbidden, Invalid, Duplicate: as the gates say.
    """
    refuse_withdrawn(tool)
    refuse_wrong(find_missing(values, TOLD_OF_A_VERSION))
    newest = _newest(session, tool)
    given = {"parent_id": newest.id, **values, "tool_id": tool.id, "number": newest.number + 1}
    version = create_record(session, principal, ToolVersion, given, confirmed=confirmed)
    _refuse_foreign_parent(session, version)
    if version.team_id == tool.team_id and (version.link or version.body):
        assign(tool, {name: getattr(version, name) for name in TOOL_CONTENT})
    return version


def _newest(session: Session, tool: Tool) -> ToolVersion:
    query = select(ToolVersion).where(ToolVersion.tool_id == tool.id).order_by(ToolVersion.number.desc())
    return session.scalars(query.limit(1)).one()


def _refuse_foreign_parent(session: Session, version: ToolVersion) -> None:
    parent = session.get_one(ToolVersion, version.parent_id) if version.parent_id else None
    refuse_wrong(find_foreign_parent(values_of(version), values_of(parent) if parent else None))


def get_version(session: Session, principal: Principal, tool: Tool, version_id: str) -> ToolVersion:
    """Return one version of a tool.

    Raises:
        NotFound: the tool has no such version.
    """
    wanted = ToolVersion.id == version_id, ToolVersion.tool_id == tool.id
    row = session.scalar(select(ToolVersion).where(*wanted, readable(principal, ToolVersion)))
    if row is None:
        raise NotFound("This tool has no version with this id.")
    return row
