"""Settings: what is taken, what is refused and in which words."""

import dataclasses
import runpy
from pathlib import Path

import pytest
from gunicorn.arbiter import Arbiter

from nic_hub.domain.suggesting.ranking import Thresholds, Weights
from nic_hub.errors import Misconfigured
from nic_hub.settings import Settings, number, read_env_file, settings_or_exit

SECRET = "a" * 32
TOP = Path(__file__).parent.parent


def read(**variables: str) -> Settings:
    return Settings.from_environment({"SECRET_KEY": SECRET} | variables)


def test_defaults_need_a_secret_and_nothing_else():
    settings = read()
    assert settings.secret_key == SECRET
    assert settings.database_url == "sqlite:///instance/nic_hub.sqlite3"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_there_is_no_default_secret():
    with pytest.raises(Misconfigured, match=r"^SECRET_KEY is not set.*token_urlsafe"):
        Settings.from_environment({})


def test_every_secret_of_a_demo_is_another_one():
    assert Settings.for_trying_out().secret_key != Settings.for_trying_out().secret_key


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_form_of_a_postgresql_address_is_understood(scheme):
    settings = read(DATABASE_URL=f"{scheme}://hub:pw@db.example/hub")
    assert settings.database_url == "postgresql+psycopg://hub:pw@db.example/hub"
    assert not settings.is_sqlite


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db.example/hub"),
        ("DATABASE_URL", "postgresql://db.example:port/hub"),
        ("DATABASE_URL", "postgresql://[db.example/hub"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("SECRET_KEY", "changeme"),
        ("EMBEDDER", "word2vec"),
        ("VECTOR_ENGINE", "annoy"),
        ("LOG_LEVEL", "loud"),
        ("PORT", "eight thousand"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٣"),
        ("RATE_LIMIT_PER_MINUTE", "0"),
        ("MAX_BODY_BYTES", "2 MB"),
        ("TOKEN_DAYS", "-1"),
        ("WEB_WORKERS", "1.5"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name, value):
    with pytest.raises(Misconfigured, match=f"^{name} has a wrong value. Write "):
        read(**{name: value})


def test_a_refusal_does_not_repeat_the_value():
    with pytest.raises(Misconfigured) as refused:
        read(DATABASE_URL="mysql://hub:hunter2@db.example/hub")
    assert "hunter2" not in refused.value.detail


def test_secrets_do_not_show_when_settings_are_printed():
    settings = read(DATABASE_URL="postgresql://hub:hunter2@db.example/hub")
    assert "hunter2" not in repr(settings)
    assert SECRET not in repr(settings)


def test_an_empty_value_counts_as_none():
    assert read(PORT=" ").port == 8000


def test_pgvector_needs_postgresql():
    with pytest.raises(
        Misconfigured, match="VECTOR_ENGINE is pgvector, but DATABASE_URL names an SQLite file"
    ):
        read(VECTOR_ENGINE="pgvector")
    assert (
        read(VECTOR_ENGINE="pgvector", DATABASE_URL="postgresql://db.example/hub").vector_engine == "pgvector"
    )


def test_weights_that_do_not_add_up_are_refused():
    with pytest.raises(
        Misconfigured, match=r"^The SUGGEST_WEIGHT_ settings add up to 1\.38, and must add up to 1"
    ):
        read(SUGGEST_WEIGHT_DRIVER="0.5")
    assert read(SUGGEST_WEIGHT_DRIVER="0.3", SUGGEST_WEIGHT_TEXT="0.42").suggest_weight_driver == 0.3


def test_a_misspelt_weight_is_refused_by_name():
    with pytest.raises(Misconfigured, match=r"^SUGGEST_WIEGHT is not a setting"):
        read(SUGGEST_WIEGHT="1")


def test_other_programs_variables_do_not_matter():
    assert read(PATH="/usr/bin", LANG="C").port == 8000


@pytest.mark.parametrize(("text", "value"), [("0", 0.0), ("0.25", 0.25), ("1", 1.0)])
def test_a_number_within_its_bounds_is_taken(text, value):
    assert number(0, 1)(text) == value


@pytest.mark.parametrize("text", ["1.01", "-0.1", "nan", "inf", "half", ""])
def test_a_number_out_of_its_bounds_is_refused(text):
    with pytest.raises(ValueError, match="Write a number from 0 to 1"):
        number(0, 1)(text)


def test_settings_cannot_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read().port = 9000


def test_the_process_wins_over_the_env_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text(f"SECRET_KEY={SECRET}\nPORT=9000\nHOST=0.0.0.0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "9001")
    settings = Settings.from_environment()
    assert (settings.host, settings.port) == ("0.0.0.0", 9001)


def test_an_env_file_may_hold_comments_quotes_and_equal_signs(tmp_path):
    file = tmp_path / ".env"
    file.write_text('# A comment = not a setting\n\nA="x y"\n B = a=b \n#C=1\n', encoding="utf-8")
    assert read_env_file(file) == {"A": "x y", "B": "a=b"}


def test_a_missing_env_file_says_nothing():
    assert read_env_file(Path("no/such/.env")) == {}


def test_a_process_with_wrong_settings_stops_with_one_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(SystemExit, match=r"^SECRET_KEY has a wrong value"):
        settings_or_exit()


def test_a_hub_that_cannot_begin_stops_with_one_line_and_gunicorn_does_not_try_again(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///file/hub.sqlite3")
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(TOP / "wsgi.py"))
    assert stopped.value.code == Arbiter.WORKER_BOOT_ERROR
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"DATABASE_URL needs the folder {tmp_path / 'file'}, which cannot be made")


def test_gunicorn_takes_its_numbers_from_the_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, value in {"SECRET_KEY": SECRET, "HOST": "0.0.0.0", "PORT": "9000", "WEB_THREADS": "3"}.items():
        monkeypatch.setenv(name, value)
    config = runpy.run_path(str(TOP / "gunicorn.conf.py"))
    assert (config["bind"], config["workers"], config["threads"]) == ("0.0.0.0:9000", 2, 3)
    assert config["worker_class"] == "gthread"
    assert config["preload_app"] is False


def test_the_suggestions_settings_begin_with_what_the_domain_chose():
    settings = Settings(secret_key="a" * 32)
    assert Weights(**settings.family("suggest_weight_")) == Weights()
    assert Thresholds(**settings.family("suggest_threshold_")) == Thresholds()
