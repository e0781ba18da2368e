"""Is the hub alive, and is it ready: for load balancers and the people who run it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from nic_hub.api.access import Access, open_to
from nic_hub.api.hub import current_hub
from nic_hub.errors import Unavailable

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to(Access.OPEN)
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@open_to(Access.OPEN)
def readyz() -> dict[str, Any]:
    """Say that the hub can serve: database migrated, model loaded, index caught up."""
    checks = current_hub().checks
    for check in checks.values():
        lack = check()
        if lack is not None:
            raise Unavailable(lack)
    return {"status": "ready", "checks": dict.fromkeys(checks, "ok")}
