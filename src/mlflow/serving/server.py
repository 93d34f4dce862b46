"""The process, or the processes, that listen."""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
import uvicorn

from mlflow.environment_variables import (
    MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT,
    PENSTOCK_SCORING_STATE,
    PENSTOCK_SERVED_MODEL,
)
from mlflow.server.listener import address, bind
from mlflow.server.listener import serve as listen
from mlflow.server.patience import PatientProtocol
from mlflow.serving.sources import fetched, sources_of
from mlflow.serving.worker import application

#: Seconds that requests under way get to finish beyond the time that any request has.
_GRACE = 3


@contextmanager
def _tidied() -> Iterator[None]:
    """Let SIGTERM end the process as an exception does: what was fetched, and answers of jobs, go with it.

    uvicorn answers what it has begun first, and raises the signal again then. To end when told to is no failure, which
    what watches containers and services takes another status than 0 for.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def serve(
    models: str | Sequence[str], host: str = "127.0.0.1", port: int = 5000, workers: int = 1, timeout: int = 60
) -> None:
    """Answer requests for models until told to end.

    Args:
        models: Folder or URI of the model, or of several; ``NAME=URI`` names one.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        workers: Number of processes; each loads the models for itself.
        timeout: Seconds after which a request is given up.

    Raises:
        InvalidParameterValue: The address cannot be listened on, or two models are of one name.
        ResourceDoesNotExist: There is no such model.
    """
    sources = sources_of([models] if isinstance(models, str) else models)
    with _tidied(), bind(host, port) as listener, tempfile.TemporaryDirectory(prefix="mlflow-scoring-") as state:
        found = [fetched(source) for source in sources]
        for part in ("figures", "jobs"):
            Path(state, part).mkdir(mode=0o700)
        PENSTOCK_SERVED_MODEL.set(msgspec.json.encode(found).decode())
        PENSTOCK_SCORING_STATE.set(state)
        MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT.set(timeout)
        config = uvicorn.Config(
            application() if workers == 1 else "mlflow.serving.worker:application",
            factory=workers > 1,
            http=PatientProtocol,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=timeout + _GRACE,
        )
        said = ", ".join(source.uri for source in sources)
        ready: Callable[[], None] = partial(
            print, f"Serving {said} at {address(listener)}", file=sys.stderr, flush=True
        )
        listen(listener, config, workers, ready)
