"""The flavors prophet, pmdarima and diviner."""

from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.testing.flavors import unpickled
from tests.frameworks.crossing import PublishedContract
from tests.frameworks.series import samples


class Forecasts(PublishedContract):
    make: Any
    argument: str
    asked: pd.DataFrame

    @cache  # noqa: B019 - fitting takes seconds
    def model(self) -> Any:
        return type(self).make()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {self.argument: model}

    def example(self) -> pd.DataFrame:
        return self.asked

    def _same(self, got: Any, model: Any) -> None:
        samples.assert_same_forecast(got, self.answer(model, self.example()))


class TestProphet(Forecasts):
    flavor = mlflow.prophet
    loader_module = "mlflow.prophet"
    requires = ("prophet",)
    make = staticmethod(samples.prophet)
    argument = "pr_model"
    asked = samples.TIMES

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)


class TestPmdarima(Forecasts):
    flavor = mlflow.pmdarima
    loader_module = "mlflow.pmdarima"
    requires = ("pmdarima",)
    make = staticmethod(samples.arima)
    argument = "pmdarima_model"
    asked = samples.INTERVAL

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        forecast, bounds = model.predict(3, return_conf_int=True, alpha=0.1)
        return pd.DataFrame({"yhat": forecast, "yhat_lower": bounds[:, 0], "yhat_upper": bounds[:, 1]})


class TestGroupedProphet(Forecasts):
    flavor = mlflow.diviner
    loader_module = "mlflow.diviner"
    requires = ("diviner",)
    make = staticmethod(samples.grouped_prophet)
    argument = "diviner_model"
    asked = samples.HORIZON

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.forecast(2, "D")


class TestGroupedPmdarima(Forecasts):
    flavor = mlflow.diviner
    loader_module = "mlflow.diviner"
    requires = ("diviner",)
    make = staticmethod(samples.grouped_arima)
    argument = "diviner_model"
    asked = samples.STEPS

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(3)


def saved(flavor: Any, model: Any) -> Any:
    flavor.save_model(model, path="m", pip_requirements=[])
    return mlflow.pyfunc.load_model("m")


def test_prophet_asks_for_times() -> None:
    loaded = saved(mlflow.prophet, samples.prophet())
    with pytest.raises(InvalidParameterValue, match=r"'ds'.*when"):
        loaded.predict(samples.TIMES.rename(columns={"ds": "when"}))
    with pytest.raises(InvalidParameterValue, match="'ds'"):
        loaded.predict(["2024-03-01"])


def test_a_prophet_without_fit_is_refused() -> None:
    with pytest.raises(InvalidParameterValue, match=r"fit\(\)"):
        mlflow.prophet.save_model(samples.Prophet(), "m")
    assert not Path("m").exists()


@pytest.mark.parametrize("flavor", [mlflow.prophet, mlflow.pmdarima, mlflow.diviner])
def test_what_is_no_model_is_refused(flavor: Any) -> None:
    with pytest.raises(InvalidParameterValue, match=r"builtins\.str"):
        flavor.save_model("text", "m")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"n": [3]}, "n_periods"),
        ({"n_periods": [-3]}, "n_periods.*-3"),
        ({"n_periods": [0]}, "n_periods"),
        ({"n_periods": ["3"]}, "n_periods"),
        ({"n_periods": [3, 4]}, "one row"),
        ({"n_periods": [3], "alpha": [2.0]}, "alpha"),
        ({"n_periods": [3], "return_conf_int": ["yes"]}, "return_conf_int"),
    ],
)
def test_a_wrong_question_is_said_plainly(asked: Any, said: str) -> None:
    for flavor, model in ((mlflow.pmdarima, samples.arima()), (mlflow.diviner, samples.grouped_arima())):
        flavor.save_model(model, path=flavor.__name__, pip_requirements=[])
        with pytest.raises(InvalidParameterValue, match=said):
            mlflow.pyfunc.load_model(flavor.__name__).predict(pd.DataFrame(asked))


def test_regressors_of_the_steps() -> None:
    model = samples.arima(np.sqrt(np.arange(40.0)).reshape(-1, 1))
    loaded = saved(mlflow.pmdarima, model)
    answer = loaded.predict(pd.DataFrame({"n_periods": [2], "X": [[[6.0], [7.0]]]}))
    np.testing.assert_allclose(answer["yhat"], model.predict(2, X=[[6.0], [7.0]]))
    with pytest.raises(InvalidParameterValue, match="X"):
        loaded.predict(pd.DataFrame({"n_periods": [2]}))


def test_some_groups() -> None:
    loaded = saved(mlflow.diviner, samples.grouped_prophet())
    assert loaded.predict(samples.SOME)["shop"].tolist() == ["a", "a"]
    for groups, said in (([("q",)], "q|[Gg]roup"), ("a", "groups")):
        with pytest.raises(InvalidParameterValue, match=said):
            loaded.predict(samples.HORIZON.assign(groups=[groups]))
    for wrong, said in (
        ({"horizon": [-1]}, "horizon"),
        ({"frequency": [3]}, "frequency"),
        ({"frequency": ["no"]}, "no"),
    ):
        with pytest.raises(InvalidParameterValue, match=said):
            loaded.predict(samples.HORIZON.assign(**wrong))


@pytest.mark.parametrize("model", [samples.prophet, samples.grouped_prophet])
def test_json_is_loaded_where_pickles_are_forbidden(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    flavor = mlflow.prophet if model is samples.prophet else mlflow.diviner
    flavor.save_model(model(), path="m", pip_requirements=[])
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    assert flavor.load_model("m") is not None


class Armed:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("fired"),))


def test_a_pickle_is_refused_whatever_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow.pmdarima.save_model(samples.arima(), "m", pip_requirements=[])
    Path("m/model.json").write_bytes(pickle.dumps(Armed()))
    record = Path("m/MLmodel")
    record.write_text(record.read_text().replace("data: model.pmd", "data: model.json"))
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with unpickled() as heard:
        for load in (mlflow.pmdarima.load_model, mlflow.pyfunc.load_model):
            with pytest.raises(PermissionDenied):
                load("m")
    assert not heard and not Path("fired").exists()


@pytest.mark.parametrize(
    ("flavor", "make", "file"),
    [
        (mlflow.prophet, samples.prophet, "model.pr"),
        (mlflow.pmdarima, samples.arima, "model.pmd"),
        (mlflow.diviner, samples.grouped_prophet, "model.div"),
        (mlflow.diviner, samples.grouped_arima, "model.div"),
    ],
)
@pytest.mark.parametrize("content", [b"", b"garbage", b"{}"])
def test_a_damaged_file_is_said_plainly(flavor: Any, make: Any, file: str, content: bytes) -> None:
    flavor.save_model(make(), path="m", pip_requirements=[])
    Path("m", file).write_bytes(content)
    for load in (flavor.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(InvalidParameterValue, match=file):
            load("m")
