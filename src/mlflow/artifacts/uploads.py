"""A file on its way to a server, with its checksum, so that what was damaged on the way is refused there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote

from mlflow.artifacts import digests
from mlflow.artifacts.contract import CHUNK
from mlflow.store.rest.answers import failure
from mlflow.store.rest.store import RestStore

_ROUTE = "/api/2.0/mlflow-artifacts/artifacts/"
_IN_MEMORY = 8 << 20


@contextmanager
def spooled(chunks: Iterable[bytes]) -> Iterator[IO[bytes]]:
    """Chunks as a file that can be read twice: its checksum goes before it, and a broken upload is begun again."""
    file: IO[bytes] = BytesIO()
    try:
        for chunk in chunks:
            if isinstance(file, BytesIO) and file.tell() + len(chunk) > _IN_MEMORY:
                small, file = file, TemporaryFile()  # noqa: SIM115  # closed below, under its new name
                file.write(small.getbuffer())
            file.write(chunk)
        file.seek(0)
        yield file
    finally:
        file.close()


def upload(server: RestStore, path: str, source: IO[bytes]) -> None:
    """Send a file.

    Args:
        server: The server.
        path: Where the file shall be, below the server's artifact root.
        source: The content; a file that can be sought in.

    Raises:
        MlflowException: The server refused.
    """
    hashed = digests.Hashed(iter(lambda: source.read(CHUNK), b""))
    for _ in hashed:
        pass
    source.seek(0, os.SEEK_SET)
    target = _ROUTE + quote(path)
    answer = server.transport.send(
        "PUT",
        target,
        source,
        "application/octet-stream",
        again=True,
        headers={"Repr-Digest": digests.header(hashed.hexdigest())},
    )
    if answer.status >= 300:
        raise failure(answer, f"PUT {target}")
