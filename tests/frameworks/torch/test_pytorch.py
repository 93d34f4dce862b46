from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException, PermissionDenied, ResourceDoesNotExist
from mlflow.models import infer_signature, pickles
from tests.frameworks.crossing import CrossingContract

HERE = Path(__file__).parent
FRAME = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [0.5, -1.0, 4.0]})
X = FRAME.to_numpy(dtype=np.float32)


def network() -> torch.nn.Module:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Dropout(0.9), torch.nn.Linear(3, 1))


def said(model: torch.nn.Module, data: Any = X) -> Any:
    model.eval()
    with torch.no_grad():
        return model(torch.from_numpy(np.asarray(data))).numpy()


class TestPyTorch(CrossingContract):
    flavor = mlflow.pytorch
    loader_module = "mlflow.pytorch"
    requires = ("torch", "cloudpickle")

    def model(self) -> Any:
        return network()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"pytorch_model": model}

    def example(self) -> pd.DataFrame:
        return FRAME

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return said(model, data.to_numpy(dtype=np.float32))


class TestScripted(TestPyTorch):
    def model(self) -> Any:
        return torch.jit.script(network())


@pytest.fixture
def no_pickles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    mlflow.pytorch.save_model(network(), str(tmp_path / "m"))
    return tmp_path / "m"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[mlflow.ActiveRun]:
    mlflow.set_tracking_uri(str(tmp_path / "mlruns"))
    with mlflow.start_run() as active:
        yield active
    mlflow.set_tracking_uri("")


def test_the_files_are_those_of_mlflow(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("kept")
    mlflow.pytorch.save_model(network(), str(tmp_path / "m"), extra_files=[str(notes)])
    block = yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())["flavors"]
    assert block["pytorch"] == {
        "code": None, "model_data": "data", "pytorch_version": torch.__version__,
        "extra_files": [{"path": "extra_files/notes.txt"}],
    }  # fmt: skip
    function = block["python_function"]
    assert function["data"] == "data" and function["config"] == {"device": None}
    assert function["pickle_module_name"] == "mlflow.pytorch.pickle_module"
    assert (tmp_path / "m" / "data" / "pickle_module_info.txt").read_text() == "mlflow.pytorch.pickle_module"
    assert (tmp_path / "m" / "extra_files" / "notes.txt").read_text() == "kept"
    with pytest.raises(MlflowException):
        mlflow.pytorch.save_model(network(), str(tmp_path / "n"), extra_files=[str(tmp_path / "nowhere")])
    assert not (tmp_path / "n").exists()


def test_each_kind_of_input_is_answered(saved: Path) -> None:
    model, expected = mlflow.pyfunc.load_model(str(saved)), said(network())
    for data in (X, torch.from_numpy(X), X.tolist(), {"input": X}):
        answer = model.predict(data)
        assert isinstance(answer, np.ndarray)
        np.testing.assert_allclose(answer, expected)
    frame = model.predict(FRAME.set_index([[7, 8, 9]]))
    assert isinstance(frame, pd.DataFrame) and frame.index.tolist() == [7, 8, 9]
    assert isinstance(model.get_raw_model(), torch.nn.Sequential)


def test_a_traced_module_is_kept(tmp_path: Path) -> None:
    traced = torch.jit.trace(network().eval(), torch.from_numpy(X))
    mlflow.pytorch.save_model(traced, str(tmp_path / "m"))
    assert isinstance(mlflow.pytorch.load_model(str(tmp_path / "m")), torch.jit.ScriptModule)
    np.testing.assert_allclose(mlflow.pyfunc.load_model(str(tmp_path / "m")).predict(X), said(network()))


def test_answers_keep_their_structure(tmp_path: Path) -> None:
    class Several(torch.nn.Module):
        def forward(self, x: torch.Tensor, y: torch.Tensor) -> dict[str, Any]:
            return {"sum": x + y, "both": (x, y)}

    mlflow.pytorch.save_model(Several(), str(tmp_path / "m"))
    answer = mlflow.pyfunc.load_model(str(tmp_path / "m")).predict({"x": X, "y": X})
    np.testing.assert_allclose(answer["sum"], 2 * X)
    np.testing.assert_allclose(answer["both"][1], X)


@pytest.mark.parametrize("data", [X[:, :1], X.astype("float64"), pd.DataFrame({"a": ["x"]}), {"nowhere": X}, "text"])
def test_input_that_does_not_fit_is_refused(saved: Path, data: Any) -> None:
    with pytest.raises(InvalidParameterValue, match="cannot take"):
        mlflow.pyfunc.load_model(str(saved)).predict(data)


def test_devices(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The device of the call goes before that of the configuration, and that before the environment's."""
    declared = infer_signature(X, params={"device": "cpu"})
    mlflow.pytorch.save_model(network(), str(saved.with_name("d")), signature=declared)
    model = mlflow.pyfunc.load_model(str(saved.with_name("d")))
    np.testing.assert_allclose(model.predict(X, {"device": "cpu"}), said(network()))
    with pytest.raises(InvalidParameterValue, match="nonsense"):
        model.predict(X, {"device": "nonsense"})
    with pytest.raises(InvalidParameterValue, match="nonsense"):
        mlflow.pyfunc.load_model(str(saved), model_config={"device": "nonsense"})
    monkeypatch.setenv("MLFLOW_DEFAULT_PREDICTION_DEVICE", "meta")
    assert mlflow.pyfunc.load_model(str(saved)).get_raw_model()[0].weight.device.type == "meta"
    configured = mlflow.pyfunc.load_model(str(saved), model_config={"device": "cpu"})
    assert configured.get_raw_model()[0].weight.device.type == "cpu"
    assert mlflow.pytorch.load_model(str(saved), device="meta")[0].weight.device.type == "meta"


def test_what_is_no_module_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="save_state_dict"):
        mlflow.pytorch.save_model(network().state_dict(), str(tmp_path / "m"))
    with pytest.raises(InvalidParameterValue, match=r"state_dict\(\)"):
        mlflow.pytorch.save_state_dict(network(), str(tmp_path / "m"))
    assert not (tmp_path / "m").exists()


def test_no_pickles(saved: Path, no_pickles: None, tmp_path: Path) -> None:
    """Modules and scripts are refused, whatever the files are called; states of tensors are read."""
    for load in (mlflow.pytorch.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied):
            load(str(saved))
    mlflow.pytorch.save_model(torch.jit.script(network()), str(tmp_path / "s"))
    with pytest.raises(PermissionDenied):
        mlflow.pytorch.load_model(str(tmp_path / "s"))
    mlflow.pytorch.save_state_dict(network().state_dict(), str(tmp_path / "state"))
    assert set(mlflow.pytorch.load_state_dict(str(tmp_path / "state"))) == set(network().state_dict())
    with pytest.raises(PermissionDenied):
        mlflow.pytorch.load_state_dict(str(tmp_path / "state"), weights_only=False)


class Hostile:
    """Leaves a file where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> Any:
        return Path.touch, (self.trace,)


@pytest.mark.parametrize("legacy", [False, True])
def test_a_state_that_holds_code_runs_none(tmp_path: Path, legacy: bool) -> None:
    (tmp_path / "state").mkdir()
    torch.save(
        {"w": Hostile(tmp_path / "trace")}, tmp_path / "state" / "state_dict.pth",
        _use_new_zipfile_serialization=not legacy,
    )  # fmt: skip
    with pytest.raises(InvalidParameterValue, match="weights_only"):
        mlflow.pytorch.load_state_dict(str(tmp_path / "state"))
    assert not (tmp_path / "trace").exists()


def test_a_disguised_pickle_runs_nothing(saved: Path, tmp_path: Path, no_pickles: None) -> None:
    """An old pickle, and one in an archive dressed up as a script."""
    for disguise in (False, True):
        torch.save(Hostile(tmp_path / "trace"), saved / "data" / "model.pth", _use_new_zipfile_serialization=disguise)
        with pytest.raises(PermissionDenied):
            mlflow.pyfunc.load_model(str(saved))
    assert not (tmp_path / "trace").exists()


def test_a_model_cannot_have_modules_imported(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd_pickles.py").write_text("from pickle import *\nfrom pickle import Unpickler\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    (saved / "data" / "pickle_module_info.txt").write_text("odd_pickles")
    with pytest.raises(InvalidParameterValue, match="odd_pickles"):
        mlflow.pyfunc.load_model(str(saved))
    assert "odd_pickles" not in sys.modules
    np.testing.assert_allclose(said(mlflow.pytorch.load_model(str(saved), pickle_module=pickle)), said(network()))
    text = (saved / "MLmodel").read_text().replace("model_data: data", "model_data: ../elsewhere")
    (saved / "MLmodel").write_text(text)
    with pytest.raises(InvalidParameterValue):
        mlflow.pytorch.load_model(str(saved))


def test_damage_is_told(saved: Path) -> None:
    file = saved / "data" / "model.pth"
    content = file.read_bytes()
    for damaged in (content[: len(content) // 2], b"", b"nonsense"):
        file.write_bytes(damaged)
        with pytest.raises(InvalidParameterValue, match=r"model\.pth"):
            mlflow.pytorch.load_model(str(saved))
    file.unlink()
    with pytest.raises(ResourceDoesNotExist, match=r"model\.pth"):
        mlflow.pytorch.load_model(str(saved))
    with pytest.raises(ResourceDoesNotExist, match="flavor"):
        mlflow.sklearn.load_model(str(saved))


def test_states_are_logged(run: mlflow.ActiveRun) -> None:
    mlflow.pytorch.log_state_dict(network().state_dict(), artifact_path="state")
    state = mlflow.pytorch.load_state_dict(f"runs:/{run.info.run_id}/state")
    torch.testing.assert_close(state["0.weight"], network().state_dict()["0.weight"])


class Lightning:
    """As much of a LightningModule as reads checkpoints."""

    def __init__(self, state: dict[str, Any], depth: int) -> None:
        self.state, self.depth = state, depth

    @classmethod
    def load_from_checkpoint(cls, path: str, depth: int = 0) -> Lightning:
        return cls(torch.load(path), depth)


def test_checkpoints(run: mlflow.ActiveRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ResourceDoesNotExist, match="checkpoint"):
        mlflow.pytorch.load_checkpoint(Lightning)
    names = {"latest_checkpoint": 9, "epoch_1/checkpoint": 1, "global_step_30/checkpoint": 30}
    for name, number in names.items():
        file = tmp_path / "logged" / "checkpoints" / f"{name}.pth"
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.save({"n": torch.tensor(number)}, file)
    mlflow.log_artifacts(str(tmp_path / "logged"))
    mlflow.set_tag("mlflow.latest_checkpoint_artifact", "checkpoints/latest_checkpoint.pth")
    assert mlflow.pytorch.load_checkpoint(Lightning).state["n"] == 9
    assert mlflow.pytorch.load_checkpoint(Lightning, run.info.run_id, epoch=1).state["n"] == 1
    made = mlflow.pytorch.load_checkpoint(Lightning, global_step=30, kwargs={"depth": 3})
    assert (made.state["n"], made.depth) == (30, 3)
    with pytest.raises(InvalidParameterValue, match="not both"):
        mlflow.pytorch.load_checkpoint(Lightning, epoch=1, global_step=30)
    with pytest.raises(ResourceDoesNotExist, match="epoch_7"):
        mlflow.pytorch.load_checkpoint(Lightning, epoch=7)
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(PermissionDenied):
        mlflow.pytorch.load_checkpoint(Lightning)


def test_models_of_genuine_mlflow(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    told = genuine_facts(HERE / "scripts" / "genuine_models.py", tmp_path)
    assert "compat-venv" in told["file"], "this was not the genuine package"
    data = np.array(told["x"], dtype=np.float32)
    for name in ("plain", "scripted"):
        np.testing.assert_allclose(mlflow.pyfunc.load_model(str(tmp_path / name)).predict(data), told["answer"])
    np.testing.assert_allclose(said(mlflow.pytorch.load_model(str(tmp_path / "plain")), data), told["answer"])
    assert mlflow.pytorch.load_state_dict(str(tmp_path / "state"))["linear.weight"].shape == (1, 2)
    assert pickles.looks_like_pickle(tmp_path / "plain" / "data" / "model.pth")
