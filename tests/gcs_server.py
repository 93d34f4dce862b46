"""Google Cloud Storage's XML interface on loopback.

The library speaks this interface, which is S3's but for who signs; emulators of Google's other interface, JSON, are of
no use to it. So the S3 server of the tests stands behind a door that takes unsigned requests.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

from tests.buckets import _SIGNED, S3Server


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    behind = ""

    def _pass(self) -> None:
        assert not self.headers.get("Authorization", "Bearer ").removeprefix("Bearer ").strip(), "nobody signs here"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kept = ("content-type", "range", "if-match", "if-none-match", "cache-control", "x-goog-")
        headers = {k: v for k, v in self.headers.items() if k.lower().startswith(kept)}
        line = http.client.HTTPConnection(self.behind, timeout=30)
        try:
            path, mark, query = self.path.partition("?")
            target = quote(unquote(path)) + mark + query  # every sign is quoted, which Google takes and S3 does not
            line.request(self.command, target, body, {**_SIGNED, **headers})
            answer = line.getresponse()
            data = answer.read()
        finally:
            line.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def gcs_server(s3: S3Server) -> Iterator[str]:
    """``host:port`` of the door."""
    door = type("Door", (_Door,), {"behind": s3.address.removeprefix("http://")})
    with ThreadingHTTPServer(("127.0.0.1", 0), door) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
