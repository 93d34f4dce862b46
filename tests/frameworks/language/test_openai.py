"""Models of OpenAI's API, against a server on loopback that speaks it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openai
import pandas as pd
import pytest
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models import ModelSignature
from mlflow.types import ParamSchema, ParamSpec
from tests.frameworks.language.openai_server import Asked, openai_server

HERE = Path(__file__).parent
TWO_GAPS = [{"role": "system", "content": "Be {tone}."}, {"role": "user", "content": "Tell of {topic}."}]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    with openai_server() as asked:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
        monkeypatch.setenv("OPENAI_BASE_URL", asked.address)
        yield asked


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Any]:
    def save(**arguments: Any) -> Any:
        mlflow.openai.save_model(path=str(tmp_path / "m"), **{"model": "gpt", "task": "chat.completions", **arguments})
        return mlflow.pyfunc.load_model(str(tmp_path / "m"))

    return save


def test_gaps_are_filled_row_by_row(api: Asked, saved: Callable[..., Any]) -> None:
    model = saved(messages=TWO_GAPS, temperature=0.5)
    frame = pd.DataFrame({"topic": ["a", "b"], "tone": ["kind", "brief"]})
    assert model.predict(frame) == [
        "system: Be kind. | user: Tell of a.",
        "system: Be brief. | user: Tell of b.",
    ]
    assert model.predict({"tone": "x", "topic": "y"}) == ["system: Be x. | user: Tell of y."]
    assert {body["temperature"] for body in api.bodies} == {0.5}
    assert api.keys == {"Bearer sk-secret"}
    with pytest.raises(InvalidParameterValue, match="tone"):
        model.predict({"topic": "y"})


@pytest.mark.parametrize(
    "data", [["a", "b"], pd.DataFrame({"topic": ["a", "b"]}), pd.DataFrame({"n": ["a", "b"]}), np.array(["a", "b"])]
)
def test_one_gap_takes_any_column_of_text(api: Asked, saved: Callable[..., Any], data: Any) -> None:
    model = saved(messages=[{"role": "user", "content": "Tell of {topic}."}])
    assert model.predict(data) == ["user: Tell of a.", "user: Tell of b."]


def test_without_a_gap_the_input_is_the_next_message(api: Asked, saved: Callable[..., Any]) -> None:
    model = saved(messages=[{"role": "system", "content": 'Answer as {"a": 1}, with {{braces}}.'}])
    assert model.predict("hi") == ['system: Answer as {"a": 1}, with {braces}. | user: hi']
    assert saved_input_names(model) == [0]
    with pytest.raises(InvalidParameterValue, match="text"):
        model.predict({"messages": [{"role": "user", "content": "q"}]})


def saved_input_names(model: Any) -> list[Any]:
    return list(model.metadata.signature.inputs.input_names())


def test_parameters_of_the_signature_go_to_the_api(api: Asked, saved: Callable[..., Any]) -> None:
    given = ModelSignature(params=ParamSchema([ParamSpec("temperature", "float", 0.3)]))
    model = saved(messages=[{"role": "user", "content": "{q}"}], temperature=1.0, signature=given)
    model.predict("a")
    model.predict("a", params={"temperature": 0.9})
    assert [round(body["temperature"], 3) for body in api.bodies] == [0.3, 0.9]


def test_texts_of_completions_and_embeddings_travel_together(
    api: Asked, saved: Callable[..., Any], tmp_path: Path
) -> None:
    model = saved(task="completions", prompt="{a} and {b}", n=2)
    frame = pd.DataFrame({"a": list("xyz") * 10, "b": list("123") * 10})
    answers = model.predict(frame)
    assert answers == [f"so: {a} and {b}" for a, b in zip(frame["a"], frame["b"], strict=True)]
    assert sorted(len(body["prompt"]) for body in api.bodies) == [10, 20]
    mlflow.openai.save_model("emb", "embeddings", str(tmp_path / "e"))
    embedded = mlflow.pyfunc.load_model(str(tmp_path / "e")).predict(["hello", "you"] * 600)
    assert np.allclose(embedded, [[5.0, 0.5], [3.0, 0.5]] * 600)
    assert sorted(len(body["input"]) for body in api.bodies[2:]) == [176, 1024]


def test_requests_are_made_several_at_a_time_but_not_all(
    saved: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with openai_server(seconds=0.05) as asked:
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("OPENAI_BASE_URL", asked.address)
        texts = [f"t{at}" for at in range(40)]
        assert saved().predict(texts) == [f"user: {text}" for text in texts]
        assert 2 <= asked.most_at_once <= 10


def test_what_is_kept_holds_no_key(api: Asked, saved: Callable[..., Any], tmp_path: Path) -> None:
    saved(messages=TWO_GAPS)
    assert not any(b"sk-secret" in file.read_bytes() for file in (tmp_path / "m").rglob("*") if file.is_file())
    for more in ({"api_key": "sk"}, {"extra_headers": {"Authorization": "Bearer sk"}}):
        with pytest.raises(InvalidParameterValue, match="OPENAI_API_KEY"):
            mlflow.openai.save_model("gpt", "chat.completions", str(tmp_path / "n"), **more)
    assert not (tmp_path / "n").exists()


def test_the_folder_is_that_of_mlflow(tmp_path: Path) -> None:
    mlflow.openai.save_model("gpt", "chat.completions", str(tmp_path / "m"), messages=TWO_GAPS, temperature=0.5)
    assert yaml.safe_load((tmp_path / "m" / "model.yaml").read_text()) == mlflow.openai.load_model(str(tmp_path / "m"))
    said = yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())
    assert said["flavors"]["openai"] == {"code": None, "data": "model.yaml", "openai_version": openai.__version__}
    assert said["flavors"]["python_function"]["loader_module"] == "mlflow.openai"
    assert [column["name"] for column in json.loads(said["signature"]["inputs"])] == ["tone", "topic"]
    assert any(line.startswith("openai==") for line in (tmp_path / "m" / "requirements.txt").read_text().splitlines())


def test_a_task_may_be_the_client_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    client = openai.OpenAI()
    tasks = {
        "chat.completions": [client.chat.completions, openai.chat.completions, "ChatCompletion"],
        "embeddings": [client.embeddings, openai.embeddings, "Embedding"],
        "completions": [client.completions, openai.completions],
    }
    for name, given in tasks.items():
        for at, task in enumerate(given):
            mlflow.openai.save_model("m", task, str(tmp_path / f"{name}{at}"))
            assert mlflow.openai.load_model(str(tmp_path / f"{name}{at}"))["task"] == name
    mlflow.openai.save_model("m", "images", str(tmp_path / "i"))
    assert "python_function" not in mlflow.models.Model.load(tmp_path / "i").flavors
    for bad in ({"task": None}, {"task": 3}, {"model": None}, {"messages": 3}, {"messages": ["x"]}):
        with pytest.raises(InvalidParameterValue):
            mlflow.openai.save_model(**{"model": "m", "task": "chat.completions", "path": str(tmp_path / "bad"), **bad})
    with pytest.raises(InvalidParameterValue, match="place for input"):
        mlflow.openai.save_model("m", "completions", str(tmp_path / "bad"), prompt="Say")
    assert not (tmp_path / "bad").exists()


def test_errors_of_the_api_are_told(
    api: Asked, saved: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(MlflowException, match="no such model"):
        saved(model="missing").predict("a")
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(InvalidParameterValue, match="OPENAI_API_KEY"):
        mlflow.pyfunc.load_model(str(tmp_path / "m")).predict("a")


def test_azure_is_asked_for_its_deployment(
    api: Asked, saved: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.setenv("OPENAI_API_TYPE", "azure")
    monkeypatch.setenv("OPENAI_API_BASE", api.address.removesuffix("/v1"))
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
    monkeypatch.setenv("OPENAI_DEPLOYMENT_NAME", "mine")
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "azure-key")
    assert saved().predict("hi") == ["user: hi"]
    assert api.paths == ["/openai/deployments/mine/chat/completions?api-version=2024-10-21"]
    assert api.keys == {"azure-key"}


def test_it_is_logged(api: Asked, tmp_path: Path) -> None:
    mlflow.set_tracking_uri(str(tmp_path / "mlruns"))
    with mlflow.start_run():
        info = mlflow.openai.log_model(
            "gpt", "chat.completions", name="chat", messages=TWO_GAPS, input_example=[{"tone": "a", "topic": "b"}]
        )
    assert mlflow.pyfunc.load_model(info.model_uri).predict({"tone": "a", "topic": "b"})
    assert len(api.bodies) == 1, "an example is not asked of the API"


def test_both_ways(api: Asked, saved: Callable[..., Any], tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    """Genuine MLflow answers with what we save, and we with what it saves."""
    saved(messages=TWO_GAPS)
    told = genuine_facts(HERE / "scripts" / "openai_both_ways.py", tmp_path, api.address)
    assert "compat-venv" in told["file"], "this was not the genuine package"
    row = {"tone": "kind", "topic": "a"}
    assert told["answer"] == ["system: Be kind. | user: Tell of a."]
    assert mlflow.pyfunc.load_model(str(tmp_path / "theirs")).predict(row) == ["user: Tell of a kind a."]
    ours, theirs = (yaml.safe_load((tmp_path / name / "MLmodel").read_text()) for name in ("m", "theirs"))
    assert ours["signature"] == theirs["signature"]
    assert ours["flavors"] == theirs["flavors"]
