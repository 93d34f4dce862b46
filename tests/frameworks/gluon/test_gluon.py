"""The Gluon flavor of MLflow 1 and 2."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.testing.flavors import FlavorContract

E = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})


class TestGluon(FlavorContract):
    flavor = mlflow.gluon
    loader_module = "mlflow.gluon"
    requires = ("mxnet",)

    def model(self) -> Any:
        assert mlflow.gluon.FLAVOR_NAME == "gluon"  # the flavor makes MXNet importable
        import mxnet
        from mxnet.gluon import nn

        network = nn.HybridSequential()
        network.add(nn.Dense(4, activation="relu"), nn.Dense(1))
        network.initialize(mxnet.init.Xavier())
        network.hybridize()
        network(mxnet.nd.array(E.to_numpy()))
        return network

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"gluon_model": model}

    def example(self) -> pd.DataFrame:
        return E

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        import mxnet

        array = data.to_numpy() if isinstance(data, pd.DataFrame) else np.asarray(data)
        return model(mxnet.nd.array(array)).asnumpy()

    def test_the_folder_is_that_of_mlflow(self) -> None:
        model = self._save(Path("m"))
        assert {file.name for file in Path("m/data").iterdir()} == {"net-symbol.json", "net-0000.params"}
        said = yaml.safe_load(Path("m/MLmodel").read_text())["flavors"]
        assert said["gluon"] == {"code": None, "mxnet_version": "1.9.1"} and "data" not in said["python_function"]
        answer = mlflow.pyfunc.load_model("m").predict(E.to_numpy())
        np.testing.assert_allclose(answer, self.answer(model, E), rtol=1e-6)

    def test_wrong_things_are_said_plainly(self) -> None:
        with pytest.raises(InvalidParameterValue, match=r"builtins\.str"):
            mlflow.gluon.save_model("text", "m")
        self._save(Path("m"))
        with pytest.raises(InvalidParameterValue, match="list"):
            mlflow.pyfunc.load_model("m").predict([[1, 2]])
        Path("m/data/net-symbol.json").write_text("{")
        with pytest.raises(InvalidParameterValue, match=r"net-symbol\.json"):
            mlflow.gluon.load_model("m")
