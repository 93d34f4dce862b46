"""Answers with the models in the folders named below, and saves its own as ``their-…``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from langchain_core.runnables import RunnableLambda

import mlflow

MODELS = Path(sys.argv[1])
HI = {"messages": [{"role": "user", "content": "hi"}]}
ASKED = {"code": "x", "chat": HI, "graph": HI, "object": "x"}
answers = {name: mlflow.pyfunc.load_model(name).predict(data) for name, data in ASKED.items()}
theirs = {
    "code": str(MODELS / "chain.py"),
    "chat": str(MODELS / "chat.py"),
    "graph": str(MODELS / "graph.py"),
    "object": RunnableLambda(str.upper) | RunnableLambda(str.strip),
}
for name, model in theirs.items():
    more = {"model_config": {"tone": "plain"}} if name == "code" else {}
    mlflow.langchain.save_model(model, f"their-{name}", pip_requirements=["langchain"], **more)
print()
print(json.dumps({"file": mlflow.__file__, "answers": answers}))
