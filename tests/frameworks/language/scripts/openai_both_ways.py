"""Answers with the model in the folder ``m``, and saves one of its own in ``theirs``."""

from __future__ import annotations

import json
import os
import sys

os.environ |= {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": sys.argv[1]}
import mlflow

answer = mlflow.pyfunc.load_model("m").predict({"tone": "kind", "topic": "a"})
mlflow.openai.save_model(
    model="gpt",
    task="chat.completions",
    path="theirs",
    messages=[{"role": "user", "content": "Tell of a {tone} {topic}."}],
    pip_requirements=["openai"],
)
print()
print(json.dumps({"file": mlflow.__file__, "answer": answer}))
