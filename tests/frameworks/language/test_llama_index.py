"""Indexes, engines and workflows of LlamaIndex: as code, and an index with its store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.llms import MockLLM

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied

HERE = Path(__file__).parent
MODELS = HERE / "models"


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    """Settings of a test's own: no engine asks a model of the network."""
    Settings.llm, Settings.embed_model = MockLLM(max_tokens=4), MockEmbedding(embed_dim=8)
    yield
    Settings.llm, Settings.embed_model = MockLLM(), MockEmbedding(embed_dim=8)


def index() -> Any:
    return VectorStoreIndex.from_documents([Document(text="The sky is blue."), Document(text="The mat is red.")])


def loaded(model: Any, folder: Path, **more: Any) -> Any:
    mlflow.llama_index.save_model(model, str(folder), pip_requirements=["llama-index-core"], **more)
    return mlflow.pyfunc.load_model(str(folder))


@pytest.mark.parametrize("engine", ["query", "chat", "retriever"])
def test_an_index_answers_by_its_engine(tmp_path: Path, engine: str) -> None:
    model = loaded(index(), tmp_path / "m", engine_type=engine)
    one, two = model.predict("what?"), model.predict(["what?", "who?"])
    assert len(two) == 2 and type(two[0]) is type(one)
    if engine == "retriever":
        assert "The sky is blue." in {node["node"]["text"] for node in one} and json.dumps(one)
    else:
        assert one == "text text text text"
    row = {"message": "what?"} if engine == "chat" else {"query_str": "what?"}
    assert type(model.predict(row)) is type(one)
    assert len(model.predict(pd.DataFrame([row, row]))) == 2
    with pytest.raises(InvalidParameterValue, match="not"):
        model.predict({"nothing": "x"})
    assert isinstance(mlflow.llama_index.load_model(str(tmp_path / "m")), VectorStoreIndex)


def test_a_chat_has_a_history(tmp_path: Path) -> None:
    Settings.llm = MockLLM(is_chat_model=True)  # says what it was asked
    model = loaded(index(), tmp_path / "m", engine_type="chat", model_config={"chat_mode": "simple"})
    past = [{"role": "user", "content": "first"}, {"role": "assistant", "content": "second"}]
    answer = model.predict({"message": "third", "chat_history": past})
    assert "first" in answer and "second" in answer and "third" in answer


def test_settings_of_the_engine_can_be_changed(tmp_path: Path) -> None:
    model = loaded(index(), tmp_path / "m", engine_type="retriever", model_config={"similarity_top_k": 1})
    assert len(model.predict("what?")) == 1
    changed = mlflow.pyfunc.load_model(str(tmp_path / "m"), model_config={"similarity_top_k": 2})
    assert len(changed.predict("what?")) == 2


def test_an_example_shows_the_signature(tmp_path: Path) -> None:
    model = loaded(index(), tmp_path / "m", engine_type="query", input_example="what?")
    assert str(model.metadata.signature.inputs) == "[string (required)]"
    assert str(model.metadata.signature.outputs) == "[string (required)]"
    assert model.predict("what?") == ["text text text text"]


def test_settings_come_back_without_keys(tmp_path: Path) -> None:
    loaded(index(), tmp_path / "m", engine_type="query")
    kept = json.loads((tmp_path / "m" / "settings.json").read_text())
    assert kept["_llm"]["object_kwargs"]["max_tokens"] == 4
    assert not [name for slot in ("_llm", "_embed_model") for name in kept[slot]["object_kwargs"] if "api_key" in name]
    Settings.llm = MockLLM(max_tokens=1)
    assert mlflow.pyfunc.load_model(str(tmp_path / "m")).predict("what?") == "text text text text"
    assert Settings.llm.max_tokens == 4


@pytest.mark.parametrize("named", ["os.system", "llama_index.core.settings.Settings", "llama_index.nowhere.Thing"])
def test_settings_make_components_of_llama_index_only(tmp_path: Path, named: str) -> None:
    loaded(index(), tmp_path / "m", engine_type="query")
    file = tmp_path / "m" / "settings.json"
    kept = json.loads(file.read_text())
    kept["_llm"] = {"object_constructor": named, "object_kwargs": {"command": f"touch {tmp_path}/touched"}}
    file.write_text(json.dumps(kept))
    with pytest.raises(InvalidParameterValue, match="settings"):
        mlflow.llama_index.load_model(str(tmp_path / "m"))
    assert not (tmp_path / "touched").exists()


def test_an_index_as_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded(MODELS / "index.py", tmp_path / "m", engine_type="query").predict("what?") == "text text text"
    assert (tmp_path / "m" / "index.py").is_file()
    monkeypatch.setenv("PENSTOCK_ALLOW_MODEL_CODE", "false")
    with pytest.raises(PermissionDenied):
        mlflow.pyfunc.load_model(str(tmp_path / "m"))


def test_a_workflow_runs_its_rows_together(tmp_path: Path) -> None:
    model = loaded(MODELS / "workflow.py", tmp_path / "m", input_example={"name": "Ada"})
    assert model.predict({"name": "Ada"}) == ["Hello Ada."]
    assert model.predict(pd.DataFrame({"name": ["Ada", "Eve"]})) == ["Hello Ada.", "Hello Eve."]

    async def in_a_loop() -> Any:
        return model.predict([{"name": "Ada"}])

    assert asyncio.run(in_a_loop()) == ["Hello Ada."]
    with pytest.raises(InvalidParameterValue, match="start event"):
        loaded(MODELS / "workflow.py", tmp_path / "n").predict("Ada")


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="as code"):
        loaded(index().as_query_engine(), tmp_path / "m")
    for engine in (None, "oracle"):
        with pytest.raises(InvalidParameterValue, match="engine_type"):
            loaded(index(), tmp_path / "m", engine_type=engine)
    (tmp_path / "other.py").write_text("import mlflow\nmlflow.models.set_model(3)\n")
    with pytest.raises(InvalidParameterValue, match="not a int"):
        loaded(tmp_path / "other.py", tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_it_is_logged(tmp_path: Path) -> None:
    mlflow.set_tracking_uri(str(tmp_path / "mlruns"))
    info = mlflow.llama_index.log_model(index(), name="index", engine_type="query", registered_model_name="Index")
    assert mlflow.pyfunc.load_model(info.model_uri).predict("what?") == "text text text text"
    assert mlflow.llama_index.load_model("models:/Index/1").index_id
    assert any(
        "llama-index-core==" in line
        for line in Path(mlflow.pyfunc.get_model_dependencies(info.model_uri)).read_text().splitlines()
    )


def test_both_ways(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    """Genuine MLflow answers with what we save, and we with what it saves."""
    loaded(index(), tmp_path / "object", engine_type="query", model_config={"similarity_top_k": 1})
    loaded(MODELS / "index.py", tmp_path / "code", engine_type="query")
    loaded(MODELS / "workflow.py", tmp_path / "workflow")
    told = genuine_facts(HERE / "scripts" / "llama_index_both_ways.py", tmp_path, str(MODELS))
    assert "compat-venv" in told["file"], "this was not the genuine package"
    assert told["answers"] == {"object": "text text text text", "code": "text text text", "workflow": "Hello Ada."}
    for name, answer in told["answers"].items():
        data = {"name": "Ada"} if name == "workflow" else "what?"
        folder = tmp_path / f"their-{name}"
        assert mlflow.pyfunc.load_model(str(folder)).predict(data) == (answer if name != "object" else "text text")
        ours, theirs = (yaml.safe_load((tmp_path / at / "MLmodel").read_text())["flavors"] for at in (name, folder))
        assert ours == theirs
