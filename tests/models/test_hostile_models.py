"""Model folders made by somebody who means harm."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import mlflow.pyfunc
from mlflow.exceptions import InvalidParameterValue, MlflowException, PermissionDenied

_FIRE = "from pathlib import Path\nPath('fired').touch()\n"
_SCRIPT = _FIRE + "import mlflow\nmlflow.models.set_model(lambda x: x)\n"


class Armed:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("fired"),))


def _model(block: str, **files: str | bytes) -> str:
    folder = Path("model")
    lines = "".join(f"    {line}\n" for line in block.splitlines())
    written = {"MLmodel": f"flavors:\n  python_function:\n{lines}", **files}
    for name, content in written.items():
        file = folder / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(folder)


_CODE_MODEL = "loader_module: mlflow.pyfunc.loaders.code_model\nmodel_code_path: /elsewhere/m.py"
_BRING_CODE = [
    ("loader_module: evil\ncode: code", {"code__evil.py": _FIRE + "def _load_pyfunc(path): ..."}),
    ("loader_module: mlflow.pyfunc.model\npython_model: m\ncode: code", {"code__sitecustomize.py": _FIRE, "m": b"x"}),
    (_CODE_MODEL, {"m.py": _SCRIPT}),
    (_CODE_MODEL.replace("/elsewhere/", "C:\\elsewhere\\"), {"m.py": _SCRIPT}),
    (_CODE_MODEL + "\ncode: code", {"m.py": _SCRIPT, "code__x.py": _FIRE}),
]


@pytest.mark.parametrize(("block", "files"), _BRING_CODE)
def test_no_code_of_a_model_runs_where_that_is_forbidden(
    block: str, files: dict[str, str | bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSTOCK_ALLOW_MODEL_CODE", "false")
    with pytest.raises(PermissionDenied, match="PENSTOCK_ALLOW_MODEL_CODE"):
        mlflow.pyfunc.load_model(_model(block, **files))
    assert not Path("fired").exists()


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("loader_module: mlflow.pyfunc.model\npython_model: m.json", "m.json"),
        ("loader_module: mlflow.sklearn\ndata: m.txt", "m.txt"),
        ("loader_module: mlflow.sklearn\nmodel_path: a", "m.yaml"),
    ],
)
def test_no_pickle_of_a_model_is_read_where_that_is_forbidden(
    block: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    path = _model(block, **{name: pickle.dumps(Armed())})
    with open("model/MLmodel", "a") as file:
        file.write("  sklearn: {pickled_model: m.yaml, serialization_format: pickle}\n")
    with pytest.raises(PermissionDenied, match="MLFLOW_ALLOW_PICKLE_DESERIALIZATION"):
        mlflow.pyfunc.load_model(path)
    assert not Path("fired").exists()


_PYTHON = "loader_module: mlflow.pyfunc.model\npython_model: m.pkl\n"


@pytest.mark.parametrize(
    "block",
    [
        _PYTHON + "data: ../outside",
        _PYTHON + "data: /etc",
        _PYTHON + "code: ../outside",
        _PYTHON + "code: /tmp",
        _PYTHON + "config: ../outside/settings.yaml",
        _PYTHON + "config: outside/settings.yaml",
        _PYTHON + "config: [a]",
        _PYTHON.replace("m.pkl", "../outside/m.pkl"),
        _PYTHON.replace("m.pkl", "%2e%2e/outside/m.pkl"),
        _PYTHON.replace("mlflow.pyfunc.model", "os:system"),
        _PYTHON.replace("mlflow.pyfunc.model", ".relative"),
        _PYTHON.replace("mlflow.pyfunc.model", "''"),
        _PYTHON.replace("mlflow.pyfunc.model", "[a]"),
        _CODE_MODEL.replace("/elsewhere/m.py", ".."),
        _CODE_MODEL.replace("/elsewhere/m.py", "'../outside/\\0m.py'"),
    ],
)
def test_a_model_names_nothing_outside_its_folder(block: str) -> None:
    Path("outside").mkdir()
    for name in ("m.pkl", "m.py"):
        Path("outside", name).write_bytes(pickle.dumps(Armed()))
    Path("outside/settings.yaml").write_text("secret: 1")
    with pytest.raises(MlflowException):
        mlflow.pyfunc.load_model(_model(block, **{"m.pkl": pickle.dumps(len)}))
    assert not Path("fired").exists()


@pytest.mark.parametrize(
    "number", ["1" + ":59" * 100_000, "1" + ":0" * 2000 + ".5", "9" * 5000, "0b" + "1" * 5000, "+1" + "_1" * 3000]
)
def test_no_number_takes_long_to_read(number: str) -> None:
    with pytest.raises(InvalidParameterValue, match="number"):
        mlflow.pyfunc.load_model(_model(f"loader_module: mlflow.pyfunc.model\nx: {number}"))
