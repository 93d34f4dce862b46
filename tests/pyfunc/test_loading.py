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


def test_what_is_no_uri_is_told() -> None:
    info = mlflow.pyfunc.log_model(name="m", python_model=lambda model_input: model_input, pip_requirements=[])
    for given, words in ((5, "int"), (info, "give its model_uri"), (None, "NoneType")):
        with pytest.raises(InvalidParameterValue, match=words):
            mlflow.pyfunc.load_model(given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("flavors", {"python_function": "x"}, "says nothing of how 'python_function'"),
        ("signature", {"inputs": "{"}, "MLmodel is damaged: The inputs"),
        ("signature", {"inputs": '[{"type": "doubble"}]'}, "MLmodel is damaged: 'doubble'"),
        ("signature", 5, "MLmodel is damaged: A signature"),
    ],
)
def test_a_damaged_record_is_told(folder: Path, key: str, value: object, words: str) -> None:
    record = yaml.safe_load((folder / "MLmodel").read_text())
    (folder / "MLmodel").write_text(yaml.safe_dump(record | {key: value}))
    with pytest.raises(InvalidParameterValue, match=words):
        mlflow.pyfunc.load_model("m")


def test_requirements_that_are_no_text_are_told(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "requirements.txt").write_bytes(b"\xff\xfe\x00\nno-such-package\n")
    mlflow.pyfunc.load_model("m")
    assert "no-such-package (not installed)" in caplog.text


def test_a_module_without_a_loader_is_told(folder: Path) -> None:
    change(folder, loader_module="os")
    with pytest.raises(InvalidParameterValue, match="No package that is installed has this loader"):
        mlflow.pyfunc.load_model("m")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"metadata": {"a": object()}}, "YAML, which cannot hold <object"),
        ({"metadata": "abc"}, "metadata must be a dictionary"),
        ({"model_config": {"a": object()}}, "YAML, which cannot hold <object"),
        ({"artifacts": ["a.txt"]}, "artifacts must be a dictionary"),
        ({"conda_env": {"dependencies": 5}}, "dependencies of a conda environment are a list"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidParameterValue, match=words):
        mlflow.pyfunc.save_model("n", python_model=lambda model_input: model_input, **arguments)  # type: ignore[arg-type]
    assert not Path("n").exists()
