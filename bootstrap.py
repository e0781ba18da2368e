"""Make the environment: ``.venv`` with the tested versions of every package, and the search model's export.

Run by ``make`` with a Python that has nothing installed. What is done already is not done again.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).parent
VENV = TOP / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
CONSTRAINTS = TOP / "constraints.txt"
NEEDED_GIGABYTES = 3

#: Where the PyTorch project keeps its builds without CUDA, for machines on which pip would choose 5 GB of it.
CPU_BUILDS = "https://download.pytorch.org/whl/cpu"


class Stopped(Exception):
    """The environment cannot be made; says why in one line."""


def main() -> int:
    """Make what is missing and return an exit code."""
    try:
        install()
        export_model()
    except Stopped as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


def install() -> None:
    """Install the tested versions of all packages, unless they are there."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    check_venv_module()
    check_disk_space()
    if not works(VENV_PYTHON):
        say("[1/3] Making the environment in .venv")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "Python could not make .venv.")
    say("[2/3] Installing the packages: 500 MB to download, about 2 minutes")
    run(pip_command(), "The packages could not be installed; the lines above say why.")
    STAMP.write_text(wanted)


def export_model() -> None:
    """Make the small, fast export of the search model, unless it is there."""
    folder = os.environ.get("MODEL_DIR") or str(TOP / "instance" / "model")
    if not any(Path(folder).glob("*/export.json")):
        say("[3/3] Preparing the search model: about 10 seconds")
    command = [str(VENV_PYTHON), "-m", "nic_hub.search.export", "--model-dir", folder]
    run(
        command, "The search model could not be prepared; the lines above say why.", stdout=subprocess.DEVNULL
    )


def fingerprint() -> str:
    """Return what the environment depends on, as one word: other lines of pyproject.toml do not matter."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    parts = [repr(project), CONSTRAINTS.read_text(), sys.version, str(TOP)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def works(python: Path) -> bool:
    """Say whether an environment is there, was made at this place, and has the Python that runs this."""
    pip = python.with_name("pip")
    if not python.exists() or not pip.exists() or str(python) not in pip.read_text():
        return False
    command = [str(python), "-c", "import pip, sys; print(sys.version)"]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    return answer.stdout.strip() == sys.version.strip()


def check_venv_module() -> None:
    """Refuse a Python that cannot make environments: Debian ships that part separately."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        major, minor = sys.version_info[:2]
        raise Stopped(
            f"This Python has no venv module. On Debian: apt-get install python{major}.{minor}-venv"
        ) from None


def check_disk_space() -> None:
    """Refuse to begin what would not fit."""
    free = shutil.disk_usage(TOP).free / 1e9
    if free < NEEDED_GIGABYTES:
        raise Stopped(
            f"The disk has {free:.1f} GB left, and the environment needs {NEEDED_GIGABYTES} GB. Make room."
        )


def pip_command() -> list[str]:
    """Return the command that installs the hub, for working on it, with all its extras."""
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check"]
    index = os.environ.get("TORCH_INDEX") or ("" if finds_small_torch(pip) else CPU_BUILDS)
    extra = ["--extra-index-url", index] if index else []
    return [*pip, "install", "-c", str(CONSTRAINTS), *extra, "-e", f"{TOP}[test,bench,dev]"]


def finds_small_torch(pip: list[str]) -> bool:
    """Say whether pip finds PyTorch without CUDA by itself; on Linux with an x86-64 processor it may not."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return True
    pin = next(line for line in CONSTRAINTS.read_text().splitlines() if line.startswith("torch=="))
    command = [*pip, "index", "versions", "torch"]
    known = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    return f"{pin.removeprefix('torch==')}+cpu" in known


def run(command: list[str], complaint: str, **options: object) -> None:
    """Run one step and let it show its progress."""
    if subprocess.run(command, cwd=TOP, check=False, **options).returncode:
        raise Stopped(complaint)


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
