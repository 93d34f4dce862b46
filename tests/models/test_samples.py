"""Model folders that MLflow 3.6 wrote load here and answer what they answered there."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

import mlflow.pyfunc
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import Model

SAMPLES = Path(__file__).parent / "samples"
TABLE = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [1, 0, 1, 0]})
ROWS = TABLE.to_numpy()
MESSAGES = [{"content": "a", "role": "user", "tags": ["x"], "score": 1.0}, {"content": "b", "role": "user", "tags": []}]
_PROBABILITIES = np.array([[0.76686514, 0.23313486]] * 2 + [[0.64458785, 0.35541215]] * 2)

#: Folder → what it is asked → what MLflow 3.6 answers; functions judge answers of frameworks.
ANSWERS: dict[str, tuple[Any, Any]] = {
    "logged": (TABLE, np.zeros(4, dtype=int)),
    "pyfunc_class": (TABLE, TABLE),
    "pyfunc_class_infer_reqs": (TABLE, TABLE),
    "pyfunc_from_code": (TABLE, TABLE),
    "pyfunc_function": (["a", "b"], pd.DataFrame({"0": ["a", "b"]})),
    "pyfunc_loader_module": (ROWS, ROWS),
    "pyfunc_pydantic": (MESSAGES, ["a", "b"]),
    "pyfunc_streamable": (TABLE, TABLE),
    "pyfunc_typehints": (["a", "b"], ["a", "b"]),
    **dict.fromkeys(
        ("sklearn_code_paths", "sklearn_condaenv", "sklearn_constraints", "sklearn_full", "sklearn_plain"),
        (TABLE, np.zeros(4, dtype=int)),
    ),
    "sklearn_numpy_example": (ROWS, np.zeros(4, dtype=int)),
    "sklearn_pickle_proba": (TABLE, _PROBABILITIES),
}
#: Folders of frameworks that are not always installed → the library, what it is asked.
OF_FRAMEWORKS: dict[str, tuple[str, Any]] = {
    "lightgbm_booster": ("lightgbm", TABLE),
    "lightgbm_sklearn": ("lightgbm", TABLE),
    "pytorch": ("torch", ROWS.astype("float32")),
    "pytorch_extra": ("torch", ROWS.astype("float32")),
    "pytorch_scripted": ("torch", ROWS.astype("float32")),
    "statsmodels_ols": ("statsmodels", TABLE),
    "statsmodels_remove_data": ("statsmodels", TABLE),
    "xgboost_booster": ("xgboost", TABLE),
    "xgboost_sklearn_json": ("xgboost", TABLE),
}


def asked(name: str) -> mlflow.pyfunc.PyFuncModel:
    """The model of a folder; its pickles of functions are bytecode of the Python they were made with."""
    made = Model.load(SAMPLES / name).flavors["python_function"]
    if "python_model" in made and not made["python_version"].startswith(".".join(map(str, sys.version_info[:2]))):
        pytest.skip(f"pickled by Python {made['python_version']}")
    return mlflow.pyfunc.load_model(str(SAMPLES / name), suppress_warnings=True)


def test_every_sample_is_asked() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {*ANSWERS, *OF_FRAMEWORKS, "pytorch_state_dict"}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(name: str) -> None:
    given, expected = ANSWERS[name]
    model = asked(name)
    answer = model.predict(given)
    assert type(answer) is type(expected) and len(answer) == len(expected)
    if isinstance(answer, list):
        assert answer == expected
    elif isinstance(answer, pd.DataFrame):
        pd.testing.assert_frame_equal(answer.rename(columns=str), expected)
    else:
        np.testing.assert_allclose(answer, expected, atol=1e-8)
    if (example := model.input_example) is not None:
        assert len(model.predict(example)) == len(example)


@pytest.mark.parametrize("name", OF_FRAMEWORKS)
def test_answers_of_frameworks(name: str) -> None:
    library, given = OF_FRAMEWORKS[name]
    pytest.importorskip(library)
    answer = np.asarray(asked(name).predict(given))
    assert len(answer) == len(given) and np.isfinite(answer).all()


def test_a_state_dictionary() -> None:
    pytest.importorskip("torch")
    assert importlib.import_module("mlflow.pytorch").load_state_dict(str(SAMPLES / "pytorch_state_dict"))


def test_input_of_a_class_that_a_pickle_brings() -> None:
    """The class of the rows lies in the pickle itself; rows may be its objects, dictionaries, or a table's."""
    model = asked("pyfunc_pydantic")
    (message,) = get_args(model.unwrap_python_model().predict_type_hints.input)
    assert message.__name__ == "Msg" and set(message.model_fields) == set(MESSAGES[0])
    assert model.predict([message(**MESSAGES[0]), MESSAGES[1]]) == ["a", "b"]
    assert model.predict(pd.DataFrame(MESSAGES[:1])) == ["a"]
    for wrong in (MESSAGES[0], [{"content": "a"}], ["a"]):
        with pytest.raises(InvalidParameterValue):
            model.predict(wrong)


def test_a_stream() -> None:
    assert list(asked("pyfunc_streamable").predict_stream(["a"])) == [1]
