"""Models that answer tables with tables, in this process or in one of an environment of their own; each loaded once."""

from __future__ import annotations

import json
import subprocess
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from mlflow.environment_variables import process_environment, set_variables
from mlflow.exceptions import ExecutionException, MlflowException
from mlflow.models.archives import unpack_archive
from mlflow.pyfunc.loading import load_model
from mlflow.serving.environments import python_for
from mlflow.serving.packed_environments import extract_archive_to_dir
from mlflow.serving.packets import receive, send, table_bytes, table_of
from mlflow.serving.results import shaped
from mlflow.serving.unpacking import unpacked_once
from mlflow.types.schema import Schema

#: Models that one process keeps loaded; what was asked longest ago goes first.
_KEPT = 4


class Scorer(Protocol):
    """A loaded model."""

    def answer(self, table: pd.DataFrame, params: dict[str, Any] | None, wanted: Schema) -> pd.DataFrame:
        """Its predictions as the columns of a schema; see :func:`mlflow.serving.results.shaped`."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...


@dataclass(frozen=True)
class Recipe:
    """How a process comes to a model.

    Attributes:
        key: What tells it from all others.
        place: Its folder, or a file that :func:`mlflow.models.archives.write_archive` wrote.
        env_manager: ``local`` for the process itself, else one of an environment with the model's requirements.
        model_config: Settings that go before those it was saved with.
        variables: Environment variables for it.
        environment: A file that :func:`mlflow.serving.packed_environments.build_model_env` wrote, or None.
    """

    key: str
    place: str
    env_manager: str = "local"
    model_config: Mapping[str, Any] | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    environment: str | None = None


_loaded: OrderedDict[str, Scorer] = OrderedDict()


def scorer_for(recipe: Recipe) -> Scorer:
    """The model of a recipe, loaded now if this process has not done so before.

    Raises:
        MlflowException: It cannot be loaded, or its environment cannot be made.
    """
    found = _loaded.get(recipe.key)
    if found is None:
        while len(_loaded) >= _KEPT:
            _loaded.popitem(last=False)[1].close()
        found = _loaded[recipe.key] = _load(recipe)
    _loaded.move_to_end(recipe.key)
    return found


def _load(recipe: Recipe) -> Scorer:
    place = Path(recipe.place)
    folder = place if place.is_dir() else unpacked_once(place, unpack_archive)
    python: Path | None
    if recipe.environment is not None:
        python = unpacked_once(Path(recipe.environment), extract_archive_to_dir) / "bin" / "python"
    else:
        python = python_for(folder, recipe.env_manager)
    if python is None:
        set_variables(recipe.variables)
        return LoadedScorer(folder, recipe.model_config)
    return _ProcessScorer(python, folder, recipe.model_config, recipe.variables)


class LoadedScorer:
    """A model in this process.

    Args:
        folder: Its folder.
        config: Settings that go before those it was saved with.
    """

    def __init__(self, folder: Path, config: Mapping[str, Any] | None) -> None:
        self._model = load_model(str(folder), model_config=dict(config) if config is not None else None)

    def answer(self, table: pd.DataFrame, params: dict[str, Any] | None, wanted: Schema) -> pd.DataFrame:
        output = self._model.predict(table, params=params) if params else self._model.predict(table)
        return shaped(output, len(table), wanted)

    def close(self) -> None:
        del self._model


class _ProcessScorer:
    """A model in a process of its own, which ends when this one does."""

    def __init__(
        self, python: Path, folder: Path, config: Mapping[str, Any] | None, variables: Mapping[str, str]
    ) -> None:
        environment = {**process_environment(), **variables}
        for name in ("PYTHONPATH", "PYTHONHOME"):
            environment.pop(name, None)
        self._process = subprocess.Popen(
            [str(python), "-m", "mlflow.serving.scorer_process"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
        )  # fmt: skip
        self._ask(b"M", json.dumps({"folder": str(folder), "config": config}).encode())

    def answer(self, table: pd.DataFrame, params: dict[str, Any] | None, wanted: Schema) -> pd.DataFrame:
        header = json.dumps({"params": params, "wanted": wanted.to_dict()}, default=str).encode()
        return table_of(self._ask(b"T", header + b"\n" + table_bytes(table)))

    def _ask(self, kind: bytes, data: bytes) -> bytes:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            send(self._process.stdin, kind, data)
            got = receive(self._process.stdout)
        except BrokenPipeError:
            got = None
        if got is None:
            raise ExecutionException(
                f"The process of the model ended with code {self._process.wait()}; see the log of the asking process."
            )
        if got[0] == b"E":
            said = json.loads(got[1])
            raise MlflowException(said["message"], error_code=said["error_code"])
        return got[1]

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
