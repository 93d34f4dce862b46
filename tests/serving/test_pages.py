"""The page of a scoring server, and what it asks of the models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression

import mlflow.sklearn
from mlflow.models.signature import infer_signature
from mlflow.pyfunc import PythonModel, load_model, save_model
from mlflow.serving import pages
from mlflow.serving.app import ScoringServer, application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Limits, Served
from tests.serving.conftest import ask

PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"
ROWS = pd.DataFrame({"a": [1.0, 2.0], "b": [3, 4]})


class Talker(PythonModel):
    def predict(self, context: Any, model_input: Any, params: Any = None) -> list[str]:
        return ["all"]

    def predict_stream(self, context: Any, model_input: Any, params: Any = None) -> Iterator[str]:
        yield from ("a", "ll")


def _get(app: ScoringServer, path: str, accept: str = "*/*") -> tuple[int, dict[str, str], str]:
    status, headers, body = ask(app, content_type=None, path=path, method="GET", accept=accept)
    return status, headers, body.decode()


def _told(app: ScoringServer, path: str) -> Any:
    return json.loads(_get(app, path)[2])


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> ScoringServer:
    folder = tmp_path_factory.mktemp("models")
    model = LinearRegression().fit(ROWS, [1, 2])
    signature = infer_signature(ROWS, model.predict(ROWS), params={"k": 3})
    mlflow.sklearn.save_model(model, folder / "sums", signature=signature, input_example=ROWS[:1])
    save_model(folder / "talker", python_model=Talker())
    served = [
        Served(load_model(str(folder / "sums")), name="sums", version="2", registered="the sums"),
        Served(load_model(str(folder / "talker")), name="talker"),
    ]
    return application_of(Catalog(*served), Limits())


def test_a_model_is_described_with_its_signature_and_example(app: ScoringServer) -> None:
    told = _told(app, "/models/sums")
    assert told["registered_model"] == "the sums" and told["version"] == "2" and told["streams"] is False
    assert [(column["name"], column["type"], column["required"]) for column in told["inputs"]] == [
        ("a", "double", True),
        ("b", "long", True),
    ]
    assert told["params"] == [{"name": "k", "type": "long", "default": 3, "shape": None}]
    assert told["example"]["dataframe_split"] == {"columns": ["a", "b"], "data": [[1.0, 3]]}
    assert ask(app, json.dumps(told["example"]))[0] == 200

    talker = _told(app, "/models/talker")
    assert talker["streams"] is True and talker["inputs"] is None and talker["example"] is None
    assert talker["registered_model"] is None and talker["version"] is None
    assert {told["name"]: told["streams"] for told in _told(app, "/models")["models"]} == {
        "sums": False,
        "talker": True,
    }
    assert _get(app, "/models/none")[0] == 404


def test_a_large_example_is_left_out(app: ScoringServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow.serving.description._MAX_EXAMPLE", 10)
    assert _told(app, "/models/sums")["example"] is None


def test_browsers_get_a_page_and_programs_what_they_got(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tmp_path / "built"
    (built / "assets").mkdir(parents=True)
    (built / "try.html").write_text("<!doctype html><title>x</title>")
    (built / "assets" / "x.js").write_text("1")
    (built / ".built-from").write_text("x")
    monkeypatch.setattr(pages, "_FOLDER", built)
    app = application_of(Catalog(Served(load_model(str(_saved(tmp_path))), name="m")), Limits())
    status, headers, _ = _get(app, "/", PAGE)
    assert status == 200 and headers["content-type"].startswith("text/html")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "immutable" in _get(app, "/try/assets/x.js")[1]["cache-control"]
    for accept in ("application/json", "*/*", ""):
        assert _get(app, "/", accept)[0] == 404
    for path in ("/try/../../app.py", "/try/%2e%2e/m/MLmodel", "/try/none.js", "/try/.built-from", "/try/assets"):
        assert _get(app, path)[0] == 404, path


def _saved(folder: Path) -> Path:
    save_model(folder / "m", python_model=Talker())
    return folder / "m"


def test_an_installation_without_pages_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_FOLDER", tmp_path / "none")
    app = application_of(Catalog(Served(load_model(str(_saved(tmp_path))), name="m")), Limits())
    status, headers, text = _get(app, "/", PAGE)
    assert status == 200 and "docs" in text and "default-src 'none'" in headers["content-security-policy"]
