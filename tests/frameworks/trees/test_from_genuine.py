"""Models that genuine MLflow saved are loaded here and say the same; what both write of one model is the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import mlflow
from tests.frameworks.trees import samples
from tests.processes import facts_of

SAVE = Path(__file__).parent / "scripts" / "save.py"
E = samples.X.head(5)
NAMES = [
    *("xgb_booster", "xgb_json", "xgb_margin", "lgb_booster", "lgb_classifier"),
    *("cat_classifier", "cat_json", "cat_onnx", "ols", "ols_without_data", "arima", "onnx", "onnx_apart", "onnx_two"),
]
FLAVOR = {"xgb": mlflow.xgboost, "lgb": mlflow.lightgbm, "cat": mlflow.catboost, "onn": mlflow.onnx}


@pytest.fixture(scope="module")
def genuine(genuine_facts: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of the models, and what each said."""
    folder = tmp_path_factory.mktemp("genuine")
    told = genuine_facts(SAVE, folder)
    assert "compat-venv" in told["file"], "this was not the genuine package"
    assert list(told["answers"]) == NAMES
    return folder, told["answers"]


@pytest.mark.parametrize("name", NAMES)
def test_it_says_the_same(name: str, genuine: tuple[Path, dict[str, Any]]) -> None:
    folder, answers = genuine
    data: Any = {"arima": samples.STRETCH, "onnx_apart": np.ones((2, 40), np.float32)}.get(name, E)
    answer = mlflow.pyfunc.load_model(str(folder / name)).predict(data)
    np.testing.assert_allclose(np.asarray(answer["y"] if isinstance(answer, dict) else answer, float), answers[name])
    assert FLAVOR.get(name[:3], mlflow.statsmodels).load_model(str(folder / name)) is not None


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same models, saved by Penstock."""
    folder = tmp_path_factory.mktemp("ours")
    facts_of(Path(sys.executable), SAVE, folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_the_record_is_the_same(name: str, genuine: tuple[Path, dict[str, Any]], ours: Path) -> None:
    theirs, mine = (yaml.safe_load((folder / name / "MLmodel").read_text()) for folder in (genuine[0], ours))
    assert mine["flavors"] == theirs["flavors"]
    # Beside the weights that ONNX puts into a file named by chance.
    files, my_files = (
        {file.name for file in (folder / name).iterdir() if file.suffix != ".data"} for folder in (genuine[0], ours)
    )
    assert my_files == files
