"""The process, or the processes, that listen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import uvicorn

from mlflow.environment_variables import MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT, PENSTOCK_SERVED_MODEL
from mlflow.server.listener import address, bind
from mlflow.server.listener import serve as listen
from mlflow.serving.worker import application

#: Seconds that requests under way get to finish once the server is told to end.
_GRACE = 3


def serve(model: str, host: str = "127.0.0.1", port: int = 5000, workers: int = 1, timeout: int = 60) -> None:
    """Answer requests for one model until told to end.

    Args:
        model: Folder or URI of the model.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        workers: Number of processes; each loads the model for itself.
        timeout: Seconds after which a request is given up.

    Raises:
        InvalidParameterValue: The address cannot be listened on.
    """
    PENSTOCK_SERVED_MODEL.set(model)
    MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT.set(timeout)
    with bind(host, port) as listener:
        config = uvicorn.Config(
            application() if workers == 1 else "mlflow.serving.worker:application",
            factory=workers > 1,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=_GRACE,
        )
        ready: Callable[[], None] = partial(
            print, f"Serving {model} at {address(listener)}", file=sys.stderr, flush=True
        )
        listen(listener, config, workers, ready)
