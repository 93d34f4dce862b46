"""What runs read and made: datasets, and logged models both ways."""

from __future__ import annotations

from collections.abc import Sequence

from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelInput,
    LoggedModelOutput,
    RunInputs,
    RunOutputs,
)
from mlflow.store import checks
from mlflow.store.sql.labels import Labels
from mlflow.store.sql.sessions import Session, numbers

_INPUT_TAGS = Labels("input_tags", "input")
_READ, _MADE = 0, 1


def read_by(session: Session, runs: Sequence[int]) -> dict[int, RunInputs]:
    """What each of some runs read; a run that read nothing is left out."""
    rows = session.rows(
        "SELECT i.run, i.id, d.name, d.digest, d.source_type, d.source, d.data_schema, d.profile "
        f"FROM inputs i JOIN datasets d ON d.id = i.dataset WHERE i.run IN ({numbers(runs)}) ORDER BY i.id"
    )
    tags = _INPUT_TAGS.of(session, [row[1] for row in rows])
    found: dict[int, RunInputs] = {}
    for run, number, *fields in rows:
        labels = [InputTag(k, v) for k, v in tags.get(number, {}).items()]
        found.setdefault(run, RunInputs()).dataset_inputs.append(DatasetInput(Dataset(*fields), labels))
    for run, model_id, _ in _models(session, runs, _READ):
        found.setdefault(run, RunInputs()).model_inputs.append(LoggedModelInput(model_id))
    return found


def made_by(session: Session, runs: Sequence[int]) -> dict[int, RunOutputs]:
    """Which logged models each of some runs made; a run that made none is left out."""
    found: dict[int, RunOutputs] = {}
    for run, model_id, step in _models(session, runs, _MADE):
        found.setdefault(run, RunOutputs()).model_outputs.append(LoggedModelOutput(model_id, step))
    return found


def _models(session: Session, runs: Sequence[int], made: int) -> list[tuple[int, str, int]]:
    return session.rows(
        f"SELECT run, model_id, step FROM run_models WHERE run IN ({numbers(runs)}) AND made = :made "
        "ORDER BY run, step, model_id",
        {"made": made},
    )


def add_datasets(session: Session, run: int, datasets: Sequence[DatasetInput]) -> None:
    """Record datasets that a run read; one that is recorded already only takes further tags."""
    row = session.row("SELECT experiment FROM runs WHERE id = :run", {"run": run})
    experiment = row[0] if row else None
    for given in datasets:
        dataset = given.dataset
        where = {"experiment": experiment, "name": dataset.name, "digest": dataset.digest}
        known = session.row(
            "SELECT id FROM datasets WHERE experiment = :experiment AND name = :name AND digest = :digest", where
        )
        if known is None:
            number = session.add(
                "INSERT INTO datasets (experiment, name, digest, source_type, source, data_schema, profile) "
                "VALUES (:experiment, :name, :digest, :source_type, :source, :schema, :profile)",
                {
                    **where,
                    "source_type": dataset.source_type,
                    "source": dataset.source,
                    "schema": dataset.schema,
                    "profile": dataset.profile,
                },
            )
        else:
            number = known[0]
        pair = {"run": run, "dataset": number}
        read = session.row("SELECT id FROM inputs WHERE run = :run AND dataset = :dataset", pair)
        if read is None:
            added = session.add("INSERT INTO inputs (run, dataset) VALUES (:run, :dataset)", pair)
            _INPUT_TAGS.put(session, added, {tag.key: tag.value for tag in given.tags})
        else:  # as in MLflow, what was said of it first counts
            tags = {tag.key: tag.value for tag in given.tags}
            said = _INPUT_TAGS.known(session, read[0], list(tags)) if tags else {}
            _INPUT_TAGS.add(session, read[0], {key: value for key, value in tags.items() if key not in said})


def add_models_read(session: Session, run: int, models: Sequence[LoggedModelInput]) -> None:
    """Record logged models that a run read."""
    _add_models(session, run, _READ, [(model.model_id, 0) for model in models])


def add_models_made(session: Session, run: int, models: Sequence[LoggedModelOutput]) -> None:
    """Record logged models that a run made."""
    _add_models(session, run, _MADE, [(model.model_id, model.step) for model in models])


def _add_models(session: Session, run: int, made: int, models: Sequence[tuple[str, int]]) -> None:
    for model_id, _ in models:
        checks.linked_model(model_id)
    known = {(model_id, step) for _, model_id, step in _models(session, [run], made)}
    session.many(
        "INSERT INTO run_models (run, made, model_id, step) VALUES (:run, :made, :model, :step)",
        [{"run": run, "made": made, "model": model_id, "step": step} for model_id, step in sorted(set(models) - known)],
    )
