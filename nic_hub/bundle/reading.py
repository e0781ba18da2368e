"""Read a bundle's file: strict JSON, so that nothing a person wrote is silently dropped or changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from nic_hub.bundle.problems import InvalidBundle
from nic_hub.errors import FieldProblem

#: Room for 100,000 cycles with long texts; a larger file would not fit into the memory of a small machine.
MAX_FILE_BYTES = 500_000_000


class _Refused(ValueError):
    """The JSON holds something that JSON readers disagree about."""


def read_bundle(path: Path) -> Any:
    """Read a file.

    Returns:
        What the file says; whether it is a bundle is for ``import_bundle`` to find out.

    Raises:
        InvalidBundle: the file is missing, too large, or no JSON; the sentence says where.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _invalid(
                f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB. Split it by network or by year."
            )
        content = path.read_bytes()
    except OSError as error:
        raise _invalid(f"The file cannot be read: {error.strerror or error}.") from error
    return parse_bundle(content)


def parse_bundle(content: bytes) -> Any:
    """Parse the bytes of a file.

    Raises:
        InvalidBundle: the bytes are no JSON, or JSON that says two things at once.
    """
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise _invalid(f"The file is not UTF-8 text (byte {error.start:,}). Save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno:,}, column {error.colno:,}"
        raise _invalid(f"This is not JSON ({where}): {error.msg}.") from error
    except RecursionError as error:
        raise _invalid("The file nests too deeply for a bundle.") from error
    except _Refused as error:
        raise _invalid(str(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; a name that is written twice would lose the first value."""
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused(f"One object has the field {json.dumps(twice[:80])} twice. Remove one of the two.")
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise _Refused(f"{name} is not a number in JSON. Leave the field out where nothing was measured.")


def _whole(digits: str) -> int | float:
    """Read a whole number; one of thousands of digits is infinite, and refused where it stands."""
    return int(digits) if len(digits) < 100 else float("inf")


def _invalid(detail: str) -> InvalidBundle:
    return InvalidBundle.of([FieldProblem("file", detail)])
