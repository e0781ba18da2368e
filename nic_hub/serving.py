"""What is seen to once, in gunicorn's master process, before the hub listens and its workers begin."""

from __future__ import annotations

import errno
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping

from nic_hub.errors import Misconfigured
from nic_hub.search.manifest import ExportManifest, export_directory
from nic_hub.settings import Settings

#: With these in its environment gunicorn is handed the sockets it listens on; nothing is bound anew.
HANDED_OVER = ("GUNICORN_FD", "LISTEN_FDS")


def prepare(settings: Settings, addresses: Iterable[object], environment: Mapping[str, str]) -> None:
    """Refuse an address that cannot be listened on, and make the model's export before the fork.

    Args:
        settings: what the operator chose.
        addresses: where gunicorn will listen: ``(host, port)``, or something else that is not looked at.
        environment: of the process.

    Raises:
        SystemExit: with one line that says what to change.
    """
    is_handed_over = any(name in environment for name in HANDED_OVER)
    own = [] if is_handed_over else [address for address in addresses if isinstance(address, tuple)]
    try:
        _refuse_unusable(own)
        if make_export(settings):
            # Making it takes a while, in which another hub may have begun.
            _refuse_unusable(own)
    except (Misconfigured, KeyboardInterrupt) as error:
        sys.exit(str(error) or "Stopped.")


def _refuse_unusable(addresses: Iterable[tuple[str, int]]) -> None:
    for host, port in addresses:
        refuse_unusable_address(host, port)


def refuse_unusable_address(host: str, port: int) -> None:
    """Say so when the hub cannot listen there.

    Raises:
        Misconfigured: the setting to change is named.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError as error:
        raise Misconfigured(f"PORT is {port}, which only the system may use. Choose 1024 or more.") from error
    except (socket.gaierror, UnicodeError) as error:
        raise Misconfigured(f"HOST is {host}, which is no address. Use 127.0.0.1 or 0.0.0.0.") from error
    except OSError as error:
        elsewhere = f"HOST is {host}, which is no address of this machine. Use 127.0.0.1 or 0.0.0.0."
        taken = f"Port {port} is taken by another program. Stop it, or choose another one with PORT."
        raise Misconfigured(elsewhere if error.errno == errno.EADDRNOTAVAIL else taken) from error


def make_export(settings: Settings) -> bool:
    """Make the export of the search model once, so that no worker has to; say whether there was need.

    It needs torch, so it is made in a process of its own. Where it fails, each worker falls back by itself.
    """
    if settings.embedder != "onnx" or ExportManifest.fits(export_directory(settings.model_dir)):
        return False
    command = [sys.executable, "-m", "nic_hub.search.export", "--model-dir", str(settings.model_dir)]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module.
    return True
