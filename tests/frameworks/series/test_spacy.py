"""The spaCy flavor."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import spacy

import mlflow
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from tests.frameworks.crossing import PublishedContract
from tests.frameworks.series import samples


class TestSpacy(PublishedContract):
    flavor = mlflow.spacy
    loader_module = "mlflow.spacy"
    requires = ("spacy",)

    @cache  # noqa: B019 - training takes a second
    def model(self) -> Any:
        return samples.categorizer()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"spacy_model": model}

    def example(self) -> pd.DataFrame:
        return samples.TEXTS

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return [[model(text).cats] for text in data["text"]]

    def _same(self, got: Any, model: Any) -> None:
        samples.assert_same_scores(got, self.answer(model, self.example()))


def test_a_pipeline_that_sorts_no_texts_is_no_python_function() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    mlflow.spacy.save_model(pipeline, "m", pip_requirements=[])
    assert len(list(mlflow.spacy.load_model("m")("One. Two.").sents)) == 2
    with pytest.raises(ResourceDoesNotExist, match="python_function"):
        mlflow.pyfunc.load_model("m")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (samples.TEXTS.assign(more=1), "2 columns"),
        (pd.DataFrame(), "0 columns"),
        (["good"], "list"),
        (pd.DataFrame({"text": [1]}), "'text'.*int"),
    ],
)
def test_a_wrong_question_is_said_plainly(asked: Any, said: str) -> None:
    mlflow.spacy.save_model(samples.categorizer(), "m", pip_requirements=[])
    with pytest.raises(InvalidParameterValue, match=said):
        mlflow.pyfunc.load_model("m").predict(asked)


def test_damage_is_said_plainly() -> None:
    mlflow.spacy.save_model(samples.categorizer(), "m", pip_requirements=[])
    Path("m/model.spacy/config.cfg").write_text("[nlp")
    with pytest.raises(InvalidParameterValue, match=r"model\.spacy"):
        mlflow.spacy.load_model("m")
    with pytest.raises(InvalidParameterValue, match=r"builtins\.str"):
        mlflow.spacy.save_model("text", "n")
