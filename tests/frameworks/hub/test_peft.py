"""Models with an adapter of PEFT: kept beside the model, or without it where the hub has that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import peft
import pytest
import torch
import transformers

import mlflow
from mlflow.exceptions import PermissionDenied, ResourceDoesNotExist
from mlflow.flavors.transformers_adapters import base_weights
from mlflow.models import Model
from tests.frameworks.hub import tiny

ASKED = {"max_new_tokens": 5, "do_sample": False}
SCRIPTS = Path(__file__).parent / "scripts"
LORA = peft.LoraConfig(task_type="CAUSAL_LM", target_modules=["c_attn"], fan_in_fan_out=True, init_lora_weights=False)
ADAPTERS = {
    "lora": LORA,
    "lora and a layer of its own": peft.LoraConfig(
        task_type="CAUSAL_LM", target_modules=["c_attn"], modules_to_save=["lm_head"], fan_in_fan_out=True,
        init_lora_weights=False,
    ),
    "ia3": peft.IA3Config(task_type="CAUSAL_LM", target_modules=["c_attn"], feedforward_modules=[],
                          fan_in_fan_out=True, init_ia3_weights=False),
    "tokens": peft.PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=2),
}  # fmt: skip


def adapted(config: Any, place: str | None = None) -> Any:
    """A pipeline whose model has an adapter; the model under it is of a place."""
    plain = tiny.pipeline("text-generation")
    base = plain.model if place is None else transformers.AutoModelForCausalLM.from_pretrained(place)
    torch.manual_seed(1)
    model = peft.get_peft_model(base, config).eval()
    if place is not None:
        plain.tokenizer.name_or_path = place
    return transformers.pipeline("text-generation", model=model, tokenizer=plain.tokenizer)


def said(pipeline: Any) -> str:
    return str(pipeline("the cat", **ASKED)[0]["generated_text"])


def weights_of(tensors: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: value.tolist() for name, value in tensors.items()}


@pytest.mark.parametrize("kind", ADAPTERS)
def test_an_adapter_beside_its_model(kind: str, tmp_path: Path) -> None:
    pipeline = adapted(ADAPTERS[kind])
    before = said(pipeline)
    mlflow.transformers.save_model(pipeline, str(tmp_path / "m"), pip_requirements=["transformers"])
    assert said(pipeline) == before
    block = Model.load(tmp_path / "m").flavors["transformers"]
    assert (block["peft_adaptor"], block["pipeline_model_type"]) == ("peft", "GPT2LMHeadModel")
    loaded = mlflow.transformers.load_model(str(tmp_path / "m"))
    assert mlflow.transformers.is_peft_model(loaded.model) and said(loaded) == before
    base = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "m" / "model")
    assert weights_of(base.state_dict()) == weights_of(tiny.gpt().state_dict())
    answer = mlflow.pyfunc.load_model(str(tmp_path / "m")).predict("the cat", params=ASKED)
    assert answer[0].startswith("the cat")


def test_what_it_needs_and_what_is_missing(tmp_path: Path) -> None:
    pipeline = adapted(LORA)
    needed = mlflow.transformers.get_default_pip_requirements(pipeline.model)
    assert any(line.startswith("peft==") for line in needed)
    mlflow.transformers.save_model(pipeline, str(tmp_path / "m"))
    assert "peft==" in (tmp_path / "m" / "requirements.txt").read_text()
    assert not mlflow.transformers.is_peft_model(tiny.gpt())
    assert type(mlflow.transformers.get_peft_base_model(pipeline.model)).__name__ == "GPT2LMHeadModel"
    shutil.rmtree(tmp_path / "m" / "peft")
    with pytest.raises(ResourceDoesNotExist, match="peft"):
        mlflow.transformers.load_model(str(tmp_path / "m"))


def test_an_adapter_that_is_a_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = adapted(LORA)
    mlflow.transformers.save_model(pipeline, str(tmp_path / "m"), pip_requirements=["transformers"])
    folder = tmp_path / "m" / "peft"
    (folder / "adapter_model.safetensors").unlink()
    pipeline.model.save_pretrained(folder, safe_serialization=False)
    assert said(mlflow.transformers.load_model(str(tmp_path / "m"))) == said(pipeline)
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(PermissionDenied, match=r"adapter_model\.bin"):
        mlflow.transformers.load_model(str(tmp_path / "m"))


def test_the_model_stays_on_the_hub(tmp_path: Path) -> None:
    """Where a commit of the hub has the model under an adapter, the adapter alone is kept."""
    cache = tmp_path / "hub" / "models--acme--tiny"
    (cache / "snapshots").mkdir(parents=True)
    tiny.pipeline("text-generation").save_pretrained(cache / "snapshots" / ("a" * 40))
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("a" * 40)
    script = (
        "import mlflow; from tests.frameworks.hub.test_peft import LORA, adapted, said; "
        "pipeline = adapted(LORA, 'acme/tiny'); "
        "mlflow.transformers.save_model(pipeline, 'm', pip_requirements=['transformers']); "
        "assert said(mlflow.transformers.load_model('m')) == said(pipeline)"
    )
    root = Path(__file__).parents[3]
    variables = {**os.environ, "HF_HUB_CACHE": str(tmp_path / "hub"), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "m" / "model").exists() and (tmp_path / "m" / "peft" / "adapter_model.safetensors").is_file()
    block = Model.load(tmp_path / "m").flavors["transformers"]
    assert (block["source_model_name"], block["source_model_revision"]) == ("acme/tiny", "a" * 40)


def test_both_ways(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    pipeline = adapted(LORA)
    tiny.pipeline("text-generation").save_pretrained(tmp_path / "base")
    mlflow.transformers.save_model(pipeline, str(tmp_path / "ours"), pip_requirements=["transformers"])
    told = genuine_facts(SCRIPTS / "adapters.py", tmp_path)
    assert told["ours"] == said(pipeline)
    loaded = mlflow.transformers.load_model(str(tmp_path / "genuine"))
    assert said(loaded) == told["genuine"]
    # MLflow writes the model by the names that its layers have under the adapter: none may begin anew by chance.
    assert weights_of(base_weights(loaded.model)) == weights_of(tiny.gpt().state_dict())
    records = [Model.load(tmp_path / name).flavors["transformers"] for name in ("ours", "genuine")]
    assert {**records[0], "source_model_name": ""} == {**records[1], "source_model_name": ""}
