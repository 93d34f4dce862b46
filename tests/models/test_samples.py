"""Model folders that MLflow 3.6 wrote load here and answer what they answered there.

Those of frameworks are asked in the framework's group, ``tests/frameworks``.
"""

from __future__ import annotations

import sys
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

import mlflow.pyfunc
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import Model
from tests.frameworks.genuine_folders import OF_FRAMEWORKS, ROWS, SAMPLES, TABLE

MESSAGES = [{"content": "a", "role": "user", "tags": ["x"], "score": 1.0}, {"content": "b", "role": "user", "tags": []}]
_PROBABILITIES = np.array([[0.76686514, 0.23313486]] * 2 + [[0.64458785, 0.35541215]] * 2)

#: Folder → what it is asked → what MLflow 3.6 answers.
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


def asked(name: str) -> mlflow.pyfunc.PyFuncModel:
    """The model of a folder; its pickles of functions are bytecode of the Python they were made with."""
    made = Model.load(SAMPLES / name).flavors["python_function"]
    if "python_model" in made and not made["python_version"].startswith(".".join(map(str, sys.version_info[:2]))):
        pytest.skip(f"pickled by Python {made['python_version']}")
    return mlflow.pyfunc.load_model(str(SAMPLES / name), suppress_warnings=True)


def test_every_sample_is_asked() -> None:
    of_frameworks = {name for group in OF_FRAMEWORKS.values() for name in group}
    assert {path.name for path in SAMPLES.iterdir()} == {*ANSWERS, *of_frameworks, "pytorch_state_dict"}


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
