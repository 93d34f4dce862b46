"""The two jobs of the demo: which wine is it, and how far will the diabetes get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd
from sklearn.datasets import load_diabetes, load_wine
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import SGDClassifier, SGDRegressor
from sklearn.metrics import log_loss, mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

STEPS = 20
GRID: Mapping[str, Mapping[str, list[Any]]] = {
    "linear": {"alpha": [1e-4, 1e-3, 1e-2, 1e-1], "penalty": ["l2", "l1"]},
    "boosting": {"max_depth": [1, 2, 3, 4], "learning_rate": [0.05, 0.2]},
}


@dataclass(frozen=True)
class Task:
    """A data set, what is to be predicted in it, and how a prediction is judged."""

    name: str
    load: Callable[..., Any]
    target: str
    classifies: bool
    loss_name: str

    @property
    def model_name(self) -> str:
        return f"demo-{self.name}"

    @property
    def model_type(self) -> str:
        return "classifier" if self.classifies else "regressor"

    def split(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
        """Features and targets, for training and for judging."""
        features, target = self.load(return_X_y=True, as_frame=True)
        features.columns = [column.replace("/", " per ") for column in features.columns]
        return train_test_split(features, target.rename(self.target), test_size=0.3, random_state=7)

    def baseline(self) -> Any:
        """What any model must beat: the most frequent answer, or the mean."""
        return DummyClassifier(strategy="prior") if self.classifies else DummyRegressor()

    def loss(self, model: Any, features: pd.DataFrame, target: pd.Series) -> float:
        """Log loss of a classifier, mean squared error of a regressor."""
        if self.classifies:
            return float(log_loss(target, model.predict_proba(features), labels=model.classes_))
        return float(mean_squared_error(target, model.predict(features)))

    def train(self, family: str, params: Mapping[str, Any], data: tuple[Any, ...]) -> Iterator[tuple[Any, float]]:
        """The model and its loss on the rows kept aside, after each of ``STEPS`` steps of training."""
        train, test, target, test_target = data
        if family == "boosting":
            kind = GradientBoostingClassifier if self.classifies else GradientBoostingRegressor
            model = kind(**params, n_estimators=1, warm_start=True, random_state=7)
            for step in range(STEPS):
                model.set_params(n_estimators=5 * (step + 1)).fit(train, target)
                yield model, self.loss(model, test, test_target)
        else:
            scaler = StandardScaler().fit(train)
            linear = SGDClassifier(loss="log_loss", **params) if self.classifies else SGDRegressor(**params)
            linear.set_params(random_state=7, eta0=0.01, learning_rate="constant")
            classes = {"classes": sorted(target.unique())} if self.classifies else {}
            model = make_pipeline(scaler, linear)
            for _ in range(STEPS):
                linear.partial_fit(scaler.transform(train), target, **classes)
                yield model, self.loss(model, test, test_target)


TASKS = (
    Task("wine", load_wine, "cultivar", classifies=True, loss_name="log_loss"),
    Task("diabetes", load_diabetes, "progression", classifies=False, loss_name="mse"),
)


def grid() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every family with every combination of its parameters."""
    for family, choices in GRID.items():
        for values in product(*choices.values()):
            yield family, dict(zip(choices, values, strict=True))
