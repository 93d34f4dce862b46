"""Records that say too little, of any flavor whose model is one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import mlflow
from mlflow.exceptions import MlflowException, ResourceDoesNotExist
from tests.frameworks.trees import samples
from tests.frameworks.trees.onnx_models import product

MODELS: dict[str, Callable[[], Any]] = {
    "xgboost": samples.xgb_booster,
    "lightgbm": samples.lgb_booster,
    "catboost": samples.cat_classifier,
    "statsmodels": samples.ols,
    "onnx": product,
}


@pytest.mark.parametrize("flavor", MODELS)
def test_a_python_function_that_names_no_file(flavor: str) -> None:
    getattr(mlflow, flavor).save_model(MODELS[flavor](), path="m", pip_requirements=[])
    record = Path("m/MLmodel")
    said = yaml.safe_load(record.read_text())
    for missing in ("data", flavor):
        block = said["flavors"]["python_function"] if missing == "data" else said["flavors"]
        kept = block.pop(missing)
        record.write_text(yaml.safe_dump(said))
        with pytest.raises(MlflowException):
            mlflow.pyfunc.load_model("m")
        block[missing] = kept
    said["flavors"][flavor]["data"] = said["flavors"]["python_function"]["data"] = "code/nowhere"
    record.write_text(yaml.safe_dump(said))
    with pytest.raises(ResourceDoesNotExist, match="nowhere"):
        mlflow.pyfunc.load_model("m")
