"""Compares servers of models: one scikit-learn model behind each, asked for one row and for a thousand.

    python benchmarks/serving.py [--rounds 3] [--seconds 5] [--connections 8] [--only Penstock,MLServer]

Every round runs each server in turn, each in an environment of its own below .cache, made of a lock with hashes.
Nothing here fails for being slow; a server that does not start is told and left out.
The table goes into benchmarks/SERVING.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import load
import report
from contestants import ROOT, Contestant, install
from processes import free_port, run_case, started, watching

_RIVALS = Path(__file__).resolve().parent / "rivals"
_PAGE = ROOT / "benchmarks" / "SERVING.md"
Table = dict[str, Any]


@dataclass(frozen=True)
class Rival:
    """A server: how it is started in a folder that has the model, and how it is asked.

    Args:
        name: As the table names it.
        lock: The requirements of its environment; "" for Penstock itself.
        command: The words that start it, of its Python, the folder and a port.
        ready: The path that answers 200 once it predicts.
        path: Where predictions are asked for.
        body: The request for some rows, of a table as ``{"columns": [...], "data": [[...], ...]}``.
    """

    name: str
    lock: str
    command: Callable[[Path, Path, int], list[str]]
    ready: str
    path: str
    body: Callable[[Table], Table]


def _mlflow(python: Path, folder: Path, port: int) -> list[str]:
    words = ["models", "serve", "-m", str(folder / "saved"), "--env-manager", "local"]
    return [str(python), "-m", "mlflow", *words, "--host", "127.0.0.1", "--port", str(port)]


def _mlserver(python: Path, folder: Path, port: int) -> list[str]:
    place = folder / f"mlserver-{port}"
    place.mkdir()
    ports = {"http_port": port, "grpc_port": free_port(), "metrics_port": free_port()}
    (place / "settings.json").write_text(json.dumps({**ports, "host": "127.0.0.1", "parallel_workers": 0}))
    model = {"name": "bench", "implementation": "mlserver_sklearn.SKLearnModel"}
    (place / "model-settings.json").write_text(
        json.dumps({**model, "parameters": {"uri": str(folder / "model.joblib")}})
    )
    return [str(python.parent / "mlserver"), "start", str(place)]


def _bentoml(python: Path, folder: Path, port: int) -> list[str]:
    shutil.copy(_RIVALS / "bentoml_service.py", folder)
    words = ["serve", "bentoml_service:Bench", "--host", "127.0.0.1", "--port", str(port)]
    return [str(python.parent / "bentoml"), *words]


def _litserve(python: Path, folder: Path, port: int) -> list[str]:
    return [str(python), str(_RIVALS / "litserve_service.py"), str(port)]


def _tensors(table: Table) -> Table:
    columns = zip(table["columns"], zip(*table["data"], strict=True), strict=True)
    rows = len(table["data"])
    inputs = [{"name": name, "shape": [rows, 1], "datatype": "FP64", "data": list(values)} for name, values in columns]
    return {"parameters": {"content_type": "pd"}, "inputs": inputs}


_SPLIT = {"ready": "/ping", "path": "/invocations", "body": lambda table: {"dataframe_split": table}}
RIVALS = (
    Rival("Penstock", "", _mlflow, **_SPLIT),  # type: ignore[arg-type]
    Rival("MLflow", "mlflow", _mlflow, **_SPLIT),  # type: ignore[arg-type]
    Rival("MLServer", "mlserver", _mlserver, "/v2/models/bench/ready", "/v2/models/bench/infer", _tensors),
    Rival("BentoML", "bentoml", _bentoml, "/readyz", "/predict", dict),
    Rival("LitServe", "litserve", _litserve, "/health", "/predict", dict),
)

#: Key → what it is, its unit, and whether more is better.
MEASURES = {
    "start_s": ("start to first 200", "s", False),
    "memory_mb": ("memory, idle", "MB", False),
    "one_rps": ("requests of one row", "1/s", True),
    "one_p50": ("the same, median", "ms", False),
    "one_p99": ("the same, 99th percentile", "ms", False),
    "lone_p50": ("one row, one connection, median", "ms", False),
    "many_rps": ("requests of 1,000 rows", "1/s", True),
    "many_p50": ("the same, median", "ms", False),
    "many_p99": ("the same, 99th percentile", "ms", False),
    "loaded_mb": ("most memory meanwhile", "MB", False),
    "log_s": ("logging the model with an example", "s", False),
    "load_s": ("loading it as a python_function", "s", False),
    "overhead_us": ("predicting a row, beyond the bare model", "µs", False),
}


def environment(rival: Rival) -> Path:
    """The Python of a rival's environment, made if it is not there as its lock says."""
    if not rival.lock:
        return install("bench-penstock", str(ROOT)).python
    lock = ROOT / "requirements" / f"bench-{rival.lock}.txt"
    home = ROOT / ".cache" / f"bench-serving-{rival.lock}"
    made = home / "made-of.txt"
    if not made.is_file() or made.read_bytes() != lock.read_bytes():
        uv = [sys.executable, "-m", "uv", "--quiet"]
        subprocess.run([*uv, "venv", "--clear", "--python", sys.executable, str(home)], check=True)
        python = ["--python", str(home / "bin" / "python")]
        subprocess.run([*uv, "pip", "install", *python, "--require-hashes", "-r", str(lock)], check=True)
        shutil.copy(lock, made)
    return home / "bin" / "python"


def measured(rival: Rival, who: Contestant, folder: Path, seconds: float, many: int) -> Iterator[tuple[str, float]]:
    """The figures of one server, started for them."""
    table: Table = json.loads((folder / "rows.json").read_text())
    port = free_port()
    command = rival.command(who.python, folder, port)
    with started(who, command, port, rival.ready, folder) as running:
        one = load.post(running.address, rival.path, _text(rival, table, 1))
        thousand = load.post(running.address, rival.path, _text(rival, table, 1000))
        yield "start_s", running.start_s
        load.drive(running.address, [repeat(one)], 0.3)
        yield "memory_mb", running.memory_mb()
        with watching(running) as most:
            yield from _asked("one", running.address, one, seconds, many)
            yield from _asked("many", running.address, thousand, seconds, many)
            yield "lone_p50", dict(_asked("lone", running.address, one, seconds / 2, 1))["lone_p50"]
        yield "loaded_mb", most[0]


def _text(rival: Rival, table: Table, rows: int) -> bytes:
    return json.dumps(rival.body({"columns": table["columns"], "data": table["data"][:rows]})).encode()


def _asked(name: str, address: str, request: bytes, seconds: float, many: int) -> Iterator[tuple[str, float]]:
    load.drive(address, [repeat(request)] * many, seconds / 5)
    elapsed, times = load.drive(address, [repeat(request)] * many, seconds)
    if len(times) < 2:
        raise RuntimeError(f"{address} answered {len(times)} requests in {elapsed:.1f} s.")
    hundredths = statistics.quantiles(times, n=100)
    yield f"{name}_rps", len(times) / elapsed
    yield f"{name}_p50", hundredths[49] * 1e3
    yield f"{name}_p99", hundredths[98] * 1e3


def written(results: Mapping[str, Mapping[str, list[float]]], names: list[str]) -> str:
    """The table in Markdown; the best of a line is bold."""
    lines = [f"| what | {' | '.join(names)} |", f"|---|{'--:|' * len(names)}"]
    for key, (title, unit, more) in MEASURES.items():
        medians = {who: statistics.median(found) for who, found in results[key].items()}
        if not medians:
            continue
        best = (max if more else min)(medians.values())
        shown = (report.shown(medians[who], unit) if who in medians else "" for who in names)
        cells = [f"**{text}**" if medians.get(who) == best else text for who, text in zip(names, shown, strict=True)]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--only", default="", help="comma-separated servers; SERVING.md is then left alone")
    options = parser.parse_args()
    chosen = [rival for rival in RIVALS if not options.only or rival.name in options.only.split(",")]
    print("Installing …", flush=True)
    who = {rival.name: Contestant(rival.name, environment(rival)) for rival in chosen}
    maker = who.get("Penstock") or Contestant("Penstock", environment(RIVALS[0]))
    results: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    root = Path(tempfile.mkdtemp(prefix="bench-serving-"))
    try:
        run_case(maker, "serving_model", root)
        folder = next(root.glob("*/saved")).parent
        for number in range(1, options.rounds + 1):
            for rival in chosen:
                print(f"round {number}: {rival.name}", flush=True)
                try:
                    for key, value in measured(rival, who[rival.name], folder, options.seconds, options.connections):
                        results[key][rival.name].append(value)
                    if rival.name in ("Penstock", "MLflow"):
                        for key, value in run_case(who[rival.name], "pyfunc_calls", root, str(folder)).items():
                            results[key][rival.name].append(value)
                except (RuntimeError, OSError) as error:  # one that fails is told, and left out of the table
                    print(f"{rival.name} failed: {error}", flush=True)
        told = report.conditions(root, options.rounds, {rival.name: _version(rival, who) for rival in chosen})
    finally:
        shutil.rmtree(root, ignore_errors=True)
    text = f"{told} {options.connections} connections.\n\n{written(results, [rival.name for rival in chosen])}"
    print("\n" + text)
    if not options.only:
        report.write(_PAGE, text)


def _version(rival: Rival, who: Mapping[str, Contestant]) -> str:
    code = f"import importlib.metadata as m; print(m.version({rival.lock or 'penstock'!r}))"
    done = subprocess.run([str(who[rival.name].python), "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
