"""Setting up: what stops it, in one line, and that nothing is done twice."""

import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

TOP = Path(__file__).parent.parent


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The module, in a folder of its own, with commands that are noted and not run."""
    module = SimpleNamespace(**runpy.run_path(str(TOP / "bootstrap.py")))
    module.globals = module.main.__globals__
    module.ran = []
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (tmp_path / "constraints.txt").write_text("torch==2.13.0\n")
    places = {
        "VENV": ".venv",
        "VENV_PYTHON": ".venv/bin/python",
        "STAMP": "installed",
        "CONSTRAINTS": "constraints.txt",
    }
    for name, place in places.items():
        monkeypatch.setitem(module.globals, name, tmp_path / place)
    monkeypatch.setitem(module.globals, "TOP", tmp_path)
    monkeypatch.setitem(module.globals, "run", lambda command, *_, **__: module.ran.append(command))
    monkeypatch.setitem(module.globals, "finds_small_torch", lambda pip: True)
    monkeypatch.delenv("TORCH_INDEX", raising=False)
    return module


def disk(free: float) -> SimpleNamespace:
    return SimpleNamespace(disk_usage=lambda path: SimpleNamespace(free=free))


def test_the_first_run_makes_everything(bootstrap):
    assert bootstrap.main() == 0
    assert [command[1:4] for command in bootstrap.ran[:1]] == [["-m", "venv", "--clear"]]
    assert "install" in bootstrap.ran[1]
    assert "nic_hub.search.export" in bootstrap.ran[2]


def test_the_second_run_installs_nothing(bootstrap):
    bootstrap.main()
    bootstrap.ran.clear()
    bootstrap.main()
    assert not any("install" in command for command in bootstrap.ran)


@pytest.mark.parametrize(
    ("file", "text", "again"),
    [
        ("constraints.txt", "torch==2.14.0\n", True),
        ("pyproject.toml", '[project]\nname = "y"\n', True),
        ("pyproject.toml", '[project]\nname = "x"\n[tool.ruff]\nline-length = 100\n', False),
    ],
)
def test_it_installs_again_when_a_dependency_changes_and_only_then(bootstrap, tmp_path, file, text, again):
    bootstrap.main()
    bootstrap.ran.clear()
    (tmp_path / file).write_text(text)
    bootstrap.main()
    assert any("install" in command for command in bootstrap.ran) is again


def test_a_failed_installation_is_tried_again(bootstrap, tmp_path, monkeypatch):
    def fail(command, complaint, **_):
        raise bootstrap.Stopped(complaint)

    monkeypatch.setitem(bootstrap.globals, "run", fail)
    assert bootstrap.main() == 1
    assert not (tmp_path / "installed").exists()


def test_a_full_disk_is_one_line(bootstrap, monkeypatch, capsys):
    monkeypatch.setitem(bootstrap.globals, "shutil", disk(free=1.2e9))
    assert bootstrap.main() == 1
    assert capsys.readouterr().err == "The disk has 1.2 GB left, and the environment needs 3 GB. Make room.\n"
    assert bootstrap.ran == []


def test_a_python_without_venv_is_one_line(bootstrap, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert bootstrap.main() == 1
    error = capsys.readouterr().err
    assert error.startswith("This Python has no venv module. On Debian: apt-get install python3.")
    assert error.count("\n") == 1


def test_ctrl_c_is_one_line(bootstrap, monkeypatch, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setitem(bootstrap.globals, "run", interrupt)
    assert bootstrap.main() == 130
    assert capsys.readouterr().err == "Stopped. Run it again to go on.\n"


def test_pip_gets_the_tested_versions(bootstrap, tmp_path):
    command = bootstrap.pip_command()
    assert command[command.index("-c") + 1] == str(tmp_path / "constraints.txt")
    assert command[-1] == f"{tmp_path}[test,bench,dev]"
    assert "--extra-index-url" not in command


def test_another_index_for_pytorch_can_be_named(bootstrap, monkeypatch):
    monkeypatch.setenv("TORCH_INDEX", "https://pypi.example/cpu")
    command = bootstrap.pip_command()
    assert command[command.index("--extra-index-url") + 1] == "https://pypi.example/cpu"


def test_pytorch_without_cuda_is_looked_for_where_pip_finds_none(bootstrap, monkeypatch):
    monkeypatch.setitem(bootstrap.globals, "finds_small_torch", lambda pip: False)
    assert bootstrap.CPU_BUILDS in bootstrap.pip_command()


@pytest.mark.parametrize(
    ("system", "machine", "versions", "found"),
    [
        ("Linux", "x86_64", "2.13.0+cpu, 2.13.0", True),
        ("Linux", "x86_64", "2.13.0, 2.12.0+cpu", False),
        ("Linux", "aarch64", "2.13.0", True),
        ("Darwin", "arm64", "2.13.0", True),
    ],
)
def test_only_linux_on_x86_64_needs_a_cpu_build(bootstrap, monkeypatch, system, machine, versions, found):
    finds_small_torch = runpy.run_path(str(TOP / "bootstrap.py"))["finds_small_torch"]
    for name, value in {
        "platform": SimpleNamespace(system=lambda: system, machine=lambda: machine),
        "subprocess": SimpleNamespace(run=lambda *_, **__: SimpleNamespace(stdout=versions)),
    }.items():
        monkeypatch.setitem(finds_small_torch.__globals__, name, value)
    assert finds_small_torch(["pip"]) is found


def make_environment(folder: Path, version: str, made_at: Path) -> Path:
    """An environment whose Python says it is of that version, and whose programs were made at that place."""
    folder.mkdir()
    (folder / "python").write_text(f"#!/bin/sh\nprintf '%s\\n' '{version}'\n")
    (folder / "python").chmod(0o755)
    (folder / "pip").write_text(f"#!{made_at / 'python'}\n")
    return folder / "python"


def test_an_environment_is_used_when_its_python_and_its_place_are_right(bootstrap, tmp_path):
    same, other, moved = tmp_path / "same", tmp_path / "other", tmp_path / "moved"
    assert bootstrap.works(make_environment(same, sys.version, same))
    assert not bootstrap.works(make_environment(other, "3.9.1", other))
    assert not bootstrap.works(make_environment(moved, sys.version, same))
    assert not bootstrap.works(tmp_path / "none" / "python")


def test_make_says_when_there_is_no_python():
    done = subprocess.run(["make", "setup", "PYTHON="], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[0] == "Python 3.11 or newer is needed, and there is none on the PATH."
