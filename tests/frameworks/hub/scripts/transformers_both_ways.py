"""Answers with the models in the folders that ``asked.json`` names, and saves its own as ``their-…``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import transformers

sys.path.insert(0, sys.argv[1])
import tiny

import mlflow

asked = json.loads(Path("asked.json").read_text())
answers = {}
for task, (settings, data) in asked.items():
    answer = mlflow.pyfunc.load_model(task).predict(data)
    answers[task] = answer.to_dict("records") if isinstance(answer, pd.DataFrame) else answer
    mlflow.transformers.save_model(
        tiny.pipeline(task), f"their-{task}", model_config=settings or None, pip_requirements=["transformers"]
    )
image = tiny.pipeline("image-classification")
mlflow.transformers.save_model(image, "their-image-classification", pip_requirements=["transformers"])
words = tiny.tokenizer()
words.chat_template = "{% for m in messages %}{{ m['role'] }} {{ m['content'] }} {% endfor %}assistant"
chat = transformers.pipeline("text-generation", model=tiny.gpt(), tokenizer=words)
mlflow.transformers.save_model(chat, "their-chat", task="llm/v1/chat", pip_requirements=["transformers"])
features = tiny.pipeline("feature-extraction")
mlflow.transformers.save_model(
    features, "their-embeddings", task="llm/v1/embeddings", pip_requirements=["transformers"]
)
print()
print(json.dumps({"file": mlflow.__file__, "answers": answers}))
