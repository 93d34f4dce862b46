"""ASGI applications that really listen, for as long as a block lasts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from mlflow.server.listener import bind


@contextmanager
def listening(app: Any, scheme: str = "http", **options: Any) -> Iterator[str]:
    """The address of an application, served by uvicorn in a thread with its options.

    Raises:
        AssertionError: It did not start.
    """
    socket = bind("127.0.0.1", 0)
    config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        end = time.monotonic() + 10
        while not server.started:
            assert thread.is_alive() and time.monotonic() < end
            time.sleep(0.01)
        yield f"{scheme}://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        socket.close()
