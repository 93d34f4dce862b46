"""Several models in one server, their versions, and what is counted of them."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.serving.app import ScoringServer, application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.figures import ServingFigures
from mlflow.serving.requests import Format
from mlflow.serving.served import Limits, Served
from tests.serving.conftest import ask


class Fixed:
    metadata = None

    def __init__(self, said: str) -> None:
        self.said = said
        self.go_on = threading.Event()
        self.go_on.set()

    def predict(self, data: Any, params: Any = None) -> Any:
        self.go_on.wait(5)
        return self.said


@pytest.fixture
def figures(tmp_path: Path) -> ServingFigures:
    return ServingFigures(tmp_path / "figures")


@pytest.fixture
def app(figures: ServingFigures) -> ScoringServer:
    models = [
        Served(Fixed(name), name=name, version=version, figures=figures) for name, version in (("a", "3"), ("b", ""))
    ]
    return application_of(Catalog(*models), Limits(), figures)


def said(app: ScoringServer, path: str) -> Any:
    status, _, body = ask(app, '{"inputs": [1]}', path=path)
    return json.loads(body).get("predictions", status)


def test_each_model_has_an_address(app: ScoringServer) -> None:
    assert said(app, "/invocations") == said(app, "/models/a/invocations") == "a"
    assert said(app, "/models/b/invocations") == "b"
    status, _, body = ask(app, '{"inputs": [1]}', path="/models/c/invocations")
    assert status == 404 and json.loads(body)["error_code"] == "RESOURCE_DOES_NOT_EXIST" and "'a', 'b'" in body.decode()
    assert ask(app, path="/models/a/invocations", method="GET")[0] in (404, 405)


def test_an_answer_names_the_version(app: ScoringServer) -> None:
    assert ask(app, '{"inputs": [1]}')[1]["x-model-version"] == "3"
    assert "x-model-version" not in ask(app, '{"inputs": [1]}', path="/models/b/invocations")[1]


def test_the_models_are_listed(app: ScoringServer) -> None:
    listed = json.loads(ask(app, path="/models", method="GET")[2])["models"]
    assert [(each["name"], each["version"], each["invocations"]) for each in listed] == [
        ("a", "3", "/models/a/invocations"), ("b", None, "/models/b/invocations"),
    ]  # fmt: skip


def test_names_are_given_once() -> None:
    for models in ((), (Served(Fixed("x")), Served(Fixed("y")))):
        with pytest.raises(InvalidParameterValue):
            Catalog(*models)


def test_a_version_that_is_replaced_answers_what_it_was_asked() -> None:
    old = Fixed("old")
    catalog = Catalog(Served(old))
    old.go_on.clear()

    async def swap() -> list[Any]:
        asked = [asyncio.ensure_future(catalog.current().reply(b'{"inputs": [1]}', Format.JSON)) for _ in range(20)]
        await asyncio.sleep(0.05)
        catalog.replace(Served(Fixed("new")))
        after = await catalog.current().reply(b'{"inputs": [1]}', Format.JSON)
        old.go_on.set()
        return [after, *await asyncio.gather(*asked)]

    first, *others = [json.loads(text)["predictions"] for _, text in asyncio.run(swap())]
    assert first == "new" and set(others) == {"old"} and len(others) == 20


def test_figures(app: ScoringServer, figures: ServingFigures) -> None:
    figures.serves("a", "2", 0.5)
    figures.serves("a", "3", 0.25)
    figures.reloaded("a", well=False)
    for body in ('{"inputs": [1]}', '{"inputs": [1]}', "{"):
        ask(app, body)
    status, headers, text = ask(app, path="/metrics", method="GET")
    assert status == 200 and headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = text.decode().splitlines()
    for line in (
        'mlflow_http_requests_total{method="POST",act="invocations",status="200"} 2',
        'mlflow_http_requests_total{method="POST",act="invocations",status="400"} 1',
        'mlflow_predictions_total{model="a"} 2',
        'mlflow_predicted_requests_total{model="a"} 2',
        'mlflow_requests_waiting{model="b"} 0',
        'mlflow_model_info{model="a",version="3"} 1',
        'mlflow_model_load_seconds{model="a"} 0.25',
        'mlflow_model_reloads_total{model="a",ok="false"} 1',
        "# TYPE mlflow_predictions_total counter",
    ):
        assert line in lines, line
    assert not any('version="2"' in line for line in lines)


def test_figures_of_workers_are_added_up(tmp_path: Path) -> None:
    one, two = ServingFigures(tmp_path / "f"), ServingFigures(tmp_path / "f")
    one.predicted("m", 3)
    two.predicted("m", 4)
    one.write()
    (written,) = (tmp_path / "f").glob("*.json")
    written.rename(tmp_path / "f" / "penstock-1.json")  # as another process would have written it
    assert 'mlflow_predicted_requests_total{model="m"} 7' in two.text()
    assert 'mlflow_predictions_total{model="m"} 2' in two.text()


def test_without_figures_there_are_none() -> None:
    assert ask(application_of(Catalog(Served(Fixed("x"))), Limits()), path="/metrics", method="GET")[0] == 404
