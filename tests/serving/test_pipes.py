"""A model that is asked through the pipes of its process."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException, TemporarilyUnavailable
from mlflow.models import infer_signature
from mlflow.serving.backends import PyFuncBackend, get_flavor_backend
from mlflow.serving.client import BaseScoringServerClient, ScoringServerClient, StdinScoringServerClient

SCRIPT = """
import mlflow, sys
from mlflow.models import ModelConfig

factor = ModelConfig(development_config={"factor": 1}).get("factor")

class Times(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        print("this is no answer")
        if (model_input["a"] == 13).any():
            raise RuntimeError("thirteen")
        if (model_input["a"] == 99).any():
            import os
            os._exit(3)
        return model_input["a"] * factor * (params or {}).get("n", 1)

mlflow.models.set_model(Times())
"""


@pytest.fixture
def backend() -> PyFuncBackend:
    Path("times.py").write_text(SCRIPT)
    signature = infer_signature(pd.DataFrame({"a": [1]}), [1], {"n": 1})
    mlflow.pyfunc.save_model("m", python_model="times.py", model_config={"factor": 2}, signature=signature,
                             pip_requirements=["cloudpickle"])  # fmt: skip
    found = get_flavor_backend("m", env_manager="local")
    assert isinstance(found, PyFuncBackend)
    return found


def test_questions_and_answers(backend: PyFuncBackend) -> None:
    table = pd.DataFrame({"a": [1, 2]})
    with backend.serve_stdin("m", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        client = StdinScoringServerClient(process)
        assert isinstance(client, BaseScoringServerClient)
        client.wait_server_ready(timeout=60)
        assert client.invoke(table).get_predictions() == [{"a": 2}, {"a": 4}]
        assert client.invoke(table, {"n": 3}).get_predictions() == [{"a": 6}, {"a": 12}]
        assert client.invoke({"dataframe_split": {"columns": ["a"], "data": [[5]]}}) == {"predictions": [{"a": 10}]}
        with pytest.raises(MlflowException, match="thirteen"):
            client.invoke(pd.DataFrame({"a": [13]}))
        with pytest.raises(InvalidParameterValue, match="a"):
            client.invoke(pd.DataFrame({"b": [1]}))
        assert client.invoke([{"a": 7}]).get_predictions() == [{"a": 14}]
        with pytest.raises(TemporarilyUnavailable, match="has ended"):
            client.invoke(pd.DataFrame({"a": [99]}))
        assert process.wait(10) == 3
        with pytest.raises(TemporarilyUnavailable, match="has ended"):
            client.invoke(table)


def test_it_ends_with_its_input_and_takes_settings(backend: PyFuncBackend) -> None:
    with backend.serve_stdin("m", stdout=subprocess.DEVNULL, model_config={"factor": 5}) as process:
        client = StdinScoringServerClient(process)
        client.wait_server_ready()
        assert client.invoke([{"a": 1}]).get_predictions() == [{"a": 5}]
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
        with pytest.raises(TemporarilyUnavailable):
            client.invoke([{"a": 1}])


def test_one_that_cannot_be_loaded_and_one_that_takes_long(backend: PyFuncBackend) -> None:
    Path("m/times.py").write_text("import time\ntime.sleep(2)\nraise ImportError('nothing')\n")
    with backend.serve_stdin("m", stderr=subprocess.DEVNULL) as process:
        client = StdinScoringServerClient(process)
        with pytest.raises(TemporarilyUnavailable, match="not loaded after"):
            client.wait_server_ready(timeout=0.05)
        with pytest.raises(TemporarilyUnavailable, match="ended with code 1"):
            client.wait_server_ready(timeout=60)


def test_what_both_clients_are() -> None:
    both: Any = (ScoringServerClient, StdinScoringServerClient)
    assert all(issubclass(each, BaseScoringServerClient) for each in both)
    with pytest.raises(TypeError, match="abstract"):
        BaseScoringServerClient()  # type: ignore[abstract]
