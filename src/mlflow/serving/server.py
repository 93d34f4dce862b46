"""The process, or the processes, that listen."""

from __future__ import annotations

import socket

import uvicorn
from uvicorn.supervisors import Multiprocess

from mlflow.environment_variables import MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT, PENSTOCK_SERVED_MODEL
from mlflow.exceptions import InvalidParameterValue
from mlflow.serving.worker import application

#: Seconds that requests under way get to finish once the server is told to end.
_GRACE = 3


def serve(model: str, host: str = "127.0.0.1", port: int = 5000, workers: int = 1, timeout: int = 60) -> None:
    """Answer requests for one model until told to end.

    Args:
        model: Folder or URI of the model.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        workers: Number of processes.
        timeout: Seconds after which a request is given up.

    Raises:
        InvalidParameterValue: The address cannot be listened on.
    """
    PENSTOCK_SERVED_MODEL.set(model)
    MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT.set(timeout)
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            application() if workers == 1 else "mlflow.serving.worker:application",
            factory=workers > 1,
            host=host,
            port=listener.getsockname()[1],
            workers=workers,
            access_log=False,
            server_header=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(config)
        if workers == 1:
            server.run(sockets=[listener])
        else:
            Multiprocess(config, target=server.run, sockets=[listener]).run()


def _listening(host: str, port: int) -> socket.socket:
    """A bound socket whose connections send without delay.

    The option is set here, for accepted connections inherit it: worker processes get the socket without the protocol
    number that asyncio looks at before setting it itself, and would wait for delayed acknowledgements.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise InvalidParameterValue(f"Cannot listen on {host}:{port}: {error.strerror or error}.") from None
    listener.set_inheritable(True)
    return listener
