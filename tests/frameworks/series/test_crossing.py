"""Folders of prophet, pmdarima, diviner and spaCy cross to genuine MLflow and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import mlflow
from tests.frameworks.series import samples
from tests.frameworks.series.samples import SAMPLES

SCRIPT = Path(__file__).parent / "scripts" / "cross.py"


class Crossed(NamedTuple):
    """A folder with ``ours`` and ``genuine``, a model a sample each, and what genuine MLflow told of them."""

    folder: Path
    facts: dict[str, Any]


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory, genuine_facts: Callable[..., Any]) -> Crossed:
    folder = tmp_path_factory.mktemp("crossed")
    for name, (flavor, make, _) in SAMPLES.items():
        getattr(mlflow, flavor).save_model(make(), str(folder / "ours" / name), pip_requirements=[])
    facts = genuine_facts(SCRIPT, folder)
    assert "compat-venv" in facts["file"], "this was not the genuine package"
    return Crossed(folder, facts)


@pytest.mark.parametrize("name", SAMPLES)
def test_genuine_mlflow_loads_it(crossed: Crossed, name: str) -> None:
    hold(name, crossed.facts[name]["ours"]["answer"], answer(crossed.folder / "ours" / name, name))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_genuine_mlflow_saved_is_loaded(crossed: Crossed, name: str) -> None:
    flavor, make, _ = SAMPLES[name]
    folder = crossed.folder / "genuine" / name
    hold(name, crossed.facts[name]["genuine"]["answer"], answer(folder, name))
    assert type(getattr(mlflow, flavor).load_model(str(folder))) is type(make())


@pytest.mark.parametrize("name", SAMPLES)
def test_they_are_described_alike(crossed: Crossed, name: str) -> None:
    assert crossed.facts[name]["ours"]["flavors"] == crossed.facts[name]["genuine"]["flavors"]


def answer(folder: Path, name: str) -> Any:
    return mlflow.pyfunc.load_model(str(folder)).predict(SAMPLES[name][2])


def hold(name: str, got: Any, wanted: Any) -> None:
    same = samples.assert_same_scores if name == "spacy" else samples.assert_same_forecast
    same(got, wanted)
