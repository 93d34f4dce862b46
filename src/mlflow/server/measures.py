"""What a server has done, counted, as Prometheus reads it: text, without a library.

Each worker counts for itself and writes its figures to a file of a folder now and then; whichever is asked adds up all
of them. Files of workers that are gone stay until the server starts again, so that counts never go backwards.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

import msgspec

from mlflow.version import PENSTOCK_VERSION, VERSION

#: Upper bounds of the buckets of seconds.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
#: Seconds between two writings of a worker's figures.
EVERY = 2.0

_log = logging.getLogger(__name__)
_PREFIX, _SUFFIX = "penstock-", ".json"


class Line(msgspec.Struct, array_like=True):
    """What was answered in one way: by one method to one act, with one status."""

    method: str
    act: str
    status: int
    seconds: float = 0.0
    received: int = 0
    sent: int = 0
    buckets: list[int] = msgspec.field(default_factory=lambda: [0] * (len(BUCKETS) + 1))

    def add(self, seconds: float, received: int, sent: int) -> None:
        """Count a request."""
        self.seconds += seconds
        self.received += received
        self.sent += sent
        self.buckets[bisect_left(BUCKETS, seconds)] += 1

    def merge(self, other: Line) -> None:
        """Count what another process has counted."""
        self.seconds += other.seconds
        self.received += other.received
        self.sent += other.sent
        self.buckets = [a + b for a, b in zip(self.buckets, other.buckets, strict=True)]


class Figures(msgspec.Struct):
    """What one process has counted, and how it is."""

    pid: int
    started: float
    cpu: float
    memory: int
    in_progress: int
    lines: list[Line]
    samples: dict[str, float] = {}


class Measures:
    """Counts what this process answers, and knows what the others have counted.

    Args:
        folder: Where the processes of one server keep their figures.
        families: Further figures of this server: name → kind and meaning, as Prometheus tells them.
    """

    def __init__(self, folder: Path, families: Mapping[str, tuple[str, str]] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._families = families or {}
        self._samples: dict[str, float] = {}
        self._lines: dict[tuple[str, str, int], Line] = {}
        self._started = time.time()
        self._changed = True
        self.in_progress = 0

    def count(self, method: str, act: str, status: int, seconds: float, received: int, sent: int) -> None:
        """Count an answer.

        Args:
            method: Of the request.
            act: The act, or the page.
            status: Of the answer.
            seconds: From the request's head to the end of the answer.
            received: Bytes of the request's body.
            sent: Bytes of the answer's body.
        """
        key = (method, act, status)
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = Line(*key)
        line.add(seconds, received, sent)
        self._changed = True

    def add(self, sample: str, value: float) -> None:
        """Count more of a further figure, named with its labels."""
        self._samples[sample] = self._samples.get(sample, 0) + value
        self._changed = True

    def put(self, sample: str, value: float) -> None:
        """Set a further figure."""
        self._samples[sample] = value
        self._changed = True

    def forget(self, beginning: str) -> None:
        """Tell no more of the further figures whose names begin so."""
        for sample in [sample for sample in self._samples if sample.startswith(beginning)]:
            del self._samples[sample]

    def figures(self) -> Figures:
        """What this process has counted."""
        used = os.times()
        return Figures(
            os.getpid(),
            self._started,
            used.user + used.system,
            _memory(),
            self.in_progress,
            list(self._lines.values()),
            dict(self._samples),
        )

    def write(self) -> None:
        """Write the figures where the other processes find them."""
        self._changed = False
        with NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
            file.write(msgspec.json.encode(self.figures()))
        os.replace(file.name, self._folder / f"{_PREFIX}{os.getpid()}{_SUFFIX}")

    async def keep_written(self) -> None:
        """Write the figures every other second in which something was counted; does not return."""
        while True:
            if self._changed:
                try:
                    self.write()
                except OSError as error:  # a full disk ends the counting of a while, not the counting
                    _log.warning("Figures for Prometheus cannot be written: %s", error)
            await asyncio.sleep(EVERY)

    def text(self) -> str:
        """The figures of all processes in Prometheus' text format."""
        self.write()
        return page(list(_read(self._folder)), self._families)


def start_anew(folder: Path) -> None:
    """Make the folder, and forget what an earlier server counted there."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        file.unlink(missing_ok=True)


def _read(folder: Path) -> Iterable[Figures]:
    decoder = msgspec.json.Decoder(Figures)
    for file in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
        try:
            yield decoder.decode(file.read_bytes())
        except (OSError, msgspec.MsgspecError):
            continue


def page(all_figures: list[Figures], families: Mapping[str, tuple[str, str]] | None = None) -> str:
    """Figures in Prometheus' text format."""
    lines: dict[tuple[str, str, int], Line] = {}
    for figures in all_figures:
        for line in figures.lines:
            key = (line.method, line.act, line.status)
            lines.setdefault(key, Line(*key)).merge(line)
    found = [lines[key] for key in sorted(lines)]
    alive = [figures for figures in all_figures if lives(figures.pid)]
    parts: list[str] = []

    def family(name: str, kind: str, told: str, samples: Iterable[tuple[str, float]]) -> None:
        parts.append(f"# HELP {name} {told}\n# TYPE {name} {kind}\n")
        parts.extend(f"{sample} {_number(value)}\n" for sample, value in samples)

    family(
        "mlflow_http_requests_total",
        "counter",
        "Requests answered.",
        ((f"mlflow_http_requests_total{{{_labels(line)}}}", sum(line.buckets)) for line in found),
    )
    family(
        "mlflow_http_request_duration_seconds",
        "histogram",
        "Seconds from the head of a request to the end of its answer.",
        _histogram("mlflow_http_request_duration_seconds", found),
    )
    for name, told, which in (
        ("mlflow_http_request_body_bytes_total", "Bytes of bodies received.", "received"),
        ("mlflow_http_response_body_bytes_total", "Bytes of bodies sent.", "sent"),
    ):
        family(name, "counter", told, ((f"{name}{{{_labels(line)}}}", getattr(line, which)) for line in found))
    for name, kind, told, which in (
        ("mlflow_http_requests_in_progress", "gauge", "Requests that are being answered.", "in_progress"),
        ("process_resident_memory_bytes", "gauge", "Memory of a process.", "memory"),
        ("process_start_time_seconds", "gauge", "When a process started, in Unix time.", "started"),
        ("process_cpu_seconds_total", "counter", "Processor time that a process has used.", "cpu"),
    ):
        family(name, kind, told, ((f'{name}{{pid="{f.pid}"}}', getattr(f, which)) for f in alive))
    family(
        "mlflow_info",
        "gauge",
        "Versions.",
        [(f'mlflow_info{{version="{VERSION}",penstock="{PENSTOCK_VERSION}"}}', 1)],
    )
    for name, (kind, told) in (families or {}).items():
        # Of processes that are gone only what they counted remains.
        family(name, kind, told, _summed(name, all_figures if kind == "counter" else alive).items())
    return "".join(parts)


def _summed(name: str, all_figures: list[Figures]) -> dict[str, float]:
    """The samples of a family, of all processes together."""
    found: dict[str, float] = {}
    for figures in all_figures:
        for sample, value in figures.samples.items():
            if sample.partition("{")[0] == name:
                found[sample] = found.get(sample, 0) + value
    return dict(sorted(found.items()))


def _histogram(name: str, lines: list[Line]) -> Iterable[tuple[str, float]]:
    by_act: dict[tuple[str, str], Line] = {}
    for line in lines:
        by_act.setdefault((line.method, line.act), Line(line.method, line.act, 0)).merge(line)
    for line in by_act.values():
        labels = f'method="{line.method}",act="{line.act}"'
        total = 0
        for bound, count in zip((*BUCKETS, "+Inf"), line.buckets, strict=True):
            total += count
            yield f'{name}_bucket{{{labels},le="{bound}"}}', total
        yield f"{name}_sum{{{labels}}}", line.seconds
        yield f"{name}_count{{{labels}}}", total


def _labels(line: Line) -> str:
    return f'method="{line.method}",act="{line.act}",status="{line.status}"'


def _number(value: float) -> str:
    return repr(value) if isinstance(value, int) or value != int(value) else str(int(value))


def lives(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _memory() -> int:
    """Bytes of this process in memory; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
