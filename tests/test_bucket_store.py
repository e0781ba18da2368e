"""Files in S3-compatible storage: against a server that speaks its protocol, on loopback."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest

from nic_hub.attachment_store import FolderStore, make_store
from nic_hub.bucket_store import BucketStore, make_client
from nic_hub.errors import Misconfigured, Unavailable
from nic_hub.settings import Settings

BUCKET = "nic-hub-files"
CONTENT = b"three reads, step by step"
HASH = hashlib.sha256(CONTENT).hexdigest()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def settings_for(port: int, **more) -> Settings:
    return Settings.for_trying_out(
        attachments_s3_bucket=BUCKET,
        attachments_s3_endpoint=f"http://127.0.0.1:{port}",
        attachments_s3_access_key="key",
        attachments_s3_secret_key="secret",
        **more,
    )


def wait_for(address: str, process: subprocess.Popen) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        assert process.poll() is None, "the storage server ended"
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the storage server did not begin")


@pytest.fixture(scope="session")
def storage() -> Iterator[int]:
    """The port of a storage server."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(f"http://127.0.0.1:{port}/moto-api/data.json", process)
        yield port
        process.terminate()


@pytest.fixture
def store(storage) -> Iterator[BucketStore]:
    client = make_client(settings_for(storage))
    client.create_bucket(Bucket=BUCKET)
    yield BucketStore(client, BUCKET)
    httpx.post(f"http://127.0.0.1:{storage}/moto-api/reset")
    client.close()


def test_a_file_is_kept_by_its_hash_and_read_again(store):
    assert store.keep(CONTENT) == HASH
    assert store.read(HASH) == CONTENT


def test_the_same_file_twice_is_one(store):
    assert store.keep(CONTENT) == store.keep(CONTENT)
    assert [*store.hashes()] == [HASH]


def test_a_removed_file_is_gone_and_removing_it_again_is_no_error(store):
    store.keep(CONTENT)
    store.remove(HASH)
    store.remove(HASH)
    assert [*store.hashes()] == []
    with pytest.raises(Unavailable, match="not in the hub's store"):
        store.read(HASH)


def test_a_file_that_was_changed_in_the_bucket_is_not_handed_out(store, storage):
    store.keep(CONTENT)
    make_client(settings_for(storage)).put_object(Bucket=BUCKET, Key=HASH, Body=b"something else")
    with pytest.raises(Unavailable, match="not in the hub's store"):
        store.read(HASH)


def test_what_is_no_file_of_the_hub_is_not_listed(store, storage):
    make_client(settings_for(storage)).put_object(Bucket=BUCKET, Key="notes.txt", Body=b"hello")
    assert [*store.hashes()] == []


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.keep(CONTENT),
        lambda store: store.read(HASH),
        lambda store: store.remove(HASH),
        lambda store: [*store.hashes()],
    ],
)
@pytest.mark.parametrize("trouble", ["away", "no bucket"])
def test_a_store_that_does_not_do_what_it_should_is_said_to_be_away(storage, act, trouble):
    client = make_client(settings_for(free_port() if trouble == "away" else storage))
    with pytest.raises(Unavailable, match="store"):
        act(BucketStore(client, "no-such-bucket"))
    client.close()


def test_the_settings_choose_the_store(tmp_path, storage):
    assert isinstance(make_store(settings_for(storage)), BucketStore)
    assert isinstance(make_store(Settings.for_trying_out(attachments_dir=tmp_path)), FolderStore)


def test_a_bucket_without_its_package_is_refused_and_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(Misconfigured, match=r"nic-hub\[s3\]"):
        make_store(settings_for(1))


def test_a_key_without_its_secret_is_refused():
    with pytest.raises(Misconfigured, match="ATTACHMENTS_S3_SECRET_KEY"):
        Settings.for_trying_out(attachments_s3_bucket=BUCKET, attachments_s3_access_key="key")


def test_the_secret_does_not_show_when_settings_are_printed():
    assert "'secret'" not in repr(settings_for(1))


def test_a_folder_hands_out_no_file_that_was_changed(tmp_path):
    store = FolderStore(tmp_path)
    next(iter([tmp_path / HASH[:2] / store.keep(CONTENT)])).write_bytes(b"something else")
    with pytest.raises(Unavailable):
        store.read(HASH)


def test_a_folder_without_room_is_said_to_be_away_and_holds_no_half_file(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(Unavailable, match="cannot keep files"):
        FolderStore(tmp_path).keep(CONTENT)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_what_a_dead_process_left_is_removed_and_what_is_being_written_stays(tmp_path, monkeypatch):
    store = FolderStore(tmp_path)
    store.keep(CONTENT)
    left = tmp_path / HASH[:2] / f"{HASH}.unfinished"
    left.write_bytes(b"half")
    assert [*store.hashes()] == [HASH]
    assert left.exists()
    monkeypatch.setattr("nic_hub.attachment_store.time", SimpleNamespace(time=lambda: time.time() + 7_200))
    assert [*store.hashes()] == [HASH]
    assert not left.exists()
