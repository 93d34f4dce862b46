"""Requests that are answered later: 202 with an address to ask at, and to cancel at (RFC 7240, ``respond-async``).

A job is a few files in a folder of the server, so that whichever worker is asked knows it. How it ended is written to a
file that can be made only once: a job that is cancelled while it runs is one or the other, never both.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import secrets
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mlflow.exceptions import ResourceDoesNotExist, TemporarilyUnavailable
from mlflow.server.measures import lives
from mlflow.serving.joining import Reply
from mlflow.serving.requests import Format
from mlflow.serving.served import Served, error_text, refusal
from mlflow.serving.threads import Threads

_log = logging.getLogger(__name__)
_ID = re.compile(r"[A-Za-z0-9_-]{32}")
_PREFERENCE = re.compile(r"(^|[,\s])respond-async\s*($|[,;])", re.IGNORECASE)
#: Seconds between two looks for results that nobody fetches.
_SWEEP = 30.0
_RETRY = {"retry-after": "1"}


def wants_job(preference: str) -> bool:
    """Whether a ``Prefer`` header asks for an answer later."""
    return _PREFERENCE.search(preference) is not None


class Job(msgspec.Struct):
    """A request that is answered later."""

    id: str
    model: str
    version: str
    created: float
    pid: int


class End(msgspec.Struct):
    """How a job ended: ``done``, ``failed`` or ``cancelled``, with the status of its answer."""

    status: str
    code: int
    at: float


class Jobs:
    """The jobs of a server.

    Args:
        folder: Where the workers of one server keep them; a new one of this process where None.
        threads: Jobs of this worker that run at once.
        most: Jobs of this worker that may wait.
        seconds: Time a job has.
        keep: Seconds for which an answer is kept.
    """

    def __init__(
        self, folder: Path | None = None, threads: int = 2, most: int = 1000, seconds: float = 3600, keep: float = 3600
    ) -> None:
        self._named = folder
        self._count = threads
        self._most = most
        self._seconds = seconds
        self._keep = keep
        self._threads: Threads | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._swept = 0.0

    @property
    def _folder(self) -> Path:
        if self._named is None:
            self._named = Path(tempfile.mkdtemp(prefix="mlflow-jobs-"))  # readable by this user alone
        return self._named

    @property
    def routes(self) -> list[Route]:
        """``/jobs/{id}`` and its result."""
        return [
            Route("/jobs/{id}", self._told, methods=["GET"]),
            Route("/jobs/{id}", self._cancelled, methods=["DELETE"]),
            Route("/jobs/{id}/result", self._result, methods=["GET"]),
        ]

    def begin(self, served: Served, body: bytes, kind: Format) -> tuple[int, bytes, str | None]:
        """Take a request on.

        Returns:
            Status and text of the answer, and the address to ask at; None where there are too many.
        """
        self._sweep()
        if len(self._tasks) >= self._most:
            error = TemporarilyUnavailable(f"{self._most} jobs are waiting; try again later.")
            return (*refusal(error), None)
        if self._threads is None:
            self._threads = Threads(self._count, self._most)
        job = Job(secrets.token_urlsafe(24), served.name, served.version, time.time(), os.getpid())
        self._write(f"{job.id}.job", msgspec.json.encode(job))
        task = asyncio.get_running_loop().create_task(self._run(job, served, body, kind, self._threads))
        self._tasks[job.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job.id, None))
        address = f"/jobs/{job.id}"
        return 202, msgspec.json.encode({"id": job.id, "status": "waiting", "location": address}), address

    async def _run(self, job: Job, served: Served, body: bytes, kind: Format, threads: Threads) -> None:
        def work() -> Reply:
            if self._ended(job.id) is not None:
                return 0, b""
            self._write(f"{job.id}.began", b"")
            return served.reply_now(body, kind)

        try:
            code, text = await threads.run(work, self._seconds)
        except TimeoutError:
            code, text = 504, error_text("DEADLINE_EXCEEDED", f"The job took more than {self._seconds:g} s.")
        except Exception as error:
            _log.debug("A job failed", exc_info=True)
            code, text = 500, error_text("INTERNAL_ERROR", f"{type(error).__name__}: {error}")
        with suppress(OSError):  # the server's folder has gone with the server
            self._write(f"{job.id}.result", text)
            self._end(job.id, End("done" if code == 200 else "failed", code, time.time()))

    def _write(self, name: str, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
            file.write(content)
        os.replace(file.name, self._folder / name)

    def _end(self, job_id: str, end: End) -> bool:
        """Write how a job ended, unless that is written already."""
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
            file.write(msgspec.json.encode(end))
        try:
            os.link(file.name, self._folder / f"{job_id}.end")
        except FileExistsError:
            return False
        finally:
            os.unlink(file.name)
        return True

    def _ended(self, job_id: str) -> End | None:
        try:
            return msgspec.json.decode((self._folder / f"{job_id}.end").read_bytes(), type=End)
        except FileNotFoundError:
            return None

    def _job(self, request: Request) -> Job:
        job_id = request.path_params["id"]
        try:
            if _ID.fullmatch(job_id):
                return msgspec.json.decode((self._folder / f"{job_id}.job").read_bytes(), type=Job)
        except FileNotFoundError:
            pass
        raise ResourceDoesNotExist(f"There is no job {job_id!r}; answers are kept for {self._keep:g} s.")

    def _state(self, job: Job) -> dict[str, Any]:
        end = self._ended(job.id)
        if end is None and not lives(job.pid):
            self._write(f"{job.id}.result", error_text("INTERNAL_ERROR", "The process that ran the job has ended."))
            self._end(job.id, End("failed", 500, time.time()))
            end = self._ended(job.id)
        if end is not None:
            status = end.status
        else:
            status = "running" if (self._folder / f"{job.id}.began").exists() else "waiting"
        said: dict[str, Any] = {"id": job.id, "status": status, "model": job.model, "version": job.version or None}
        if end is not None and end.status != "cancelled":
            said |= {"status_code": end.code, "result": f"/jobs/{job.id}/result"}
        return said

    async def _told(self, request: Request) -> Response:
        try:
            said = self._state(self._job(request))
        except ResourceDoesNotExist as error:
            return _refused(error)
        return JSONResponse(said, headers=_RETRY if said["status"] in ("waiting", "running") else None)

    async def _result(self, request: Request) -> Response:
        try:
            job = self._job(request)
            said = self._state(job)
            if "result" not in said:
                text = f"The job is {said['status']}; it has no result."
                return Response(error_text("INVALID_STATE", text), 409, media_type="application/json")
            content = (self._folder / f"{job.id}.result").read_bytes()
        except ResourceDoesNotExist as error:
            return _refused(error)
        return Response(content, said["status_code"], media_type="application/json")

    async def _cancelled(self, request: Request) -> Response:
        try:
            job = self._job(request)
        except ResourceDoesNotExist as error:
            return _refused(error)
        self._end(job.id, End("cancelled", 0, time.time()))
        return JSONResponse(self._state(job))

    def _sweep(self) -> None:
        now = time.monotonic()
        if now - self._swept < _SWEEP:
            return
        self._swept = now
        for file in self._folder.glob("*.end"):
            job_id = file.stem
            end = self._ended(job_id)
            if end is not None and time.time() - end.at > self._keep:
                for suffix in ("job", "began", "result", "end"):
                    (self._folder / f"{job_id}.{suffix}").unlink(missing_ok=True)


def _refused(error: ResourceDoesNotExist) -> Response:
    status, text = refusal(error)
    return Response(text, status, media_type="application/json")
