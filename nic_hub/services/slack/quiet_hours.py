"""When nothing is sent: in the evening and at night, in the network's own zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nic_hub.models import Network

#: From eight in the evening to seven in the morning.
QUIET_FROM, QUIET_UNTIL = 20, 7
#: How long a bot may take to post what it has claimed.
CLAIM_LASTS = timedelta(minutes=10)


def local_time(network: Network, now: datetime) -> datetime:
    """Return the time in the network's zone; one that is not known is UTC."""
    try:
        zone = ZoneInfo(network.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return now.astimezone(zone)


def is_quiet(network: Network, now: datetime) -> bool:
    """Say whether nothing may be sent in the network now."""
    hour = local_time(network, now).hour
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def local_day(network: Network, now: datetime) -> date:
    """Return the day it is in the network."""
    return local_time(network, now).date()


def week_of(network: Network, now: datetime) -> str:
    """Return the week it is in the network, as ISO 8601 has it: ``2026-W47``."""
    year, week, _ = local_day(network, now).isocalendar()
    return f"{year}-W{week:02}"
