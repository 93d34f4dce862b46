"""Pipelines of tiny models: what they answer, what is kept of them, and that MLflow loads it."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
import transformers
import yaml
from PIL import Image

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.models import Model, infer_signature
from tests.frameworks.hub import tiny

HERE = Path(__file__).parent
GREEDY = {"max_new_tokens": 3, "do_sample": False}
#: Task → settings, and two things to ask.
ASKED: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "text-classification": ({}, ["the cat sat", "red dog"]),
    "fill-mask": ({}, ["the [MASK] sat", "red [MASK]"]),
    "token-classification": ({}, ["the cat sat", "red dog"]),
    "text-generation": (GREEDY, ["the cat sat", "red dog"]),
    "summarization": (GREEDY, ["the cat sat", "red dog"]),
    "translation_en_to_de": (GREEDY, ["the cat sat", "red dog"]),
    "text2text-generation": (GREEDY, ["the cat sat", "red dog"]),
    "question-answering": ({}, [{"question": "who sat", "context": "the cat sat on the mat"}] * 2),
}


def loaded(model: Any, folder: Path, **more: Any) -> Any:
    mlflow.transformers.save_model(model, str(folder), **{"pip_requirements": ["transformers"], **more})
    return mlflow.pyfunc.load_model(str(folder))


def same(ours: Any, theirs: Any) -> None:
    """Two answers that are equal, numbers up to rounding."""
    if isinstance(ours, pd.DataFrame):
        ours = ours.to_dict("records")
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys()
        ours, theirs = list(ours.values()), list(theirs.values())
    if isinstance(ours, list | np.ndarray):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            same(one, other)
    else:
        assert ours == (pytest.approx(theirs, abs=1e-5) if isinstance(ours, float) else theirs)


@pytest.mark.parametrize("task", ASKED)
def test_a_pipeline_answers_texts_lists_and_tables(tmp_path: Path, task: str) -> None:
    settings, (one, two) = ASKED[task]
    pipeline = tiny.pipeline(task)
    model = loaded(pipeline, tmp_path / "m", model_config=settings)
    both = model.predict([one, two])
    assert len(both) == 2
    table = pd.DataFrame([one, two] if isinstance(one, dict) else {"text": [one, two]})
    for data, answer in ((table, both), (one, both[:1]), ([one], both[:1]), (table.head(1), both[:1])):
        same(model.predict(data), answer.to_dict("records") if isinstance(answer, pd.DataFrame) else answer)
    raw = pipeline(**one, **settings) if isinstance(one, dict) else pipeline(one, **settings)
    assert _told(raw) in str(model.predict(one))
    assert type(mlflow.transformers.load_model(str(tmp_path / "m"))) is type(pipeline)


def _told(raw: Any) -> str:
    """The words of a pipeline's own answer."""
    first = raw[0] if isinstance(raw, list) else raw
    keys = ("generated_text", "summary_text", "translation_text", "answer", "token_str", "label", "entity")
    return str(next(first[key] for key in keys if key in first))


def test_the_best_labels_are_columns(tmp_path: Path) -> None:
    model = loaded(tiny.pipeline("text-classification"), tmp_path / "m")
    assert list(model.predict("the cat").columns) == ["label", "score"]
    all_labels = loaded(tiny.pipeline("text-classification"), tmp_path / "n", model_config={"top_k": None})
    assert [cell["label"] for cell in all_labels.predict("the cat").iloc[0]] == ["LABEL_0", "LABEL_1"]


def test_features_of_texts(tmp_path: Path) -> None:
    model = loaded(tiny.pipeline("feature-extraction"), tmp_path / "m")
    assert model.predict("the cat sat").shape == (3, 16)
    assert [array.shape for array in model.predict(["the cat sat", "dog"])] == [(3, 16), (1, 16)]
    expected = np.asarray(tiny.pipeline("feature-extraction")("the cat sat"))[0]
    np.testing.assert_allclose(model.predict("the cat sat"), expected, atol=1e-5)


def test_classes_of_the_callers_choice(tmp_path: Path) -> None:
    model = loaded(tiny.pipeline("zero-shot-classification"), tmp_path / "m")
    row = {"sequences": "the cat sat", "candidate_labels": ["a", "b"], "hypothesis_template": "the {}"}
    table = model.predict(row)
    assert list(table.columns) == ["sequence", "labels", "scores"] and set(table["labels"]) == {"a", "b"}
    assert table["scores"].sum() == pytest.approx(1)
    for labels in (json.dumps(["a", "b"]), "a, b"):
        same(model.predict({**row, "candidate_labels": labels}), table.to_dict("records"))
    assert len(model.predict(pd.DataFrame([row, row]))) == 4
    assert len(model.predict([{**row, "sequences": ["the cat", "dog"]}])) == 4


def test_images(tmp_path: Path) -> None:
    image = Image.fromarray((np.arange(16 * 16 * 3) % 255).reshape(16, 16, 3).astype("uint8"))
    image.save(tmp_path / "i.png")
    content = (tmp_path / "i.png").read_bytes()
    model = loaded(tiny.pipeline("image-classification"), tmp_path / "m")
    answers = [model.predict(given) for given in (str(tmp_path / "i.png"), base64.b64encode(content).decode())]
    free = loaded(tiny.pipeline("image-classification"), tmp_path / "n", signature=False)
    answers += [free.predict(given) for given in (image, content, [image])]
    for answer in answers:
        assert len(answer) == 1
        same(answer, answers[0].to_dict("records"))


def test_sound_needs_no_program_where_it_is_plain(tmp_path: Path) -> None:
    samples = (np.sin(np.arange(4000) / 10) * 20000).astype("<i2")
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(samples.tobytes())
    model = loaded(tiny.pipeline("automatic-speech-recognition"), tmp_path / "m")
    expected = tiny.pipeline("automatic-speech-recognition")((samples / 32768).astype("float32"))["text"]
    assert model.predict(held.getvalue()) == [expected]
    assert model.predict([held.getvalue()] * 2) == [expected] * 2
    free = loaded(tiny.pipeline("automatic-speech-recognition"), tmp_path / "n", signature=False)
    assert free.predict((samples / 32768).astype("float32")) == [expected]


def test_prompts_settings_and_parameters(tmp_path: Path) -> None:
    pipeline = tiny.pipeline("text-generation")
    model = loaded(pipeline, tmp_path / "m", prompt_template="the {prompt} is", model_config=GREEDY)
    said = pipeline("the dog is", return_full_text=False, **GREEDY)[0]["generated_text"]
    assert model.predict("dog") == [said]
    assert Model.load(tmp_path / "m").metadata == {"prompt_template": "the {prompt} is"}
    signature = infer_signature("a", "b", {"max_new_tokens": 2})
    shorter = loaded(pipeline, tmp_path / "n", model_config=GREEDY, signature=signature)
    assert [len(shorter.predict("the", params=p)[0].split()) for p in (None, {"max_new_tokens": 5})] == [3, 6]
    changed = mlflow.pyfunc.load_model(str(tmp_path / "n"), model_config={"include_prompt": False})
    assert not changed.predict("the cat")[0].startswith("the cat")
    for template, task in (
        ("no gap", "text-generation"),
        ("{prompt} {prompt}", "text-generation"),
        ("{prompt}", "text-classification"),
    ):
        with pytest.raises(InvalidParameterValue, match="prompt"):
            loaded(tiny.pipeline(task), tmp_path / "o", prompt_template=template)
    assert not (tmp_path / "o").exists()


def speaking() -> Any:
    words = tiny.tokenizer()
    words.chat_template = "{% for m in messages %}{{ m['role'] }} {{ m['content'] }} {% endfor %}assistant"
    return transformers.pipeline("text-generation", model=tiny.gpt(), tokenizer=words)


def test_a_chat_and_completions_speak_as_openai_does(tmp_path: Path) -> None:
    chat = loaded(speaking(), tmp_path / "c", task="llm/v1/chat")
    request = {"messages": [{"role": "user", "content": "hello"}], "max_tokens": 3, "temperature": 0.0}
    (answer,) = chat.predict(request)
    text = speaking()("user hello assistant", return_full_text=False, **GREEDY)[0]["generated_text"]
    (choice,) = answer["choices"]
    assert choice["message"] == {"role": "assistant", "content": text.strip()} and choice["finish_reason"] == "length"
    assert answer["object"] == "chat.completion"
    assert answer["usage"] == {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6}
    word = text.split()[0]
    (stopped,) = chat.predict({**request, "stop": [word]})
    assert stopped["choices"][0]["message"]["content"] == "" and stopped["choices"][0]["finish_reason"] == "stop"
    (several,) = chat.predict({**request, "temperature": 1.0, "n": 3})
    assert [each["index"] for each in several["choices"]] == [0, 1, 2]
    completions = loaded(speaking(), tmp_path / "t", task="llm/v1/completions", model_config=GREEDY)
    (completed,) = completions.predict({"prompt": "the cat"})
    assert completed["object"] == "text_completion" and completed["choices"][0]["text"]
    assert len(completions.predict([{"prompt": "the"}, {"prompt": "cat"}])) == 2
    with pytest.raises(InvalidParameterValue, match="messages"):
        chat.predict({"prompt": "x"})
    with pytest.raises(InvalidParameterValue, match="template"):
        loaded(tiny.pipeline("text-generation"), tmp_path / "u", task="llm/v1/chat").predict(request)
    with pytest.raises(InvalidParameterValue, match="needs a pipeline"):
        loaded(tiny.pipeline("fill-mask"), tmp_path / "v", task="llm/v1/chat")


def test_embeddings_speak_as_openai_does(tmp_path: Path) -> None:
    model = loaded(tiny.pipeline("feature-extraction"), tmp_path / "m", task="llm/v1/embeddings")
    answer = model.predict({"input": ["the cat sat", "dog"]})
    first = np.asarray(tiny.pipeline("feature-extraction")("the cat sat"))[0][0]
    np.testing.assert_allclose(answer["data"][0]["embedding"], first, atol=1e-4)
    assert answer["usage"] == {"prompt_tokens": 4, "total_tokens": 4}
    assert json.dumps(answer)


def test_components_and_folders(tmp_path: Path) -> None:
    parts = {"model": tiny.bert("ForMaskedLM"), "tokenizer": tiny.tokenizer()}
    model = loaded(parts, tmp_path / "m", task="fill-mask")
    got = mlflow.transformers.load_model(str(tmp_path / "m"), return_type="components")
    assert got["task"] == "fill-mask" and type(got["model"]) is type(parts["model"])
    assert transformers.pipeline(**got)("the [MASK]")[0]["token_str"] == model.predict("the [MASK]")[0]
    transformers.pipeline("fill-mask", **parts).save_pretrained(tmp_path / "checkpoint")
    copied = loaded(str(tmp_path / "checkpoint"), tmp_path / "n", task="fill-mask")
    assert copied.predict("the [MASK]") == model.predict("the [MASK]")
    assert mlflow.transformers.load_model(str(tmp_path / "m"), device="cpu").device.type == "cpu"
    for given, more in (
        (3, {}),
        (parts, {}),
        ({"tokenizer": parts["tokenizer"]}, {"task": "fill-mask"}),
        ({**parts, "wheel": 1}, {"task": "fill-mask"}),
        (str(tmp_path / "checkpoint"), {}),
        (str(tmp_path / "nowhere"), {"task": "fill-mask"}),
        (parts, {"task": "nonsense"}),
        (tiny.pipeline("fill-mask"), {"save_pretrained": False}),
    ):
        with pytest.raises(InvalidParameterValue):
            loaded(given, tmp_path / "o", **more)
        assert not (tmp_path / "o").exists()
    with pytest.raises(InvalidParameterValue, match="return_type"):
        mlflow.transformers.load_model(str(tmp_path / "m"), return_type="soup")


def test_the_type_of_the_weights(tmp_path: Path) -> None:
    loaded(tiny.pipeline("fill-mask"), tmp_path / "m", torch_dtype=torch.bfloat16)
    assert mlflow.transformers.load_model(str(tmp_path / "m")).model.dtype == torch.bfloat16


def test_weights_that_are_pickles_can_be_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(tiny.pipeline("fill-mask"), tmp_path / "m")
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    assert mlflow.pyfunc.load_model(str(tmp_path / "m")).predict("the [MASK]")
    weights = tmp_path / "m" / "model" / "model.safetensors"
    torch.save(tiny.bert("ForMaskedLM").state_dict(), tmp_path / "m" / "model" / "pytorch_model.bin")
    weights.unlink()
    for load in (mlflow.transformers.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied, match="pickle"):
            load(str(tmp_path / "m"))
    (tmp_path / "m" / "model" / "pytorch_model.bin").rename(tmp_path / "m" / "model" / "odd.weights")
    index = {"metadata": {}, "weight_map": dict.fromkeys(tiny.bert("ForMaskedLM").state_dict(), "odd.weights")}
    (tmp_path / "m" / "model" / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    with pytest.raises((PermissionDenied, InvalidParameterValue)):
        mlflow.transformers.load_model(str(tmp_path / "m"))


def test_code_of_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    loaded(tiny.pipeline("fill-mask"), tmp_path / "m")
    touched = tmp_path / "touched"
    config = tmp_path / "m" / "model" / "config.json"
    said = json.loads(config.read_text())
    said |= {
        "model_type": "mine",
        "auto_map": {"AutoConfig": "mine.C", "AutoModelForMaskedLM": "mine.M", "AutoModel": "mine.M"},
    }
    config.write_text(json.dumps(said))
    (tmp_path / "m" / "model" / "mine.py").write_text(f"open({str(touched)!r}, 'w').close()\n")
    record = tmp_path / "m" / "MLmodel"
    record.write_text(record.read_text().replace("BertForMaskedLM", "MineForMaskedLM"))
    with pytest.raises(InvalidParameterValue):
        mlflow.transformers.load_model(str(tmp_path / "m"))
    assert not touched.exists()


def test_what_is_kept_of_a_repository(tmp_path: Path) -> None:
    """A pipeline of the hub can be kept by its name; its weights come into the folder when they are asked for."""
    pipeline = tiny.pipeline("fill-mask")
    cache = tmp_path / "hub" / "models--acme--tiny"
    pipeline.save_pretrained(cache / "snapshots" / ("a" * 40))
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("a" * 40)
    pipeline.model.config._commit_hash = "a" * 40
    pipeline.model.name_or_path = pipeline.model.config._name_or_path = pipeline.tokenizer.name_or_path = "acme/tiny"
    mlflow.transformers.save_model(
        pipeline, str(tmp_path / "m"), save_pretrained=False, pip_requirements=["transformers"]
    )
    assert not (tmp_path / "m" / "model").exists()
    block = Model.load(tmp_path / "m").flavors["transformers"]
    assert (block["source_model_name"], block["source_model_revision"]) == ("acme/tiny", "a" * 40)
    assert (block["tokenizer_name"], block["tokenizer_revision"]) == ("acme/tiny", "a" * 40)
    assert "model_binary" not in block
    script = (
        "import mlflow; before = mlflow.pyfunc.load_model('m').predict('the [MASK]'); "
        "mlflow.transformers.persist_pretrained_model('m'); print(before)"
    )
    variables = {**os.environ, "HF_HUB_CACHE": str(tmp_path / "hub"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    after = mlflow.pyfunc.load_model(str(tmp_path / "m")).predict("the [MASK]")
    assert str(after) == done.stdout.strip().splitlines()[-1]
    block = Model.load(tmp_path / "m").flavors["transformers"]
    assert block["model_binary"] == "model" and not [key for key in block if key.endswith("_revision")]


def test_an_example_and_a_signature(tmp_path: Path) -> None:
    model = loaded(tiny.pipeline("fill-mask"), tmp_path / "m", input_example=["the [MASK]", "red [MASK]"])
    assert str(model.metadata.signature.outputs) == "[string (required)]"
    assert model.predict(model.input_example)
    output = mlflow.transformers.generate_signature_output(tiny.pipeline("text-classification"), "the cat")
    assert list(output.columns) == ["label", "score"]
    assert any(
        line.startswith("transformers==") for line in mlflow.transformers.get_default_pip_requirements(tiny.gpt())
    )
    assert mlflow.transformers.is_gpu_available() is torch.cuda.is_available()


def test_the_signature_of_a_pipeline() -> None:
    pipeline = tiny.pipeline("text-classification")
    usual = mlflow.transformers.infer_or_get_default_signature(pipeline)
    assert str(usual.outputs) == "['label': string (required), 'score': double (required)]"
    shown = mlflow.transformers.infer_or_get_default_signature(pipeline, (["the cat"], {"top_k": 1}))
    assert shown.outputs == usual.outputs and str(shown.inputs) == "[string (required)]"
    assert [param.name for param in shown.params] == ["top_k"]
    chat = mlflow.transformers.infer_or_get_default_signature(
        tiny.pipeline("text-generation"), flavor_config={"inference_task": "llm/v1/chat"}
    )
    assert chat.inputs.input_names()[0] == "messages"


def test_modules_that_mlflow_has_them_in() -> None:
    from mlflow.transformers import flavor_config, hub_utils, llm_inference_utils, signature

    assert flavor_config.FlavorKey is mlflow.transformers.FlavorKey
    assert hub_utils.is_valid_hf_repo_id("acme/tiny") and callable(llm_inference_utils.convert_messages_to_prompt)
    assert signature.generate_signature_output is mlflow.transformers.generate_signature_output
    before = {"source_model_name": "a/b", "source_model_revision": "c", "components": ["tokenizer"],
              "tokenizer_name": "a/b", "tokenizer_revision": "c", "tokenizer_type": "T", "task": "t"}  # fmt: skip
    assert flavor_config.update_flavor_conf_to_persist_pretrained_model(before) == {
        "source_model_name": "a/b", "components": ["tokenizer"], "tokenizer_type": "T", "task": "t",
        "model_binary": "model",
    }  # fmt: skip


def test_it_is_logged(tmp_path: Path) -> None:
    mlflow.set_tracking_uri(str(tmp_path / "mlruns"))
    with mlflow.start_run():
        info = mlflow.transformers.log_model(
            tiny.pipeline("fill-mask"), name="m", model_card="# Tiny", registered_model_name="Tiny"
        )
    assert mlflow.pyfunc.load_model("models:/Tiny/1").predict("the [MASK]")
    assert mlflow.artifacts.load_text(f"{info.artifact_path}/model_card.md") == "# Tiny"


def test_both_ways(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    """Genuine MLflow answers with what we save, and we with what it saves; the records are the same."""
    asked = {**ASKED, "image-classification": ({}, [])}
    for task, (settings, _) in asked.items():
        loaded(tiny.pipeline(task), tmp_path / task, model_config=settings or None)
    loaded(speaking(), tmp_path / "chat", task="llm/v1/chat")
    loaded(tiny.pipeline("feature-extraction"), tmp_path / "embeddings", task="llm/v1/embeddings")
    (tmp_path / "asked.json").write_text(json.dumps(ASKED))
    told = genuine_facts(HERE / "scripts" / "transformers_both_ways.py", tmp_path, str(HERE))
    assert "compat-venv" in told["file"], "this was not the genuine package"
    for task, (_, data) in ASKED.items():
        for folder in (task, f"their-{task}"):
            same(mlflow.pyfunc.load_model(str(tmp_path / folder)).predict(data), told["answers"][task])
    for name in [*asked, "chat", "embeddings"]:
        ours, theirs = (yaml.safe_load((tmp_path / at / "MLmodel").read_text()) for at in (name, f"their-{name}"))
        assert ours["flavors"] == theirs["flavors"], name
        assert ours["signature"] == theirs["signature"], name
        assert ours.get("metadata") == theirs.get("metadata"), name
        ours, theirs = (
            {str(f.relative_to(tmp_path / at)) for f in (tmp_path / at).rglob("*")} for at in (name, f"their-{name}")
        )
        assert ours | {"LICENSE.txt"} == theirs | {"LICENSE.txt"}
