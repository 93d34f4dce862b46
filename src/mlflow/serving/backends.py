"""What is done with a model by its URI, as an object: predict, serve, prepare its environment, build an image."""

from __future__ import annotations

import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mlflow.conda_environments import conda_program
from mlflow.exceptions import (
    ExecutionException,
    InvalidParameterValue,
    MissingConfigException,
    MlflowNotImplementedException,
)
from mlflow.models.location import local_folder
from mlflow.models.mlmodel import Model
from mlflow.serving.batch import predict
from mlflow.serving.containers.context import ImageOptions, write_context
from mlflow.serving.containers.images import build_image
from mlflow.serving.environments import MANAGERS, python_for
from mlflow.serving.model_process import command_of, environment_of
from mlflow.serving.stdin_server import AnsweringProcess
from mlflow.virtualenvs import uv_program

_FLAVOR: Final = "python_function"


class FlavorBackend(ABC):
    """What can be done with the models of a flavor.

    Args:
        config: The flavor's part of the model's record.
        **kwargs: What else its author needs.
    """

    def __init__(self, config: Mapping[str, Any], **kwargs: Any) -> None:
        self._config = config

    @abstractmethod
    def predict(self, model_uri: str, input_path: str | None, output_path: str | None, content_type: str) -> None:
        """Predict for the rows of a file; None stands for standard input and output."""

    @abstractmethod
    def serve(
        self, model_uri: str, port: int, host: str, timeout: int, enable_mlserver: bool, synchronous: bool = True,
        stdout: Any = None, stderr: Any = None,
    ) -> Any:  # fmt: skip
        """Serve a model in a process of its own."""

    @abstractmethod
    def build_image(
        self, model_uri: str | None, image_name: str, install_java: bool | None = None, install_mlflow: bool = False,
        mlflow_home: str | None = None, enable_mlserver: bool = False, base_image: str | None = None,
    ) -> None:  # fmt: skip
        """Build an image that serves a model."""

    @abstractmethod
    def generate_dockerfile(
        self, model_uri: str | None, output_dir: str, install_java: bool | None = None, install_mlflow: bool = False,
        mlflow_home: str | None = None, enable_mlserver: bool = False, base_image: str | None = None,
    ) -> None:  # fmt: skip
        """Write the folder that such an image is built from."""

    @abstractmethod
    def can_score_model(self) -> bool:
        """Whether this machine has what predicting needs."""

    def prepare_env(self, model_uri: str, capture_output: bool = False) -> Any:
        """Make the environment that predicting needs; a flavor that needs none has nothing to do."""
        return None

    def can_build_image(self) -> bool:
        """Whether there are images of such models."""
        return True


class PyFuncBackend(FlavorBackend):
    """The backend of every model that has the flavor ``python_function``.

    Args:
        config: The flavor's part of the model's record.
        env_manager: ``local``, ``virtualenv``, ``uv`` or ``conda``.
        workers: Number of processes that serve.
        install_mlflow: Without effect: Penstock is always in the model's environment.
        create_env_root_dir: Without effect: environments are kept below ``MLFLOW_ENV_ROOT``.
        env_root_dir: Without effect either.
        **kwargs: Ignored.
    """

    def __init__(
        self, config: Mapping[str, Any], env_manager: str, workers: int | None = 1, install_mlflow: bool = False,
        create_env_root_dir: bool = False, env_root_dir: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(config)
        if env_manager not in MANAGERS:
            raise InvalidParameterValue(f"env_manager must be one of {', '.join(MANAGERS)}, not {env_manager!r}.")
        self._manager = env_manager
        self._workers = workers

    def predict(
        self, model_uri: str, input_path: str | None, output_path: str | None, content_type: str,
        pip_requirements_override: Sequence[str] | None = None, extra_envs: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Predict for the rows of a file; see :func:`mlflow.models.predict`."""
        rows = sys.stdin.read() if input_path is None else None
        predict(model_uri, rows, input_path, content_type, output_path, self._manager,
                pip_requirements_override=pip_requirements_override, extra_envs=extra_envs)  # fmt: skip

    def serve(
        self, model_uri: str, port: int, host: str, timeout: int, enable_mlserver: bool, synchronous: bool = True,
        stdout: Any = None, stderr: Any = None, model_config: Mapping[str, Any] | None = None,
    ) -> subprocess.Popen[bytes]:  # fmt: skip
        """Serve a model in a process of its own, in the environment it wants.

        Args:
            model_uri: Folder or URI of the model.
            port: Port to listen on.
            host: Address to listen on.
            timeout: Seconds after which a request is given up.
            enable_mlserver: Serve with MLServer.
            synchronous: Whether to wait until it ends.
            stdout: As :class:`subprocess.Popen` takes it.
            stderr: The same.
            model_config: A configuration in place of the model's.

        Returns:
            The process.

        Raises:
            ExecutionException: It failed while it was waited for.
        """
        if model_config is not None:
            raise MlflowNotImplementedException("serve takes no model_config; save the model with it.")
        folder, _ = local_folder(model_uri)
        python = python_for(folder, self._manager)
        options = {"port": port, "host": host, "timeout": timeout, "workers": self._workers,
                   "enable_mlserver": enable_mlserver}  # fmt: skip
        process = subprocess.Popen(
            command_of(python, "serve", folder, options), env=environment_of(python), stdout=stdout, stderr=stderr
        )
        if synchronous and process.wait() != 0:
            raise ExecutionException(f"The server of {model_uri!r} ended with status {process.returncode}.")
        return process

    def serve_stdin(
        self, model_uri: str, stdout: Any = None, stderr: Any = None, model_config: Mapping[str, Any] | None = None
    ) -> AnsweringProcess:
        """Serve a model through pipes, without a port; ``StdinScoringServerClient`` asks it.

        Args:
            model_uri: Folder or URI of the model.
            stdout: Where what the model prints goes, as :class:`subprocess.Popen` takes it.
            stderr: The same for errors.
            model_config: Settings that go before those the model was saved with.
        """
        folder, _ = local_folder(model_uri)
        return AnsweringProcess(python_for(folder, self._manager), folder, model_config, stdout, stderr)

    def prepare_env(
        self, model_uri: str, capture_output: bool = False, pip_requirements_override: Sequence[str] | None = None,
        extra_envs: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Make the environment of a model, so that serving it starts at once."""
        python_for(local_folder(model_uri)[0], self._manager, pip_requirements_override or ())

    def build_image(
        self, model_uri: str | None, image_name: str, install_java: bool | None = None, install_mlflow: bool = False,
        mlflow_home: str | None = None, enable_mlserver: bool = False, base_image: str | None = None,
    ) -> None:  # fmt: skip
        """Build an image that serves a model; see :func:`mlflow.models.build_docker`."""
        options = ImageOptions(self._manager, mlflow_home, install_java, enable_mlserver, base_image)
        build_image(model_uri, image_name, options)

    def generate_dockerfile(
        self, model_uri: str | None, output_dir: str, install_java: bool | None = None, install_mlflow: bool = False,
        mlflow_home: str | None = None, enable_mlserver: bool = False, base_image: str | None = None,
    ) -> None:  # fmt: skip
        """Write the folder that such an image is built from."""
        options = ImageOptions(self._manager, mlflow_home, install_java, enable_mlserver, base_image)
        write_context(model_uri, output_dir, options)

    def can_score_model(self) -> bool:
        """Whether the tool that makes environments is there."""
        try:
            if self._manager == "conda":
                conda_program()
            elif self._manager != "local":
                uv_program()
        except MissingConfigException:
            return False
        return True


def get_flavor_backend(model_uri: str | None, **kwargs: Any) -> FlavorBackend:
    """What can be done with a model.

    Args:
        model_uri: Folder or URI of the model; None for images of no model.
        **kwargs: As :class:`PyFuncBackend` takes them; ``env_manager`` is ``virtualenv`` if it is not among them.

    Raises:
        InvalidParameterValue: The model has no flavor ``python_function``.
    """
    config: Mapping[str, Any] | None = {}
    if model_uri is not None:
        config = Model.load(local_folder(model_uri)[0]).flavors.get(_FLAVOR)
    if config is None:
        raise InvalidParameterValue(f"The model {model_uri!r} cannot be served: it has no flavor {_FLAVOR!r}.")
    return PyFuncBackend(config, **{"env_manager": "virtualenv", **kwargs})
