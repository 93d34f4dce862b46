"""The H2O flavor, with a server of this machine's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import h2o
import numpy as np
import pandas as pd
import pytest
import yaml
from h2o.estimators import H2OGradientBoostingEstimator

import mlflow
from mlflow.exceptions import InvalidParameterValue
from tests.frameworks.crossing import PublishedContract
from tests.processes import free_port

SCRIPT = Path(__file__).parent / "scripts" / "cross_h2o.py"
PORT = free_port()
ROWS = pd.DataFrame({"a": np.arange(60.0) % 7, "b": np.arange(60.0) % 5})
E = ROWS.head(4)


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    assert shutil.which("java"), "H2O needs Java"
    h2o.init(port=PORT, bind_to_localhost=True, max_mem_size="1g", nthreads=1)
    h2o.no_progress()
    yield
    h2o.cluster().shutdown()


@cache
def trees() -> Any:
    model = H2OGradientBoostingEstimator(ntrees=3, min_rows=1, seed=1)
    model.train(["a", "b"], "y", training_frame=h2o.H2OFrame(ROWS.assign(y=ROWS["a"] * 2 + ROWS["b"])))
    return model


class TestH2O(PublishedContract):
    flavor = mlflow.h2o
    loader_module = "mlflow.h2o"
    requires = ("h2o",)

    def model(self) -> Any:
        return trees()

    def arguments(self, model: Any) -> dict[str, Any]:
        # The server that is there, also for other processes.
        return {"h2o_model": model, "settings": {"init": {"port": PORT}}}

    def example(self) -> pd.DataFrame:
        return E

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        frame = pd.DataFrame(np.asarray(data), columns=["a", "b"])
        return model.predict(h2o.H2OFrame(frame)).as_data_frame()

    def test_it_crosses_to_genuine_mlflow_and_back(self, tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
        model = self._save(tmp_path / "m", input_example=E, pip_requirements=[])
        facts = genuine_facts(SCRIPT, tmp_path)
        assert "compat-venv" in facts["file"] and facts["server"].endswith(f":{PORT}")
        self._same(facts["answer"], model)
        self._same(mlflow.pyfunc.load_model(str(tmp_path / "genuine")).predict(E), model)
        self._same(self.answer(mlflow.h2o.load_model(str(tmp_path / "genuine")), E), model)

    def test_the_folder(self) -> None:
        self._save(Path("m"))
        said = yaml.safe_load(Path("m/model.h2o/h2o.yaml").read_text())
        assert said["init"] == {"port": PORT} and Path("m/model.h2o", said["model_file"]).is_file()
        blocks = yaml.safe_load(Path("m/MLmodel").read_text())["flavors"]
        assert blocks["h2o"] == {"code": None, "data": "model.h2o", "h2o_version": h2o.__version__}
        assert mlflow.pyfunc.load_model("m").predict(E.set_index(E.index + 7)).index.tolist() == [7, 8, 9, 10]

    def test_wrong_things_are_said_plainly(self) -> None:
        with pytest.raises(InvalidParameterValue, match=r"builtins\.str"):
            mlflow.h2o.save_model("text", "m")
        self._save(Path("m"))
        (file,) = (each for each in Path("m/model.h2o").iterdir() if each.suffix != ".yaml")
        file.write_bytes(b"damaged")
        with pytest.raises(InvalidParameterValue, match=file.name):
            mlflow.h2o.load_model("m")
