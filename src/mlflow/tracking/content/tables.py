"""Tables that runs log: one file per name, appended to, read back across runs."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from mlflow.artifacts.contract import ArtifactStore
from mlflow.contracts.limits import SEARCH_MAX_RESULTS_DEFAULT
from mlflow.contracts.runs import RunStore
from mlflow.entities import Run, RunTag, tag_names
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.tracking import content
from mlflow.tracking.content.frames import runs_frame
from mlflow.uris import relative_path


def log_table(files: ArtifactStore, store: RunStore, run_id: str, data: Any, artifact_file: str) -> None:
    """Write a table to a file of a run, below what the file holds already, and note it in the run's tags.

    Raises:
        InvalidParameterValue: It is neither a DataFrame nor a dict of columns.
        ValueError: The file's extension is neither ``.json`` nor ``.parquet``.
    """
    path = relative_path(artifact_file)
    if not path.endswith((".json", ".parquet")):
        raise ValueError(f"A table goes into a .json or .parquet file, not into {artifact_file!r}.")
    table = _with_image_files(_frame(data), files, path)
    if files.stat(path) is not None:
        table = pd.concat([_read(files, path), table], ignore_index=True)
    files.write(path, [_bytes(table, path)])
    _note(store, run_id, path)


def _frame(data: Any) -> pd.DataFrame:
    if isinstance(data, pd.DataFrame):
        return data.copy(deep=False)
    if not isinstance(data, dict):
        raise InvalidParameterValue(f"A table is a DataFrame or a dict of columns, not {type(data).__name__}.")
    if data and not any(isinstance(v, list | tuple | pd.Series) or hasattr(v, "__array__") for v in data.values()):
        return pd.DataFrame([data])  # a single row
    return pd.DataFrame(data)


def _with_image_files(table: pd.DataFrame, files: ArtifactStore, path: str) -> pd.DataFrame:
    for column in table.columns:
        if table[column].dtype == object and any(map(_is_image, table[column])):
            stem = f"table_images/{path.rpartition('.')[0]}/"
            table[column] = [
                content.write_table_image(files, stem + str(uuid.uuid4()), value) if _is_image(value) else value
                for value in table[column]
            ]
    return table


def _is_image(value: Any) -> bool:
    # By name: to import the class would need Pillow, which tables without images do without.
    return type(value).__module__ == "mlflow.tracking.content.images"


def _bytes(table: pd.DataFrame, path: str) -> bytes:
    if path.endswith(".parquet"):
        sink = io.BytesIO()
        try:
            table.to_parquet(sink, index=False)
        except ImportError as error:
            raise ModuleNotFoundError(
                "A .parquet table needs pyarrow; install it with: pip install pyarrow. A .json table does without."
            ) from error
        return sink.getvalue()
    text: str = table.to_json(orient="split", index=False, date_format="iso")
    return text.encode()


def _read(files: ArtifactStore, path: str) -> pd.DataFrame:
    data = files.read_bytes(path)
    if path.endswith(".parquet"):
        return pd.read_parquet(io.BytesIO(data))
    split = json.loads(data)
    return pd.DataFrame(split["data"], columns=split["columns"])


def _noted(run: Run) -> list[dict[str, str]]:
    text = run.data.tags.get(tag_names.MLFLOW_LOGGED_ARTIFACTS)
    found = json.loads(text) if text else []
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _note(store: RunStore, run_id: str, path: str) -> None:
    noted, entry = _noted(store.get_run(run_id)), {"path": path, "type": "table"}
    if entry not in noted:
        tag = RunTag(tag_names.MLFLOW_LOGGED_ARTIFACTS, json.dumps([*noted, entry]))
        store.log_batch(run_id, tags=[tag])


def load_table(
    store: RunStore,
    files_of: Callable[[str], ArtifactStore],
    experiment_id: str,
    artifact_file: str,
    run_ids: list[str] | None,
    extra_columns: list[str],
) -> pd.DataFrame:
    """The table of that name in every run of an experiment, one below the other.

    Args:
        store: The store.
        files_of: The files of a run, by its id.
        experiment_id: The experiment.
        artifact_file: The file.
        run_ids: Only of these runs.
        extra_columns: Columns of :func:`mlflow.search_runs` to add.

    Raises:
        ResourceDoesNotExist: No run has such a table.
        KeyError: No such run has one of the extra columns.
    """
    path = relative_path(artifact_file)
    tables = []
    for run in _runs(store, experiment_id, None if extra_columns else [f"tags.{tag_names.MLFLOW_LOGGED_ARTIFACTS}"]):
        if (run_ids is None or run.info.run_id in run_ids) and any(e.get("path") == path for e in _noted(run)):
            table = _read(files_of(run.info.run_id), path)
            if extra_columns:
                about = runs_frame([run])
                for column in extra_columns:
                    table[column] = [about[column].iloc[0]] * len(table)
            tables.append(table)
    if not tables:
        raise ResourceDoesNotExist(f"No run of the experiment {experiment_id!r} has logged a table {artifact_file!r}.")
    return pd.concat(tables, ignore_index=True)


def _runs(store: RunStore, experiment_id: str, columns: list[str] | None) -> Iterator[Run]:
    token: str | None = None
    while True:
        page = store.search_runs(
            [experiment_id],
            f"tags.`{tag_names.MLFLOW_LOGGED_ARTIFACTS}` LIKE '%'",
            max_results=SEARCH_MAX_RESULTS_DEFAULT,
            page_token=token,
            columns=columns,
        )
        yield from page
        token = page.token
        if not token:
            return
