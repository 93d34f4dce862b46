"""A training process killed at random moments: every call that returned is found, exactly once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlflow
from mlflow import MlflowClient
from tests.processes import clean_environment, server

_SCRIPT = Path(__file__).with_name("training.py")
_KILLS = 50
_SEED = 20


@pytest.fixture(params=["embedded", "server"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where the training logs to."""
    if request.param == "embedded":
        yield str(tmp_path / "mlruns")
    else:
        with server(Path(sys.executable), tmp_path, 30) as url:
            yield url


def _life(number: int, run_id: str | None, address: str, journals: Path, seconds: float) -> list[list[str]]:
    """What one life of the program told before it was killed."""
    reader, writer = os.pipe()
    told = Path(journals.parent / f"told-{number}")
    environment = clean_environment(MLFLOW_TRACKING_URI=address, PENSTOCK_JOURNAL_DIR=str(journals))
    if run_id is not None:
        environment["RUN"] = run_id
    process = subprocess.Popen(
        [sys.executable, str(_SCRIPT), str(writer), str(number), str(_SEED + number)],
        env=environment, pass_fds=[writer], cwd=journals.parent,
    )  # fmt: skip
    os.close(writer)
    deadline = None
    with told.open("wb") as file:
        os.set_blocking(reader, False)
        while deadline is None or time.monotonic() < deadline:
            try:
                data = os.read(reader, 1 << 16)
            except BlockingIOError:
                time.sleep(0.001)
                continue
            assert data, f"the program ended by itself: {process.wait()}"
            file.write(data)
            if deadline is None:  # it begins with the first word, not with the start of Python
                deadline = time.monotonic() + seconds
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.set_blocking(reader, True)
        while data := os.read(reader, 1 << 16):
            file.write(data)
    os.close(reader)
    lines = told.read_text().split("\n")
    return [line.split("\t") for line in lines[:-1]]  # what follows the last newline was cut off


def test_every_call_that_returned_is_found_once(address: str, tmp_path: Path) -> None:
    chance = random.Random(_SEED)
    journals = tmp_path / "journals"
    run_id: str | None = None
    points: dict[str, dict[int, float]] = {}
    texts: dict[tuple[str, str], str] = {}
    for number in range(_KILLS):
        for kind, *what in _life(number, run_id, address, journals, chance.random() ** 2 * 0.15):
            if kind == "run":
                run_id = what[0]
            elif kind == "metric":
                points.setdefault(what[0], {})[int(what[1])] = float(what[2])
            else:
                texts[kind, what[0]] = what[1]
    assert run_id is not None and len(points) > _KILLS / 2

    os.environ["PENSTOCK_JOURNAL_DIR"] = str(journals)
    try:
        mlflow.set_tracking_uri(address)
        client = MlflowClient()
        data = client.get_run(run_id).data
        for (kind, key), value in texts.items():
            found = (data.tags if kind == "tag" else data.params)[key]
            # A tag of the call that had not told yet may be there, too.
            assert found == value or (kind == "tag" and int(found) > int(value)), (kind, key)
        for key, logged in points.items():
            history = client.get_metric_history(run_id, key)
            steps = [point.step for point in history]
            assert len(steps) == len(set(steps)), f"{key} has points twice"
            found_points = {point.step: point.value for point in history}
            missing = {step: value for step, value in logged.items() if found_points.get(step) != value}
            assert not missing, (key, missing)
            assert len(history) - len(logged) <= 1, f"{key} has points that nobody logged"
        mlflow.flush_async_logging()
        assert not list(journals.rglob("*.journal")) and not list(journals.rglob("*.refused.jsonl"))
    finally:
        del os.environ["PENSTOCK_JOURNAL_DIR"]
