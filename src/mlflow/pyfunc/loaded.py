"""A loaded model that predicts, whatever flavor it came from."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models.mlmodel import Model
from mlflow.types.enforcement import enforcer
from mlflow.types.parameters import enforce_params
from mlflow.types.type_hints import listed

_log = logging.getLogger(__name__)


class PyFuncModel:
    """A loaded model.

    The checks of its signature are prepared once, so that a call costs little more than the model itself.

    Args:
        model_meta: What its ``MLmodel`` file says.
        model_impl: What predicts.
        predict_fn: Name of the function of ``model_impl`` that predicts.
        predict_stream_fn: Name of the function that predicts in pieces, or None.
        model_id: The logged model.
        folder: Where its files are.
        model_config: The settings it was loaded with.
    """

    def __init__(
        self,
        model_meta: Model,
        model_impl: Any,
        predict_fn: str = "predict",
        predict_stream_fn: str | None = None,
        model_id: str | None = None,
        folder: Path | None = None,
        model_config: dict[str, Any] | None = None,
    ) -> None:
        if not hasattr(model_impl, predict_fn):
            raise InvalidParameterValue(
                f"The model's loader gave a {type(model_impl).__name__} without {predict_fn}()."
            )
        self._meta = model_meta
        self._impl = model_impl
        self._folder = folder
        self._model_id = model_id or model_meta.model_id
        self._config = model_config
        self._input_example: Any = None
        self._predict_fn: Callable[..., Any] = getattr(model_impl, predict_fn)
        self._stream_fn: Callable[..., Any] | None = (
            getattr(model_impl, predict_stream_fn, None) if predict_stream_fn else None
        )
        signature = model_meta.signature
        from_hint = signature is not None and signature._is_signature_from_type_hint
        #: A model that is asked with a conversation checks it itself, and is told its parameters there.
        self._reads_questions = bool(getattr(model_impl, "reads_questions", False))
        checks = signature is not None and not from_hint and not self._reads_questions
        inputs = signature.inputs if signature is not None and checks else None
        self._inputs = inputs
        self._listed = (
            signature is not None
            and signature._is_type_hint_from_example
            and (model_meta.saved_input_example_info or {}).get("type") == "json_object"
        )
        self._check: Callable[[Any], Any] | None = enforcer(inputs) if inputs is not None else None
        self._params_schema = signature.params if signature is not None else None
        self._takes_params = _takes_params(self._predict_fn)

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        """The model's answer.

        Args:
            data: The input; checked against the signature, and converted where nothing is lost.
            params: The inference parameters.

        Raises:
            InvalidParameterValue: The input or a parameter does not fit the signature.
        """
        if self._check is not None:
            data = self._checked(data, self._check)
        if self._takes_params:
            return self._predict_fn(data, params=self._checked_params(params))
        if params:
            self._checked_params(params)
        return self._predict_fn(data)

    def predict_stream(self, data: Any, params: dict[str, Any] | None = None) -> Iterator[Any]:
        """The model's answer in pieces, as they come.

        Raises:
            MlflowException: The model does not stream.
        """
        if self._stream_fn is None:
            raise MlflowException("This model does not stream its answers.", error_code="NOT_IMPLEMENTED")
        if self._check is not None:
            data = self._checked(data, self._check)
        checked = self._checked_params(params)
        if _takes_params(self._stream_fn):
            return self._stream_fn(data, params=checked)  # type: ignore[no-any-return]
        return self._stream_fn(data)  # type: ignore[no-any-return]

    def _checked(self, data: Any, check: Callable[[Any], Any]) -> Any:
        """The input as the signature wants it, and as a list again for a model that was shown one."""
        data = check(data)
        return listed(data, self._inputs) if self._listed else data

    def _checked_params(self, params: dict[str, Any] | None) -> dict[str, Any] | None:
        if self._reads_questions or (self._params_schema is None and not params):
            return params
        return enforce_params(params, self._params_schema)

    @property
    def metadata(self) -> Model:
        """What the ``MLmodel`` file says."""
        return self._meta

    @property
    def model_id(self) -> str | None:
        """The logged model's id, or None."""
        return self._model_id

    @property
    def folder(self) -> Path | None:
        """Where its files are on this machine, where known."""
        return self._folder

    @property
    def model_config(self) -> dict[str, Any]:
        """The settings the model was loaded with."""
        return self._config or {}

    @property
    def loader_module(self) -> str:
        """The module that loaded it."""
        return str(self._meta.flavors["python_function"]["loader_module"])

    @property
    def input_example(self) -> Any:
        """The input example kept beside the model, or None."""
        if self._input_example is None and self._folder is not None:
            self._input_example = self._meta.load_input_example(self._folder)
        return self._input_example

    @input_example.setter
    def input_example(self, value: Any) -> None:
        self._input_example = value

    def unwrap_python_model(self) -> Any:
        """The ``PythonModel`` itself.

        Raises:
            MlflowException: The model is of another flavor.
        """
        unwrap = getattr(self._impl, "unwrap_python_model", None)
        if unwrap is None:
            raise MlflowException(
                f"This model was loaded by {self.loader_module!r} and holds no PythonModel; see get_raw_model()."
            )
        return unwrap()

    def get_raw_model(self) -> Any:
        """The model of the framework itself.

        Raises:
            MlflowException: The flavor does not give it away.
        """
        raw = getattr(self._impl, "get_raw_model", None)
        if raw is None:
            raise MlflowException(f"The flavor {self.loader_module!r} has no raw model.", error_code="NOT_IMPLEMENTED")
        return raw()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PyFuncModel) and self._meta == other._meta

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        said = {"artifact_path": self._meta.artifact_path, "flavor": self.loader_module, "run_id": self._meta.run_id}
        lines = [f"  {name}: {value}" for name, value in said.items() if value is not None]
        return "\n".join(["mlflow.pyfunc.loaded_model:", *lines, ""])


def _takes_params(function: Callable[..., Any]) -> bool:
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False
    return "params" in parameters or any(p.kind is p.VAR_KEYWORD for p in parameters.values())
