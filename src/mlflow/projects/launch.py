"""``mlflow.run``: start a project, by default wait for it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlflow.active.addresses import get_registry_uri, get_tracking_uri
from mlflow.active.experiments import active_experiment_id, experiment_of_name, usable
from mlflow.active.stores import open_store
from mlflow.exceptions import ExecutionException, InvalidParameterValue
from mlflow.projects.backend.loader import load_backend
from mlflow.projects.settings import (
    MLFLOW_LOCAL_BACKEND_RUN_ID_CONFIG,
    PROJECT_BUILD_IMAGE,
    PROJECT_DOCKER_ARGS,
    PROJECT_DOCKER_AUTH,
    PROJECT_ENV_MANAGER,
    PROJECT_STORAGE_DIR,
    PROJECT_SYNCHRONOUS,
    REGISTRY_URI,
    RUN_NAME,
)
from mlflow.projects.submitted_run import SubmittedRun
from mlflow.uris import parse_store_uri, sqlite_file

_logger = logging.getLogger("mlflow.projects")


def run(
    uri: str,
    entry_point: str = "main",
    version: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    docker_args: Mapping[str, Any] | None = None,
    experiment_name: str | None = None,
    experiment_id: str | None = None,
    backend: str = "local",
    backend_config: Mapping[str, Any] | str | None = None,
    storage_dir: str | None = None,
    synchronous: bool = True,
    run_id: str | None = None,
    run_name: str | None = None,
    env_manager: str | None = None,
    build_image: bool = False,
    docker_auth: Mapping[str, str] | None = None,
    *,
    use_conda: bool | None = None,
) -> SubmittedRun:
    """Run a project: a folder or git repository with an ``MLproject`` file, or with plain scripts.

    The project gets a run of its own, below the active run if there is one, with its parameters, its source and, at its
    end, its status.

    Args:
        uri: A folder, or the ``https``, ``ssh`` or ``file`` URI of a git repository; ``#folder`` may follow.
        entry_point: A declared entry point, or the path of a ``.py`` or ``.sh`` file in the project.
        version: Commit, branch or tag of a git project.
        parameters: Values of parameters; undeclared ones follow the command as ``--name value``.
        docker_args: For backends that run containers.
        experiment_name: Where the run goes; made if there is none of that name.
        experiment_id: The same by id; give one of the two.
        backend: ``local``, or the name of a plug-in's backend.
        backend_config: Settings for the backend: a mapping, its JSON text, or the path of a JSON file.
        storage_dir: Where files go that ``path`` parameters name by a remote URI.
        synchronous: Whether to wait for the end.
        run_id: An existing run to log to.
        run_name: Name of the run.
        env_manager: ``local`` for the present environment, ``uv`` or ``virtualenv`` for one that uv makes from the
            project's ``python_env.yaml`` or the pip part of ``conda.yaml``, ``conda``; None for uv where the project
            has such a file, else local.
        build_image: For backends that build images.
        docker_auth: For backends that push images.
        use_conda: MLflow 1's way to say ``env_manager``: False is ``local``, True ``conda``.

    Returns:
        The submitted run; it has ended if ``synchronous``.

    Raises:
        ExecutionException: The project cannot be started, or, if ``synchronous``, it failed.
        InvalidParameterValue: The arguments contradict each other.
    """
    if use_conda is not None:
        if env_manager is not None:
            raise InvalidParameterValue("Give env_manager or use_conda, not both.")
        env_manager = "conda" if use_conda else "local"
    if experiment_name is not None and experiment_id is not None:
        raise InvalidParameterValue("Give experiment_name or experiment_id, not both.")
    config = _config(backend_config)
    chosen = load_backend(backend)
    tracking_uri = _absolute(get_tracking_uri())
    settings = {
        **config,
        PROJECT_SYNCHRONOUS: synchronous,
        PROJECT_DOCKER_ARGS: dict(docker_args or {}),
        PROJECT_STORAGE_DIR: storage_dir,
        PROJECT_ENV_MANAGER: env_manager,
        PROJECT_BUILD_IMAGE: build_image,
        PROJECT_DOCKER_AUTH: docker_auth,
        RUN_NAME: run_name,
        REGISTRY_URI: _absolute(get_registry_uri()),
    }
    if run_id is not None:
        settings[MLFLOW_LOCAL_BACKEND_RUN_ID_CONFIG] = run_id
    submitted = chosen.run(
        str(uri),
        entry_point,
        dict(parameters or {}),
        version,
        settings,
        tracking_uri,
        _experiment(tracking_uri, experiment_name, experiment_id, run_id),
    )
    if synchronous:
        _wait(submitted)
    return submitted


def _wait(submitted: SubmittedRun) -> None:
    try:
        succeeded = submitted.wait()
    except BaseException:
        _logger.info("Stopping run %s", submitted.run_id)
        submitted.cancel()
        raise
    if not succeeded:
        raise ExecutionException(f"The project failed; its run is {submitted.run_id}.")
    _logger.info("Run %s succeeded", submitted.run_id)


def _config(given: Mapping[str, Any] | str | None) -> dict[str, Any]:
    if given is None:
        return {}
    content: Any = given
    if isinstance(given, str):
        try:
            is_text = given.lstrip().startswith("{")
            content = json.loads(given if is_text else Path(given).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ExecutionException(f"backend_config is neither JSON nor a JSON file: {error}") from None
    if not isinstance(content, Mapping):
        raise ExecutionException("backend_config must be a mapping.")
    return dict(content)


def _absolute(tracking_uri: str) -> str:
    """The same store by an address that holds in another folder."""
    store = parse_store_uri(tracking_uri)
    file = sqlite_file(store.text) if store.kind == "sql" else None
    if file:
        _, mark, options = store.text.partition("?")
        return f"sqlite:///{file}{mark}{options}"
    return store.text


def _experiment(tracking_uri: str, name: str | None, experiment_id: str | None, run_id: str | None) -> str:
    store = open_store(tracking_uri)
    if run_id is not None:
        return store.get_run(run_id).info.experiment_id
    if experiment_id is not None:
        return usable(store.get_experiment(str(experiment_id))).experiment_id
    if name is not None:
        return experiment_of_name(store, name).experiment_id
    return active_experiment_id(store)
