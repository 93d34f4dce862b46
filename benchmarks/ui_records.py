"""Records for the pages that are timed, written straight into a database that a genuine MLflow made.

Logging 100,000 runs through MLflow takes an hour; its tables are simple, and both contestants read what stands there:
MLflow as it is, Penstock after ``mlflow db import``.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Metrics and params of each run of a table.
KEYS = 10
#: Runs that are drawn, and points of each.
SERIES, POINTS = 10, 100_000
STAMP = 1_760_000_000_000


@dataclass(frozen=True)
class Table:
    """An experiment with many runs.

    Args:
        experiment: Its id.
        runs: How many.
        newest: Name of the run that stands first by default.
        greatest: Name of the run whose ``metric_0`` is the greatest.
        chosen: Name of the only run with ``param_0`` of ``"the one"``.
    """

    experiment: int
    runs: int
    newest: str
    greatest: str
    chosen: str


def fill(database: Path, sizes: tuple[int, ...]) -> list[Table]:
    """Write an experiment for each size, and one (id 900) of a few long series.

    Args:
        database: A SQLite file with MLflow's tables.
        sizes: Numbers of runs.
    """
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;")
        with connection:
            tables = [_table(connection, 100 + place, size) for place, size in enumerate(sizes)]
            _long_series(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return tables


def _experiment(connection: sqlite3.Connection, experiment: int, name: str) -> None:
    _insert(connection, "experiments", [{
        "experiment_id": experiment, "name": name, "artifact_location": f"mlflow-artifacts:/{experiment}",
        "lifecycle_stage": "active", "creation_time": STAMP, "last_update_time": STAMP + experiment,
    }])  # fmt: skip


def _run(experiment: int, name: str, number: int) -> dict[str, Any]:
    run_id = f"{experiment:08x}{number:024x}"
    return {
        "run_uuid": run_id, "name": name, "source_type": "UNKNOWN", "source_name": "", "entry_point_name": "",
        "user_id": "ada", "status": "FINISHED", "start_time": STAMP + 1000 * number,
        "end_time": STAMP + 1000 * number + 60_000, "source_version": "", "lifecycle_stage": "active",
        "artifact_uri": f"mlflow-artifacts:/{experiment}/{run_id}/artifacts", "experiment_id": experiment,
    }  # fmt: skip


def _table(connection: sqlite3.Connection, experiment: int, size: int) -> Table:
    _experiment(connection, experiment, f"{size} runs")
    chance = random.Random(experiment)
    greatest, chosen = chance.randrange(size), chance.randrange(size)
    runs = [_run(experiment, f"run-{number:06d}", number) for number in range(size)]

    def metrics() -> Iterator[dict[str, Any]]:
        for number, run in enumerate(runs):
            for key in range(KEYS):
                value = 2.0 if (number, key) == (greatest, 0) else chance.random()
                at = {"timestamp": run["end_time"], "step": 0, "is_nan": 0, "run_uuid": run["run_uuid"]}
                yield {"key": f"metric_{key}", "value": value, **at}

    def params() -> Iterator[dict[str, Any]]:
        for number, run in enumerate(runs):
            for key in range(KEYS):
                value = "the one" if (number, key) == (chosen, 0) else str(chance.randrange(1000))
                yield {"key": f"param_{key}", "value": value, "run_uuid": run["run_uuid"]}

    _insert(connection, "runs", runs)
    _insert(connection, "metrics", metrics())
    connection.execute(
        "INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) "
        "SELECT key, value, timestamp, step, is_nan, run_uuid FROM metrics "
        "WHERE run_uuid IN (SELECT run_uuid FROM runs WHERE experiment_id = ?)",
        (experiment,),
    )
    _insert(connection, "params", params())
    _insert(connection, "tags", ({"key": "mlflow.user", "value": "ada", "run_uuid": run["run_uuid"]} for run in runs))
    names = [run["name"] for run in runs]
    return Table(experiment, size, names[-1], names[greatest], names[chosen])


LONG = 900


def _long_series(connection: sqlite3.Connection) -> None:
    _experiment(connection, LONG, "long series")
    chance = random.Random(LONG)
    for number in range(SERIES):
        run = _run(LONG, f"long-{number}", number)
        _insert(connection, "runs", [run])

        def points(run: dict[str, Any] = run, floor: float = number / SERIES) -> Iterator[dict[str, Any]]:
            for step in range(POINTS):
                value = floor + 100 / (step + 50) + chance.gauss(0, 0.02)
                at = {"timestamp": run["start_time"] + step, "step": step, "is_nan": 0, "run_uuid": run["run_uuid"]}
                yield {"key": "loss", "value": value, **at}

        _insert(connection, "metrics", points())
        connection.execute(
            "INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) SELECT key, value, timestamp, "
            "step, is_nan, run_uuid FROM metrics WHERE run_uuid = ? AND step = ?",
            (run["run_uuid"], POINTS - 1),
        )


def _insert(connection: sqlite3.Connection, table: str, rows: Any) -> None:
    rows = iter(rows)
    first = next(rows)
    names = ", ".join(first)
    places = ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)
