"""Empty hubs in memory, and what a reader finds in a file: for tests that export and import."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

from nic_hub.bundle.reading import parse_bundle
from nic_hub.models import Base


@cache
def empty_tables() -> bytes:
    """The bytes of a database without rows; copying them is quicker than making the tables."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    content = engine.raw_connection().serialize()
    engine.dispose()
    return content


@contextmanager
def empty_hub() -> Iterator[Session]:
    """An empty database in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        connection.connection.deserialize(empty_tables())
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    with Session(engine) as session:
        yield session
    engine.dispose()


def as_file(bundle):
    """What a reader finds in the file the bundle was written to."""
    return parse_bundle(json.dumps(bundle).encode())
