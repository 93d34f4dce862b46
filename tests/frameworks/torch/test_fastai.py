from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from fastai.tabular.all import Normalize, RegressionBlock, TabularDataLoaders, tabular_learner

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.testing.flavors import FlavorContract

FRAME = pd.DataFrame({"a": np.linspace(0, 1, 16), "b": np.linspace(3, 1, 16)})


class TestFastai(FlavorContract):
    """MLflow 3.6 has no such flavor any more, so there is none to cross with."""

    flavor = mlflow.fastai
    loader_module = "mlflow.fastai"
    requires = ("fastai",)

    def model(self) -> Any:
        data = TabularDataLoaders.from_df(
            FRAME.assign(y=FRAME["a"] * 2), procs=[Normalize], cont_names=["a", "b"], y_names="y",
            y_block=RegressionBlock(), bs=4, valid_idx=[0, 1],
        )  # fmt: skip
        return tabular_learner(data, layers=[4])

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"fastai_learner": model}

    def example(self) -> pd.DataFrame:
        return FRAME.head(3)

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        with model.no_bar(), model.no_logging():
            return model.get_preds(dl=model.dls.test_dl(data))[0].numpy()

    def _same(self, got: Any, model: Any) -> None:
        answers = np.array(got["predictions"].tolist()) if isinstance(got, pd.DataFrame) else got
        np.testing.assert_allclose(answers, self.answer(model, self.example()), rtol=1e-5)


def test_a_learner_is_a_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow.fastai.save_model(TestFastai().model(), str(tmp_path / "m"))
    block = yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())["flavors"]
    assert block["fastai"]["data"] == block["python_function"]["data"] == "model.fastai"
    with pytest.raises(InvalidParameterValue, match="cannot take"):
        mlflow.pyfunc.load_model(str(tmp_path / "m")).predict(pd.DataFrame({"x": [1.0]}))
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    for load in (mlflow.fastai.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied):
            load(str(tmp_path / "m"))
    monkeypatch.undo()
    (tmp_path / "m" / "model.fastai").write_bytes(b"nonsense")
    with pytest.raises(InvalidParameterValue, match=r"model\.fastai"):
        mlflow.fastai.load_model(str(tmp_path / "m"))
    with pytest.raises(InvalidParameterValue, match="Learner"):
        mlflow.fastai.save_model("nonsense", str(tmp_path / "n"))
