"""How the text of a setting becomes its value: each reader says what to write when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

#: A secret shorter than this can be guessed.
SECRET_MIN_LENGTH = 32

#: Prints a value for ``SECRET_KEY``.
HOW_TO_MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"

_NETWORK_SCHEMES = ("postgres://", "postgresql://", "postgresql+psycopg://")


def database_address(text: str) -> str:
    """Read a database address; the short forms that hosts hand out become the one SQLAlchemy knows."""
    for scheme in _NETWORK_SCHEMES:
        if text.startswith(scheme) and _has_sound_port(text):
            return "postgresql+psycopg://" + text.removeprefix(scheme)
    if text.startswith("sqlite:///") and len(text) > len("sqlite:///") and ":memory:" not in text:
        return text
    raise ValueError("Write postgresql://USER:PASSWORD@HOST/NAME, or sqlite:///PATH for a file.")


def _has_sound_port(address: str) -> bool:
    """Say whether the port of an address is a number, if it has one."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def secret(text: str) -> str:
    """Read a secret that is long enough to be one."""
    if len(text) < SECRET_MIN_LENGTH:
        raise ValueError(
            f"Write at least {SECRET_MIN_LENGTH} random characters, such as {HOW_TO_MAKE_A_KEY} prints."
        )
    return text


def one_of(*choices: str) -> Callable[[str], str]:
    """Make a reader that takes one of the given words."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"Write one of: {', '.join(choices)}.")
        return text

    return parse


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Make a reader of whole numbers from ``least`` to ``most``."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"Write a whole number from {least} to {most}.")
        return int(text)

    return parse


def number(least: float, most: float) -> Callable[[str], float]:
    """Make a reader of numbers from ``least`` to ``most``."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        # A value that is not a number fails every comparison, so it is refused here too.
        if not least <= value <= most:
            raise ValueError(f"Write a number from {least:g} to {most:g}.")
        return value

    return parse


def web_address(text: str) -> str:
    """Read the address of a web site; a path below it is fine, a slash at its end is dropped."""
    if not text.startswith(("https://", "http://")) or any(sign in text for sign in "?# "):
        raise ValueError("Write https://HOST, or http://HOST:PORT on a machine of your own.")
    return text.rstrip("/")


def folder(text: str) -> Path:
    """Read the path of a folder."""
    return Path(text).expanduser()
