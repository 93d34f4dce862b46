"""The latest of each metric that was measured on a logged model, per dataset and run: what logged models show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan

from mlflow.entities import Metric
from mlflow.store.sql.interning import Interned
from mlflow.store.sql.packing import Point
from mlflow.store.sql.sessions import Session, names


def keep_latest(session: Session, run: int, batch: Mapping[int, Sequence[Point]], interned: Interned) -> None:
    """Note points that say which model was measured, where they are the latest of their metric."""
    origins = interned.origins(session, {point[3] for points in batch.values() for point in points})
    for metric in sorted(batch):
        latest: dict[int, Point] = {}
        for point in batch[metric]:
            origin = point[3]
            if origin and origins[origin][0] and (origin not in latest or _order(latest[origin]) <= _order(point)):
                latest[origin] = point
        for origin, (step, time, value, _) in sorted(latest.items()):
            values = {
                "model": origins[origin][0],
                "metric": metric,
                "origin": origin,
                "run": run,
                "value": value,
                "step": step,
                "time": time,
            }
            where = "model_id = :model AND metric = :metric AND origin = :origin AND run = :run"
            known = session.row(f"SELECT last_step, last_time, value_last FROM model_metrics WHERE {where}", values)
            if known is None:
                session.run(
                    "INSERT INTO model_metrics (model_id, metric, origin, run, value_last, last_step, last_time) "
                    "VALUES (:model, :metric, :origin, :run, :value, :step, :time)",
                    values,
                )
            elif _order((known[0], known[1], nan if known[2] is None else known[2], 0)) < _order(
                (step, time, value, 0)
            ):
                session.run(
                    f"UPDATE model_metrics SET value_last = :value, last_step = :step, last_time = :time WHERE {where}",
                    values,
                )


def _order(point: Point) -> tuple[int, int, bool, float]:
    value = point[2]
    return point[0], point[1], value == value, value if value == value else 0.0


def of_models(session: Session, model_ids: Sequence[str]) -> dict[str, list[Metric]]:
    """The metrics linked to some logged models, each with its run."""
    found: dict[str, list[Metric]] = {}
    if not model_ids:
        return found
    wanted, values = names(model_ids)
    for model_id, key, value, time, step, dataset_name, dataset_digest, run_id in session.rows(
        "SELECT m.model_id, n.name, m.value_last, m.last_time, m.last_step, o.dataset_name, o.dataset_digest, r.run_id "
        "FROM model_metrics m JOIN metric_names n ON n.id = m.metric JOIN origins o ON o.id = m.origin "
        f"JOIN runs r ON r.id = m.run WHERE m.model_id IN ({wanted}) ORDER BY n.name, m.last_time, m.origin, m.run",
        values,
    ):
        number = nan if value is None else value
        found.setdefault(model_id, []).append(
            Metric(key, number, time, step, model_id, dataset_name or None, dataset_digest or None, run_id)
        )
    return found
