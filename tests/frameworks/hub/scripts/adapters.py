"""Answers with the model in ``ours``, and saves one with an adapter on the model in ``base`` as ``genuine``."""

from __future__ import annotations

import json

import peft
import transformers

import mlflow


def said(pipeline):
    return pipeline("the cat", max_new_tokens=5, do_sample=False)[0]["generated_text"]


config = peft.LoraConfig(task_type="CAUSAL_LM", target_modules=["c_attn"], fan_in_fan_out=True, init_lora_weights=False)
model = peft.get_peft_model(transformers.AutoModelForCausalLM.from_pretrained("base"), config).eval()
tokenizer = transformers.AutoTokenizer.from_pretrained("base")
pipeline = transformers.pipeline("text-generation", model=model, tokenizer=tokenizer)
mlflow.transformers.save_model(pipeline, "genuine", pip_requirements=["transformers"])
ours = said(mlflow.transformers.load_model("ours"))
print()
print(json.dumps({"ours": ours, "genuine": said(pipeline)}))
