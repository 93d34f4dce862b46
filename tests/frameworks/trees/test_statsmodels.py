"""The statsmodels flavor."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels
import statsmodels.api as sm
import statsmodels.formula.api as smf
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from mlflow.testing.flavors import unpickled
from tests.frameworks.crossing import CrossingContract
from tests.frameworks.trees.samples import SERIES, STRETCH, X, Y, Z, arima, ols

E = X.head(4)


class TestStatsmodels(CrossingContract):
    flavor = mlflow.statsmodels
    loader_module = "mlflow.statsmodels"
    requires = ("statsmodels",)

    def model(self) -> Any:
        return ols()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"statsmodels_model": model}

    def example(self) -> pd.DataFrame:
        return E

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)


def saved(model: Any, **more: Any) -> Any:
    """The model as a python_function, saved in the folder ``m``."""
    mlflow.statsmodels.save_model(model, "m", pip_requirements=[], **more)
    return mlflow.pyfunc.load_model("m")


def test_the_record() -> None:
    saved(ols())
    said = yaml.safe_load(Path("m/MLmodel").read_text())["flavors"]
    assert said["statsmodels"] == {
        "code": None,
        "data": "model.statsmodels",
        "statsmodels_version": statsmodels.__version__,
    }
    assert mlflow.statsmodels.STATSMODELS_DATA_SUBPATH == "model.statsmodels"


@pytest.mark.parametrize(
    "make",
    [
        lambda: sm.GLM(Y, X, family=sm.families.Binomial()).fit(maxiter=3),
        lambda: sm.RLM(Z, X).fit(),
        lambda: sm.QuantReg(Z, X).fit(),
        lambda: sm.GLS(Z, X).fit(),
        lambda: sm.MixedLM(Z, X, groups=np.repeat(range(6), 10)).fit(),
        lambda: sm.GEE(Z, X, groups=np.repeat(range(6), 10)).fit(),
    ],
    ids=["glm", "rlm", "quantiles", "gls", "mixed", "gee"],
)
def test_rows_of_exog(make: Any) -> None:
    model = make()
    loaded = saved(model)
    for data in (E, E.to_numpy()):
        np.testing.assert_array_equal(loaded.predict(data), model.predict(data))
    np.testing.assert_array_equal(mlflow.statsmodels.load_model("m").params, model.params)


def test_a_formula_takes_its_columns_by_name() -> None:
    model = smf.ols("z ~ np.log1p(a) + b", data=X.assign(z=Z)).fit()
    loaded = saved(model, input_example=E)
    np.testing.assert_array_equal(loaded.predict(E[["b", "a"]]), model.predict(E))


@pytest.mark.parametrize(
    "make",
    [
        arima,
        lambda: sm.tsa.SARIMAX(SERIES, order=(1, 0, 0)).fit(disp=False),
        lambda: sm.tsa.AutoReg(SERIES, lags=2).fit(),
        lambda: sm.tsa.ExponentialSmoothing(SERIES, trend="add").fit(),
        lambda: sm.tsa.UnobservedComponents(SERIES, "local level").fit(disp=False),
    ],
    ids=["arima", "sarimax", "autoreg", "smoothing", "components"],
)
def test_a_series_is_asked_for_a_stretch(make: Any) -> None:
    model = make()
    loaded = saved(model)
    wanted = model.predict(start=60, end=62)
    times = pd.DataFrame({"start": [pd.Timestamp("2024-03-01")], "end": [pd.Timestamp("2024-03-03")]})
    for asked in (STRETCH, times, times.astype(str), STRETCH.assign(dynamic=True)):
        pd.testing.assert_series_equal(loaded.predict(asked), wanted)


def test_exog_of_a_stretch_beyond_the_data() -> None:
    model = sm.tsa.ARIMA(SERIES, exog=X.set_index(SERIES.index), order=(1, 0, 0)).fit()
    loaded = saved(model)
    rows = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]
    asked = STRETCH.assign(exog=[rows])
    pd.testing.assert_series_equal(loaded.predict(asked), model.predict(start=60, end=62, exog=np.array(rows)))
    within = pd.DataFrame({"start": [3], "end": [5]})
    pd.testing.assert_series_equal(loaded.predict(within), model.predict(start=3, end=5))


@pytest.mark.parametrize(
    "asked",
    [
        pd.concat([STRETCH, STRETCH]),
        STRETCH.head(0),
        STRETCH[["start"]],
        STRETCH[["end"]],
        pd.DataFrame(),
        STRETCH.to_numpy(),
        [60, 62],
        None,
    ],
    ids=["two rows", "no row", "no end", "no start", "empty", "array", "list", "nothing"],
)
def test_a_stretch_that_is_none_is_said_plainly(asked: Any) -> None:
    loaded = saved(arima())
    with pytest.raises(InvalidParameterValue, match="start and end"):
        loaded.predict(asked)


def test_a_stretch_as_example_shows_the_signature() -> None:
    loaded = saved(arima(), input_example=STRETCH)
    assert loaded.metadata.get_input_schema().input_names() == ["start", "end"]
    assert loaded.metadata.get_output_schema().input_types()[0].name == "double"
    assert len(loaded.predict({"start": [60], "end": [62]})) == 3


def test_data_can_be_left_out() -> None:
    model, kept = ols(), ols()
    mlflow.statsmodels.save_model(kept, "kept", pip_requirements=[])
    loaded = saved(model, remove_data=True)
    np.testing.assert_array_equal(loaded.predict(E), kept.predict(E))
    assert mlflow.statsmodels.load_model("m").model.exog is None
    assert mlflow.statsmodels.load_model("kept").model.exog is not None
    assert Path("m/model.statsmodels").stat().st_size < Path("kept/model.statsmodels").stat().st_size


def test_results_that_do_not_predict_are_no_python_function() -> None:
    model = sm.tsa.VAR(X).fit(1)
    mlflow.statsmodels.save_model(model, "m", pip_requirements=[])
    np.testing.assert_array_equal(mlflow.statsmodels.load_model("m").params, model.params)
    with pytest.raises(ResourceDoesNotExist, match="python_function"):
        mlflow.pyfunc.load_model("m")


@pytest.mark.parametrize("model", ["text", sm.OLS(Z, X)], ids=["text", "not fitted"])
def test_what_is_no_result_is_refused(model: Any) -> None:
    with pytest.raises(InvalidParameterValue, match=r"fit\(\)"):
        mlflow.statsmodels.save_model(model, "m")
    assert not Path("m").exists()


class Armed:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("fired"),))


@pytest.mark.parametrize("name", ["model.statsmodels", "model.json", "model.yaml", "model"])
def test_a_pickle_is_refused_by_content_whatever_its_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(ols())
    Path("m/model.statsmodels").unlink()
    Path("m", name).write_bytes(pickle.dumps(Armed()))
    record = Path("m/MLmodel")
    record.write_text(record.read_text().replace("data: model.statsmodels", f"data: {name}"))
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with unpickled() as heard:
        for load in (mlflow.statsmodels.load_model, mlflow.pyfunc.load_model):
            with pytest.raises(PermissionDenied, match="MLFLOW_ALLOW_PICKLE_DESERIALIZATION"):
                load("m")
    assert not heard and not Path("fired").exists()


@pytest.mark.parametrize("content", [b"", b"garbage" * 50, b"\x80\x04damaged"])
def test_a_damaged_file_is_said_plainly(content: bytes) -> None:
    saved(ols())
    Path("m/model.statsmodels").write_bytes(content)
    for load in (mlflow.statsmodels.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(InvalidParameterValue, match=r"model\.statsmodels"):
            load("m")
