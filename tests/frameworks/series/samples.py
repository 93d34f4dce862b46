"""Small models of each framework, the same in every process; this module does without an MLflow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pmdarima
import spacy
from diviner import GroupedPmdarima, GroupedProphet
from pmdarima.pipeline import Pipeline
from pmdarima.preprocessing import BoxCoxEndogTransformer
from prophet import Prophet
from spacy.training import Example

SERIES = pd.DataFrame(
    {"ds": pd.date_range("2024-01-01", periods=40), "y": np.sin(np.arange(40.0)) + np.arange(40) / 20}
)
GROUPS = pd.concat([SERIES.assign(shop=shop, y=SERIES["y"] * times) for shop, times in (("a", 1), ("b", 2))])
TIMES = pd.DataFrame({"ds": pd.date_range("2024-03-01", periods=3)})
STEPS = pd.DataFrame({"n_periods": [3]})
INTERVAL = pd.DataFrame({"n_periods": [3], "return_conf_int": [True], "alpha": [0.1]})
HORIZON = pd.DataFrame({"horizon": [2], "frequency": ["D"]})
SOME = HORIZON.assign(groups=[[("a",)]])
TEXTS = pd.DataFrame({"text": ["good day", "bad"]})


def prophet() -> Prophet:
    return Prophet(uncertainty_samples=0).fit(SERIES)


def arima(x: Any = None) -> Any:
    return pmdarima.ARIMA((1, 0, 0)).fit(SERIES["y"].to_numpy(), X=x)


def pipeline() -> Pipeline:
    steps = [("boxcox", BoxCoxEndogTransformer(lmbda2=3)), ("arima", pmdarima.ARIMA((1, 0, 0)))]
    return Pipeline(steps).fit(SERIES["y"].to_numpy())


def grouped_prophet() -> GroupedProphet:
    return GroupedProphet(uncertainty_samples=0).fit(GROUPS, ["shop"])


def grouped_arima() -> GroupedPmdarima:
    return GroupedPmdarima(pmdarima.ARIMA((1, 0, 0))).fit(GROUPS, ["shop"], "y", "ds")


def categorizer() -> spacy.language.Language:
    pipeline = spacy.blank("en")
    component = pipeline.add_pipe("textcat")
    component.add_label("A")
    component.add_label("B")
    texts = [("good day", {"A": 1.0, "B": 0.0}), ("bad night", {"A": 0.0, "B": 1.0})]
    examples = [Example.from_dict(pipeline.make_doc(text), {"cats": cats}) for text, cats in texts]
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(3):
        pipeline.update(examples, sgd=optimizer)
    return pipeline


#: A name of our own: the flavor, the model, and what it is asked.
SAMPLES: dict[str, tuple[str, Callable[[], Any], pd.DataFrame]] = {
    "prophet": ("prophet", prophet, TIMES),
    "pmdarima": ("pmdarima", arima, INTERVAL),
    "grouped_prophet": ("diviner", grouped_prophet, HORIZON),
    "grouped_arima": ("diviner", grouped_arima, STEPS),
    "spacy": ("spacy", categorizer, TEXTS),
}


def assert_same_forecast(got: Any, wanted: pd.DataFrame) -> None:
    """Hold a forecast, a frame or its rows, against the wanted one: its numbers and its times."""
    got = pd.DataFrame(got)
    assert got.shape == wanted.shape
    for place, (name, column) in enumerate(wanted.items()):
        if pd.api.types.is_numeric_dtype(column):
            np.testing.assert_allclose(got.iloc[:, place].astype(float), column, err_msg=str(name))
        elif name == "ds":
            assert pd.to_datetime(got.iloc[:, place]).tolist() == column.tolist()


def assert_same_scores(got: Any, wanted: Any) -> None:
    """Hold the scores of texts, a column of dictionaries, against the wanted ones."""
    scores = [[list(each.values()) for each in np.asarray(rows, dtype=object).ravel()] for rows in (got, wanted)]
    np.testing.assert_allclose(*scores, rtol=1e-5)
