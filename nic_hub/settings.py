"""Every setting of the hub, read from the environment once and never changed afterwards.

This is the only module that reads the environment. To add a setting, add one line to ``Settings``: its name
in the environment is the field's name in capitals, and its comment goes into ``.env.example`` too (a test
compares the two).
"""

from __future__ import annotations

import dataclasses
import math
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nic_hub.errors import Misconfigured
from nic_hub.setting_values import (
    HOW_TO_MAKE_A_KEY,
    database_address,
    folder,
    number,
    one_of,
    secret,
    web_address,
    whole_number,
)

#: Settings of these families are refused when misspelt: a weight that is silently ignored misleads its owner.
STRICT_PREFIXES = ("SUGGEST_",)


def setting(parse: Callable[[str], Any], default: Any, comment: str, *, private: bool = False) -> Any:
    """Describe one setting.

    Args:
        parse: makes the value out of the text in the environment; raises ``ValueError`` saying what to write.
        default: the value when the environment has none; ``dataclasses.MISSING`` when there must be one.
        comment: what the setting is for, in full sentences; it is shown in ``.env.example``.
        private: keeps the value out of logs and tracebacks.
    """
    return dataclasses.field(default=default, repr=not private, metadata={"parse": parse, "comment": comment})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can choose."""

    # Missing on purpose from every default: a secret that everybody knows protects nobody.
    secret_key: str = setting(
        secret,
        dataclasses.MISSING,
        "Signs what the hub hands out and must get back unchanged. Has no default. Make one with: "
        + HOW_TO_MAKE_A_KEY,
        private=True,
    )
    database_url: str = setting(
        database_address,
        "sqlite:///instance/nic_hub.sqlite3",
        "Where the records live: an SQLite file, or PostgreSQL with pgvector (postgresql://USER:PASSWORD@HOST/NAME).",
        private=True,
    )
    database_pool_size: int = setting(
        whole_number(1, 200),
        8,
        "Connections to PostgreSQL that each worker keeps open. As many as WEB_THREADS is enough.",
    )
    database_wait_seconds: int = setting(
        whole_number(1, 300),
        10,
        "How long a change waits for another one to finish before the hub asks to try again.",
    )
    embedder: str = setting(
        one_of("onnx", "sentence-transformers"),
        "onnx",
        "What makes vectors of text: onnx (small, fast) or sentence-transformers (the reference, 870 MB).",
    )
    model_dir: Path = setting(folder, Path("instance/model"), "Where the ONNX export of the model is kept.")
    vector_engine: str = setting(
        one_of("faiss", "pgvector"),
        "faiss",
        "What searches the vectors: faiss (both databases), or pgvector (PostgreSQL).",
    )
    rate_limit_per_minute: int = setting(
        whole_number(1, 1_000_000), 120, "Requests a member may make in a minute, for each worker."
    )
    max_body_bytes: int = setting(
        whole_number(1_000, 1_000_000_000), 2_000_000, "The largest request the API reads, in bytes."
    )
    max_upload_bytes: int = setting(
        whole_number(1_000, 1_000_000_000),
        25_000_000,
        "The largest file that is read into drafts or attached to a record, in bytes.",
    )
    attachments_dir: Path = setting(
        folder, Path("instance/attachments"), "Where the files beside records are kept. Back it up, too."
    )
    attachments_s3_bucket: str = setting(
        str,
        "",
        "The bucket of S3-compatible storage that keeps the files beside records, and nothing else. Needs "
        "the extra: pip install 'nic-hub[s3]'. Empty: they are kept in ATTACHMENTS_DIR.",
    )
    attachments_s3_endpoint: str = setting(
        web_address, "", "The address of that storage, such as https://s3.example.org. Empty: Amazon's."
    )
    attachments_s3_region: str = setting(
        str, "us-east-1", "The region of that storage; most that are not Amazon's ignore it."
    )
    attachments_s3_access_key: str = setting(
        str,
        "",
        "The key the hub signs in with there. Empty: found as boto3 finds it, by the machine's role for "
        "instance.",
    )
    attachments_s3_secret_key: str = setting(str, "", "The secret that belongs to that key.", private=True)
    name_finder: str = setting(
        one_of("patterns", "presidio"),
        "patterns",
        "What looks for students' names before a text is stored: patterns, or presidio beside them (finds a "
        "few more, asks much more often; needs the extra: pip install 'nic-hub[presidio]').",
    )
    token_days: int = setting(whole_number(1, 3650), 180, "Days until a new API token expires.")
    # The weights add up to 1. They and the thresholds below were chosen on the tuning questions, see
    # benchmarks/README.md; the figures reported there are from other questions.
    suggest_weight_driver: float = setting(
        number(0, 1),
        0.12,
        "Share of the order that goes to the driver: the same, a neighbouring or another one.",
    )
    suggest_weight_evidence: float = setting(
        number(0, 1), 0.08, "Share of the order that goes to how strong the evidence is, whatever it says."
    )
    suggest_weight_context: float = setting(
        number(0, 1), 0.08, "Share of the order that goes to how alike the contexts are."
    )
    suggest_weight_tool: float = setting(
        number(0, 1), 0.04, "Share of the order that goes to a tool that can be used."
    )
    suggest_weight_text: float = setting(
        number(0, 1), 0.6, "Share of the order that goes to how well the text fits the question."
    )
    suggest_weight_candour: float = setting(
        number(0, 1), 0.04, "Share of the order that goes to telling what was hard and what had to change."
    )
    suggest_weight_recency: float = setting(
        number(0, 1), 0.04, "Share of the order that goes to recent work of a team that can still be asked."
    )
    suggest_threshold_same: float = setting(
        number(0, 1),
        0.19,
        "How surely an idea of the same driver must be about the question for an answer (0 to 1).",
    )
    suggest_threshold_sibling: float = setting(
        number(0, 1), 0.25, "The same for an idea of a neighbouring driver."
    )
    suggest_threshold_unknown: float = setting(
        number(0, 1), 0.25, "The same where it is not clear which driver the question is about."
    )
    suggest_threshold_other: float = setting(number(0, 1), 0.34, "The same for an idea of another driver.")
    suggest_threshold_of_best: float = setting(
        number(0, 1),
        0.4,
        "How near another idea must come to the best one to be shown beside it (0 to 1), when it is of "
        "another driver or not surely enough about the question by itself.",
    )
    log_level: str = setting(
        one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        "INFO",
        "How much the hub says in its log: DEBUG, INFO, WARNING or ERROR.",
    )
    host: str = setting(str, "127.0.0.1", "The address the hub listens on. 0.0.0.0 lets other machines in.")
    port: int = setting(whole_number(1, 65_535), 8000, "The port the hub listens on.")
    public_url: str = setting(
        web_address,
        "",
        "The address people open in a browser to reach the hub, such as https://hub.example.org. "
        "Empty: http://127.0.0.1 and the port.",
    )
    smtp_host: str = setting(
        str, "", "The server that sends the hub's e-mails, such as the link to sign in. Empty: none are sent."
    )
    smtp_port: int = setting(whole_number(1, 65_535), 587, "The port of that server; it must speak STARTTLS.")
    smtp_user: str = setting(str, "", "The name the hub signs in with at that server. Empty: without.")
    smtp_password: str = setting(str, "", "The password that goes with that name.", private=True)
    mail_from: str = setting(str, "", "The address the hub's e-mails come from. Needed beside SMTP_HOST.")
    trusted_proxies: int = setting(
        whole_number(0, 10),
        0,
        "Reverse proxies between the people and the hub, whose word on a caller's address is believed. "
        "Without one it must be 0: else everybody could claim any address.",
    )
    web_workers: int = setting(
        whole_number(1, 64),
        2,
        "Processes that answer requests. Each loads its own model and index (about 400 MB).",
    )
    web_threads: int = setting(whole_number(1, 64), 8, "Requests each process works on at the same time.")

    def __post_init__(self) -> None:
        """Refuse settings that do not go together."""
        if self.vector_engine == "pgvector" and self.is_sqlite:
            raise Misconfigured(
                "VECTOR_ENGINE is pgvector, but DATABASE_URL names an SQLite file. "
                "Set DATABASE_URL to a PostgreSQL database, or VECTOR_ENGINE to faiss."
            )
        total = sum(self.family("suggest_weight_").values())
        if not math.isclose(total, 1, abs_tol=1e-6):
            raise Misconfigured(
                f"The SUGGEST_WEIGHT_ settings add up to {total:g}, and must add up to 1. "
                "When you raise one, lower others."
            )
        if bool(self.attachments_s3_access_key) != bool(self.attachments_s3_secret_key):
            raise Misconfigured(
                "Set both ATTACHMENTS_S3_ACCESS_KEY and ATTACHMENTS_S3_SECRET_KEY, or neither."
            )
        if self.smtp_host and not self.mail_from:
            raise Misconfigured("SMTP_HOST is set, but MAIL_FROM is not. Write the hub's own e-mail address.")

    @property
    def public_address(self) -> str:
        """Where a browser reaches the hub."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    def family(self, prefix: str) -> dict[str, float]:
        """Return the settings of a family (``suggest_weight_``) by the rest of their names."""
        names = [field.name for field in dataclasses.fields(self) if field.name.startswith(prefix)]
        return {name.removeprefix(prefix): getattr(self, name) for name in names}

    @property
    def is_sqlite(self) -> bool:
        """Whether the records live in an SQLite file."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read all settings.

        Args:
            environment: the variables to read; when left out, the process's own over those of ``.env``.

        Raises:
            Misconfigured: a setting is missing, wrong or unknown; the message names it and says what to do.
        """
        variables = read_env_file(Path(".env")) | dict(os.environ) if environment is None else environment
        _refuse_unknown(variables)
        values = {field.name: _read(field, variables) for field in dataclasses.fields(cls)}
        return cls(**values)

    @classmethod
    def for_trying_out(cls, **values: Any) -> Settings:
        """Make settings for a demo or a test: defaults, with a secret that lives as long as the process."""
        return cls(**{"secret_key": secrets.token_urlsafe(48)} | values)


def settings_or_exit() -> Settings:
    """Read the settings of this process; stop it with one line when they are wrong."""
    try:
        return Settings.from_environment()
    except Misconfigured as error:
        sys.exit(error.detail)


def read_env_file(path: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; empty lines and lines that begin with ``#`` say nothing."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def _read(field: dataclasses.Field[Any], variables: Mapping[str, str]) -> Any:
    """Read one setting; an empty value counts as none."""
    name = field.name.upper()
    text = variables.get(name, "").strip()
    if not text and field.default is dataclasses.MISSING:
        raise Misconfigured(f"{name} is not set. {field.metadata['comment']}")
    try:
        return field.metadata["parse"](text) if text else field.default
    except ValueError as error:
        raise Misconfigured(f"{name} has a wrong value. {error}") from error


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    """Refuse a name of a strict family that no setting has."""
    known = {field.name.upper() for field in dataclasses.fields(Settings)}
    for name in sorted(variables):
        if name.startswith(STRICT_PREFIXES) and name not in known:
            raise Misconfigured(f"{name} is not a setting. The settings are listed in .env.example.")
