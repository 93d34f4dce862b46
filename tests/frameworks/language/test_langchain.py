"""Chains and graphs: as code, and as objects that are pickled step by step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import PromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnableParallel, RunnablePassthrough

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException, PermissionDenied
from mlflow.testing.flavors import FlavorContract

HERE = Path(__file__).parent
MODELS = HERE / "models"
HI = {"messages": [{"role": "user", "content": "hi"}]}


def loaded(model: Any, folder: Path, **more: Any) -> Any:
    mlflow.langchain.save_model(model, str(folder), pip_requirements=["langchain"], **more)
    return mlflow.pyfunc.load_model(str(folder))


class TestLangChain(FlavorContract):
    flavor = mlflow.langchain
    loader_module = "mlflow.langchain"
    requires = ("langchain",)

    def model(self) -> Any:
        return RunnableLambda(lambda row: row["a"] * 2) | RunnableLambda(lambda number: number + 1)

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"lc_model": model}

    def example(self) -> pd.DataFrame:
        return pd.DataFrame({"a": [1.0, 2.5], "b": [0.0, 1.0]})

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.batch(data.to_dict("records"))


def test_a_chain_as_code(tmp_path: Path) -> None:
    model = loaded(MODELS / "chain.py", tmp_path / "m", model_config={"tone": "kind"}, input_example={"topic": "x"})
    assert model.predict({"topic": "x"}) == ["kind: Tell of x"]
    assert model.predict(pd.DataFrame({"topic": ["x", "y"]})) == ["kind: Tell of x", "kind: Tell of y"]
    assert mlflow.langchain.load_model(str(tmp_path / "m")).invoke({"topic": "x"}) == "kind: Tell of x"
    changed = mlflow.pyfunc.load_model(str(tmp_path / "m"), model_config={"tone": "brief"})
    assert changed.predict([{"topic": "x"}]) == ["brief: Tell of x"]
    assert [column.name for column in model.metadata.signature.inputs] == ["topic"]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ("x", "plain: Tell of x"),
        (["x", "y"], ["plain: Tell of x", "plain: Tell of y"]),
        ({"topic": 1}, "plain: Tell of 1"),
    ],
)
def test_one_answer_for_one_thing_and_a_list_for_several(tmp_path: Path, data: Any, answer: Any) -> None:
    assert loaded(MODELS / "chain.py", tmp_path / "m", model_config={"tone": "plain"}).predict(data) == answer


def test_answers_come_in_pieces(tmp_path: Path) -> None:
    model = loaded(MODELS / "chat.py", tmp_path / "m")
    pieces = list(model.predict_stream(HI))
    assert "".join(piece["choices"][0]["delta"]["content"] for piece in pieces) == "so it is"
    assert len(pieces) > 1 and {piece["object"] for piece in pieces} == {"chat.completion.chunk"}
    assert [piece["content"] for piece in model.predict_stream("hi")] == list("so it is")
    with pytest.raises(InvalidParameterValue, match="one input"):
        model.predict_stream(["a", "b"])
    with pytest.raises(MlflowException, match="stream"):
        loaded(MODELS / "chat.py", tmp_path / "n", streamable=False).predict_stream("hi")


def test_a_chat_speaks_as_openai_does(tmp_path: Path) -> None:
    answer = loaded(MODELS / "chat.py", tmp_path / "m").predict(HI)
    assert answer["object"] == "chat.completion"
    assert answer["choices"][0]["message"] == {"role": "assistant", "content": "so it is"}
    assert json.dumps(answer)


def test_a_graph_gets_its_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = loaded(MODELS / "graph.py", tmp_path / "m")
    assert [each["content"] for each in model.predict(HI)["messages"]] == ["hi", "You said hi."]
    assert [list(piece) for piece in model.predict_stream(HI)] == [["answer"]]
    monkeypatch.setenv("MLFLOW_CONVERT_MESSAGES_DICT_FOR_LANGCHAIN", "false")
    raw = loaded(RunnableLambda(lambda state: state["messages"][0]["content"]), tmp_path / "n")
    assert raw.predict(HI) == "hi"


def test_objects_are_kept_step_by_step(tmp_path: Path) -> None:
    chain = PromptTemplate.from_template("Tell of {topic}") | FakeListChatModel(responses=["a"]) | StrOutputParser()
    assert loaded(chain, tmp_path / "m").predict({"topic": "x"}) == "a"
    both = RunnableParallel(same=RunnablePassthrough(), length=RunnableLambda(len) | RunnableLambda(lambda n: n + 1))
    assert loaded(both, tmp_path / "n").predict(["x", "yy"]) == [
        {"same": "x", "length": 2},
        {"same": "yy", "length": 3},
    ]
    steps = yaml.safe_load((tmp_path / "n" / "model" / "steps.yaml").read_text())
    assert steps["same"] == {
        "model_data": "model.pkl",
        "model_load": "runnable_load",
        "model_type": "RunnablePassthrough",
    }
    assert steps["length"]["model_type"] == "RunnableSequence"
    with pytest.raises(InvalidParameterValue, match="as code"):
        loaded(RunnableParallel({"../up": RunnablePassthrough()}), tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_parameters_reach_the_chain(tmp_path: Path) -> None:
    signature = mlflow.models.infer_signature("x", "y", {"times": 2})
    model = loaded(RunnableLambda(lambda text, times: text * times), tmp_path / "m", signature=signature)
    assert model.predict("a") == ["aa"]
    assert model.predict("a", params={"times": 3}) == ["aaa"]


def test_documents_are_plain(tmp_path: Path) -> None:
    model = loaded(RunnableLambda(lambda q: [Document(page_content=q, metadata={"page": 1})]), tmp_path / "m")
    assert model.predict("x")[0]["page_content"] == "x" and model.predict("x")[0]["metadata"] == {"page": 1}


def _retriever(folder: str) -> Any:
    class Found(BaseRetriever):
        def _get_relevant_documents(self, query: str, *, run_manager: Any) -> list[Document]:
            return [Document(page_content=f"{(Path(folder) / 'kept.txt').read_text()} {query}")]

    return Found()


def test_a_loader_makes_what_is_no_pickle(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "kept.txt").write_text("kept")
    where = str(tmp_path / "store")
    model = loaded(_retriever(where), tmp_path / "m", loader_fn=_retriever, persist_dir=where)
    (tmp_path / "store" / "kept.txt").unlink()
    assert model.predict("x")[0]["page_content"] == "kept x"
    with pytest.raises(InvalidParameterValue, match="together"):
        loaded(_retriever(where), tmp_path / "n", loader_fn=_retriever)


def test_pickles_and_code_can_be_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touched = tmp_path / "touched"
    loaded(RunnableLambda(lambda text: text) | RunnablePassthrough(), tmp_path / "m")
    loaded(MODELS / "chain.py", tmp_path / "n", model_config={"tone": "plain"})
    step = tmp_path / "m" / "model" / "steps" / "0" / "model.pkl"
    step.write_bytes(b"cos\nsystem\n(S'touch " + str(touched).encode() + b"'\ntR.")
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    for load in (mlflow.langchain.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied, match="pickle"):
            load(str(tmp_path / "m"))
    assert not touched.exists()
    assert mlflow.pyfunc.load_model(str(tmp_path / "n")).predict("x") == "plain: Tell of x"
    monkeypatch.setenv("PENSTOCK_ALLOW_MODEL_CODE", "false")
    with pytest.raises(PermissionDenied, match="code"):
        mlflow.langchain.load_model(str(tmp_path / "n"))


def test_errors_are_told(tmp_path: Path) -> None:
    (tmp_path / "none.py").write_text("x = 1\n")
    with pytest.raises(InvalidParameterValue, match="set_model"):
        loaded(tmp_path / "none.py", tmp_path / "m")
    with pytest.raises(InvalidParameterValue, match="runnable"):
        loaded(3, tmp_path / "m")
    with pytest.raises(InvalidParameterValue, match="script"):
        loaded(tmp_path / "nowhere.py", tmp_path / "m")
    assert not (tmp_path / "m").exists()
    failing = loaded(RunnableLambda(lambda text: 1 / 0), tmp_path / "m")
    with pytest.raises(MlflowException, match="ZeroDivisionError"):
        failing.predict("x")
    said = tmp_path / "m" / "MLmodel"
    said.write_text(said.read_text().replace("runnable_load", "base_load"))
    with pytest.raises(InvalidParameterValue, match="older versions"):
        mlflow.langchain.load_model(str(tmp_path / "m"))


def test_both_ways(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    """Genuine MLflow answers with what we save, and we with what it saves."""
    loaded(MODELS / "chain.py", tmp_path / "code", model_config={"tone": "plain"})
    loaded(MODELS / "chat.py", tmp_path / "chat")
    loaded(MODELS / "graph.py", tmp_path / "graph")
    loaded(RunnableLambda(str.upper) | RunnableLambda(str.strip), tmp_path / "object")
    told = genuine_facts(HERE / "scripts" / "langchain_both_ways.py", tmp_path, str(MODELS))
    assert "compat-venv" in told["file"], "this was not the genuine package"
    for name, theirs in told["answers"].items():
        data = "x" if name in ("code", "object") else HI
        for folder in (name, f"their-{name}"):
            ours = mlflow.pyfunc.load_model(str(tmp_path / folder)).predict(data)
            assert _without_ids(ours) == _without_ids(theirs), folder
    for name in told["answers"]:
        ours, theirs = (
            yaml.safe_load((tmp_path / folder / "MLmodel").read_text())["flavors"] for folder in (name, f"their-{name}")
        )
        assert ours == theirs


def _without_ids(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {key: _without_ids(value) for key, value in answer.items() if key not in ("id", "created")}
    return [_without_ids(each) for each in answer] if isinstance(answer, list) else answer
