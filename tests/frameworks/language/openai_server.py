"""A server on loopback that speaks OpenAI's API and answers with what it was asked."""

from __future__ import annotations

import base64
import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """What the server was asked."""

    address: str = ""
    paths: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    most_at_once: int = 0


@contextmanager
def openai_server(seconds: float = 0.0) -> Iterator[Asked]:
    """Serve until the context ends; each answer takes that many seconds."""
    asked, lock, open_now = Asked(), threading.Lock(), [0]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                asked.paths.append(self.path)
                asked.bodies.append(body)
                asked.keys.add(self.headers.get("authorization") or self.headers.get("api-key") or "")
                open_now[0] += 1
                asked.most_at_once = max(asked.most_at_once, open_now[0])
            threading.Event().wait(seconds)
            status, answer = self._answer(body)
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            with lock:
                open_now[0] -= 1
            self.wfile.write(sent)

        def _answer(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
            if body["model"] == "missing":
                return 404, {"error": {"message": "no such model", "code": "model_not_found"}}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            head = {"id": "x", "created": 1, "model": body["model"], "usage": usage}
            if "chat/completions" in self.path:
                said = " | ".join(f"{m['role']}: {m['content']}" for m in body["messages"])
                message = {"role": "assistant", "content": said}
                choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
                return 200, {**head, "object": "chat.completion", "choices": choices}
            if "embeddings" in self.path:
                data = [
                    {"object": "embedding", "index": at, "embedding": self._numbers(body, [float(len(text)), 0.5])}
                    for at, text in enumerate(body["input"])
                ]
                return 200, {**head, "object": "list", "data": data}
            texts = [f"so: {prompt}" for prompt in body["prompt"] for _ in range(body.get("n", 1))]
            choices = [{"index": i, "text": t, "finish_reason": "stop", "logprobs": None} for i, t in enumerate(texts)]
            return 200, {**head, "object": "text_completion", "choices": choices}

        def _numbers(self, body: dict[str, Any], numbers: list[float]) -> Any:
            if body.get("encoding_format") == "base64":
                return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
            return numbers

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    asked.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
