"""What is told in numbers and words, as a picture besides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nic_hub.api.access import Access
from nic_hub.api.operations import HubBlueprint

_MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def add_pictures(
    blueprint: HubBlueprint,
    rule: str,
    view: Callable[..., Any],
    draw: Callable[..., bytes],
    *,
    endpoint: str,
    summary: str,
    **more: Any,
) -> None:
    """Add a picture of each format.

    Args:
        blueprint: where they belong.
        rule: the address of the same in words; a picture's ends in ``.svg`` or ``.png``.
        view: tells what is to be drawn.
        draw: draws it, called with what was told and ``media``, the format.
        endpoint: what the addresses' names begin with.
        summary: what it shows.
        more: further parts of the operations.
    """
    for media, media_type in _MEDIA_TYPES.items():
        blueprint.operation(
            "GET",
            f"{rule}.{media}",
            access=Access.READER,
            answer={"type": "string", "format": "binary"},
            endpoint=f"{endpoint}_{media}",
            draw=partial(draw, media=media),
            media_type=media_type,
            summary=f"{summary}, as {media.upper()}",
            **more,
        )(view)
