"""Loading models that do not fit here: what is wrong is said plainly, before anything is loaded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceDoesNotExist


@pytest.fixture
def folder() -> Path:
    mlflow.pyfunc.save_model("m", python_model=lambda model_input: model_input, pip_requirements=["packaging"])
    return Path("m")


def change(folder: Path, **keys: object) -> None:
    record = yaml.safe_load((folder / "MLmodel").read_text())
    record["flavors"]["python_function"].update(keys)
    (folder / "MLmodel").write_text(yaml.safe_dump(record))


def test_other_packages_are_told(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    mlflow.pyfunc.load_model("m")
    assert not caplog.records
    (folder / "requirements.txt").write_text(
        "mlflow==1.0\npackaging==1.2.3\nno-such-package>=2\nnumpy\nx; sys_platform == 'never'\n-c constraints.txt\n"
    )
    mlflow.pyfunc.load_model("m")
    (told,) = [record.getMessage() for record in caplog.records]
    assert "packaging==1.2.3 (here " in told and "no-such-package>=2 (not installed)" in told
    assert not {"numpy", "mlflow==", "never"} & set(told.split()) and "m/requirements.txt" in told
    caplog.clear()
    mlflow.pyfunc.load_model("m", suppress_warnings=True)
    assert not caplog.records


def test_another_python_is_told(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    change(folder, python_version="3.6.1")
    mlflow.pyfunc.load_model("m")
    assert "Python 3.6.1" in caplog.text and f"{sys.version_info.major}.{sys.version_info.minor}" in caplog.text


@pytest.mark.parametrize(
    ("keys", "error", "words"),
    [
        ({"loader_module": "mlflow.nowhere"}, InvalidParameterValue, "mlflow.nowhere"),
        ({"loader_module": "no_such_package.loader"}, InvalidParameterValue, "no_such_package"),
        ({"loader_module": None}, InvalidParameterValue, "loader"),
        ({"python_model": "gone.pkl"}, ResourceDoesNotExist, "gone.pkl"),
        ({"data": "gone"}, ResourceDoesNotExist, "gone"),
        ({"code": "gone"}, ResourceDoesNotExist, "gone"),
    ],
)
def test_what_a_record_names_must_be_there(
    folder: Path, keys: dict[str, object], error: type[MlflowException], words: str
) -> None:
    change(folder, **keys)
    with pytest.raises(error, match=words):
        mlflow.pyfunc.load_model("m")


@pytest.mark.parametrize("text", ["", "flavors", "[1]", "flavors: {}", "flavors: {sklearn: {}}", "a: [", "\x00"])
def test_a_damaged_record_is_no_model(folder: Path, text: str) -> None:
    (folder / "MLmodel").write_text(text)
    with pytest.raises(MlflowException) as told:
        mlflow.pyfunc.load_model("m")
    assert told.value.error_code in ("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST")
    assert "MLmodel" in told.value.message or "flavor" in told.value.message
