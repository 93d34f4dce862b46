"""A server without a port: requests are handed to an ASGI application in this process.

``mlflow.store.rest.store.over(AsgiTransport(app))`` is a whole client and server, bytes and all, less the network.
"""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from mlflow.store.rest.answers import Answer, failure
from mlflow.store.rest.streams import Stream
from mlflow.store.rest.transport import Body

App = Callable[[Any, Any, Any], Awaitable[None]]


class AsgiTransport:
    """Asks an ASGI application, whose event loop runs in a thread.

    Args:
        app: The application.
        host: What the requests name as their host.
    """

    url = "http://localhost"

    def __init__(self, app: App, host: str = "localhost") -> None:
        self._app = app
        self._host = host
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="asgi")
        self._thread.start()

    def close(self) -> None:
        """Stop the event loop."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(
        self,
        method: str,
        target: str,
        body: Body = None,
        content_type: str | None = None,
        again: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request; see :class:`~mlflow.store.rest.transport.Transport`."""
        given = {**(headers or {}), **({"content-type": content_type} if content_type else {})}
        return self.request(method, target, body, given)

    def stream(self, target: str, headers: Mapping[str, str] | None = None) -> Stream:
        """Download; see :class:`~mlflow.store.rest.transport.Transport`."""
        answer = self.request("GET", target, headers=headers)
        if answer.status not in (200, 206):
            raise failure(answer, f"GET {target}")
        return Stream(_parts(io.BytesIO(answer.body)), answer.status, answer.headers)

    def request(self, method: str, target: str, body: Body = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send any request, with any headers; ``Host`` is added where it is not given."""
        parts = urlsplit(target)
        given = {k.lower(): v for k, v in (headers or {}).items()}
        given.setdefault("host", self._host)
        content = b"" if body is None else body if isinstance(body, bytes) else b"".join(_parts(body))
        if content:
            given.setdefault("content-length", str(len(content)))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in given.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 5000),
        }
        return asyncio.run_coroutine_threadsafe(self._run(scope, content), self._loop).result()

    async def _run(self, scope: dict[str, Any], content: bytes) -> Answer:
        sent: list[Any] = []
        waiting = [{"type": "http.request", "body": content, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop()
            await asyncio.sleep(3600)  # the client stays connected
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        start = sent[0]
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in start["headers"]}
        return Answer(start["status"], b"".join(m.get("body", b"") for m in sent[1:]), headers)


def _parts(body: Iterable[bytes]) -> Iterator[bytes]:
    return iter(lambda: body.read(1 << 20), b"") if hasattr(body, "read") else iter(body)
