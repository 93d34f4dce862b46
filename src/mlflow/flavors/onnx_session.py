"""What answers for an ONNX model: a session of ONNX Runtime, asked by arrays, dictionaries of arrays, or tables."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pandas as pd
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.code_paths import refuse_code_unless_allowed
from mlflow.models.flavor import check_choice, reading

_PROCESSOR = "CPUExecutionProvider"
_MODES = {
    "sequential": onnxruntime.ExecutionMode.ORT_SEQUENTIAL,
    "parallel": onnxruntime.ExecutionMode.ORT_PARALLEL,
}
_LEVELS = {
    0: onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL,
    1: onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC,
    2: onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
    99: onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL,
}
_THREADS = ("inter_op_num_threads", "intra_op_num_threads")
_EXTRA = "extra_session_config"
_OPTIONS = ("execution_mode", "graph_optimization_level", *_THREADS, _EXTRA)
#: Types of ONNX Runtime → NumPy's, of what numbers are converted to.
_NUMBERS = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(int16)": np.int16,
    "tensor(int8)": np.int8,
    "tensor(uint64)": np.uint64,
    "tensor(uint32)": np.uint32,
    "tensor(uint16)": np.uint16,
    "tensor(uint8)": np.uint8,
}
#: What ONNX Runtime raises for a model or an input that it does not take.
_REFUSALS: tuple[type[Exception], ...] = (
    ValueError,
    *(kind for kind in vars(runtime).values() if isinstance(kind, type) and issubclass(kind, Exception)),
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SessionSettings:
    """How a session is to be made.

    Args:
        providers: Names of execution providers, or lists of a name and its options.
        options: Options of the session, or None.
    """

    providers: list[Any]
    options: dict[str, Any] | None

    @classmethod
    def of(cls, providers: Any, options: Any) -> SessionSettings:
        """Settings that a user gave, or that a model's description holds.

        Raises:
            InvalidParameterValue: There is no such option, or a value is wrong.
        """
        if isinstance(providers, str) or not isinstance(providers, Sequence):
            raise InvalidParameterValue(f"onnx_execution_providers is a list, not {providers!r}.")
        if options is not None and not isinstance(options, Mapping):
            raise InvalidParameterValue(f"onnx_session_options is a dictionary, not {options!r}.")
        for name, value in (options or {}).items():
            _check_option(name, value)
        return cls([_provider(each) for each in providers], dict(options) if options is not None else None)

    def available(self) -> list[Any]:
        """The providers that are here; the processor where none is.

        Raises:
            PermissionDenied: One has options, which may name a library to load, and code of models may not be run.
        """
        here = onnxruntime.get_available_providers()
        named = [each for each in self.providers if (each if isinstance(each, str) else each[0]) in here]
        for name, options in (each for each in named if not isinstance(each, str)):
            if options:
                refuse_code_unless_allowed(f"options of {name}")
        if not named:
            _log.warning("None of the execution providers %s is here; using %s.", self.providers, _PROCESSOR)
        return [each if isinstance(each, str) else tuple(each) for each in named] or [_PROCESSOR]

    def session_options(self) -> Any:
        """The options in ONNX Runtime's own form."""
        made, given = onnxruntime.SessionOptions(), self.options or {}
        if "execution_mode" in given:
            made.execution_mode = _MODES[given["execution_mode"].lower()]
        if "graph_optimization_level" in given:
            made.graph_optimization_level = _LEVELS[given["graph_optimization_level"]]
        for name in _THREADS:
            if name in given:
                setattr(made, name, given[name])
        for key, value in (given.get(_EXTRA) or {}).items():
            made.add_session_config_entry(str(key), str(value))
        return made


def _provider(given: Any) -> Any:
    if isinstance(given, str):
        return given
    if isinstance(given, list | tuple) and len(given) == 2 and isinstance(given[0], str) and isinstance(given[1], dict):
        return [given[0], dict(given[1])]
    raise InvalidParameterValue(f"An execution provider is a name, or a name and its options, not {given!r}.")


def _check_option(name: str, value: Any) -> None:
    check_choice("An option of onnx_session_options", name, _OPTIONS)
    if name == "execution_mode":
        check_choice(name, str(value).lower(), list(_MODES))
    elif name == "graph_optimization_level":
        check_choice(name, value, list(_LEVELS))
    elif name in _THREADS and (not isinstance(value, int) or value < 0):
        raise InvalidParameterValue(f"{name} is a number of threads, not {value!r}.")
    elif name == _EXTRA:
        if not isinstance(value, Mapping):
            raise InvalidParameterValue(f"{name} is a dictionary, not {value!r}.")
        for key in value:
            if any(word in str(key) for word in ("path", "file", "folder", "library")):
                raise InvalidParameterValue(f"A model cannot name files of the machine it is loaded on: {key!r}.")


class OnnxSession:
    """An ONNX model as a python_function.

    Args:
        file: The model.
        settings: How to make the session.

    Raises:
        InvalidParameterValue: ONNX Runtime cannot load the model.
    """

    def __init__(self, file: Path, settings: SessionSettings) -> None:
        with reading(file, *_REFUSALS):
            self._session = onnxruntime.InferenceSession(
                str(file), sess_options=settings.session_options(), providers=settings.available()
            )
        self._inputs = {each.name: each for each in self._session.get_inputs()}
        self._outputs = [each.name for each in self._session.get_outputs()]

    def predict(self, data: Any) -> Any:
        """Ask the model.

        Args:
            data: A table gives a model with one input all its columns, and one with several the column of each name;
                an array is the only input; a dictionary has the name of each.

        Returns:
            A table for a table, where an output of several numbers a row is a column of lists; else a dictionary of
            arrays.

        Raises:
            InvalidParameterValue: The model cannot take it.
        """
        feed = {name: self._fitting(name, value) for name, value in self._named(data).items()}
        try:
            answers = dict(zip(self._outputs, self._session.run(self._outputs, feed), strict=True))
        except _REFUSALS as error:
            raise InvalidParameterValue(f"The model cannot take this input: {error}") from error
        if not isinstance(data, pd.DataFrame):
            return answers
        return pd.DataFrame({name: _column(answer) for name, answer in answers.items()})

    def get_raw_model(self) -> Any:
        return self._session

    def _named(self, data: Any) -> dict[str, Any]:
        if isinstance(data, dict):
            return data
        names = list(self._inputs)
        if isinstance(data, np.ndarray):
            if len(names) != 1:
                raise InvalidParameterValue(f"The model has the inputs {names}; give a table or dictionary of them.")
            return {names[0]: data}
        if not isinstance(data, pd.DataFrame):
            raise InvalidParameterValue(
                f"Give a table, an array or a dictionary of arrays, not a {type(data).__name__}."
            )
        if len(names) == 1:
            return {names[0]: data.to_numpy()}
        if missing := [name for name in names if name not in data.columns]:
            raise InvalidParameterValue(f"The table lacks {missing} of the model's inputs {names}.")
        return {name: data[name].to_numpy() for name in names}

    def _fitting(self, name: str, value: Any) -> Any:
        """A value as its input takes it: numbers of another width are converted, a column gets a second dimension."""
        array = np.asarray(value)
        if name not in self._inputs:
            return array
        wanted = self._inputs[name]
        kind = _NUMBERS.get(wanted.type)
        if kind is not None and array.dtype != kind and _converts(array.dtype, np.dtype(kind)):
            array = array.astype(kind)
        if array.ndim == 1 and len(wanted.shape) == 2 and wanted.shape[1] == 1:
            array = array.reshape(-1, 1)
        return array


def _converts(given: Any, wanted: Any) -> bool:
    return given.kind in "iuf" and (wanted.kind == "f" or np.can_cast(given, wanted, "safe"))


def _column(answer: Any) -> Any:
    if not isinstance(answer, np.ndarray) or answer.ndim <= 1:
        return answer
    return answer.reshape(-1) if answer.size == len(answer) else answer.tolist()
