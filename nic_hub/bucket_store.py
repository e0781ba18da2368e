"""Files in a bucket of S3-compatible storage: Amazon S3, MinIO, Ceph and others that speak its protocol.

Needs the extra ``s3`` (boto3). A store that does not answer is given up on after seconds, not minutes: a
person waits, and everything else of the hub goes on without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nic_hub.attachment_store import hash_of, is_hash, lost, sound
from nic_hub.errors import Misconfigured, Unavailable
from nic_hub.settings import Settings

#: What stores say where there is no such file; a HEAD has no body to say it with.
_NOT_THERE = frozenset({"404", "NoSuchKey", "NotFound"})
CONNECT_SECONDS = 2
READ_SECONDS = 20


def make_client(settings: Settings) -> Any:
    """Make the client of the store that the settings name.

    Raises:
        Misconfigured: boto3 is not installed.
    """
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise Misconfigured(
            "ATTACHMENTS_S3_BUCKET is set, but boto3 is not installed. Run: pip install 'nic-hub[s3]'."
        ) from error
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": 2, "mode": "standard"},
        # Not every compatible store knows the newer checksums; files are checked by their own hash.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if settings.attachments_s3_endpoint else "auto"},
    )
    return boto3.client(
        "s3",
        config=config,
        endpoint_url=settings.attachments_s3_endpoint or None,
        region_name=settings.attachments_s3_region or None,
        aws_access_key_id=settings.attachments_s3_access_key or None,
        aws_secret_access_key=settings.attachments_s3_secret_key or None,
    )


class BucketStore:
    """A bucket of files.

    Args:
        client: boto3's client; its methods may be called from several threads.
        bucket: the bucket's name. Nothing but the hub's files should be in it.
    """

    def __init__(self, client: Any, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def keep(self, content: bytes) -> str:
        """Keep a file and return its hash."""
        content_hash = hash_of(content)
        with _answering():
            if not self._holds(content_hash):
                self._client.put_object(Bucket=self._bucket, Key=content_hash, Body=content)
        return content_hash

    def read(self, content_hash: str) -> bytes:
        """Return a file."""
        with _answering():
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=content_hash)
                content: bytes = found["Body"].read()
            except self._client.exceptions.ClientError as error:
                if not _is_not_there(error):
                    raise
                return lost()
        return sound(content, content_hash)

    def remove(self, content_hash: str) -> None:
        """Remove a file, if it is there."""
        with _answering():
            self._client.delete_object(Bucket=self._bucket, Key=content_hash)

    def hashes(self) -> Iterator[str]:
        """Yield the hash of every file."""
        with _answering():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket):
                yield from (each["Key"] for each in page.get("Contents", ()) if is_hash(each["Key"]))

    def _holds(self, content_hash: str) -> bool:
        try:
            self._client.head_object(Bucket=self._bucket, Key=content_hash)
        except self._client.exceptions.ClientError as error:
            if not _is_not_there(error):
                raise
            return False
        return True


def _is_not_there(error: Any) -> bool:
    return error.response.get("Error", {}).get("Code") in _NOT_THERE


@contextmanager
def _answering() -> Iterator[None]:
    """Say in plain words that the store does not do what it should.

    Raises:
        Unavailable: it cannot be reached, refuses the hub, or breaks off.
    """
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError, HTTPClientError) as error:
        raise Unavailable(
            "The store of the hub's files does not answer. Try again in a minute.", 60
        ) from error
