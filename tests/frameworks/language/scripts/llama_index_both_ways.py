"""Answers with the models in the folders named below, and saves its own as ``their-…``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.llms import MockLLM

import mlflow

MODELS = Path(sys.argv[1])
asked = {"object": "what?", "code": "what?", "workflow": {"name": "Ada"}}
answers = {name: mlflow.pyfunc.load_model(name).predict(data) for name, data in asked.items()}
Settings.llm, Settings.embed_model = MockLLM(max_tokens=2), MockEmbedding(embed_dim=8)
save = mlflow.llama_index.save_model
more = {"pip_requirements": ["llama-index-core"]}
index = VectorStoreIndex.from_documents([Document(text="The sky is blue.")])
save(index, "their-object", engine_type="query", model_config={"similarity_top_k": 1}, **more)
save(str(MODELS / "index.py"), "their-code", engine_type="query", **more)
save(str(MODELS / "workflow.py"), "their-workflow", **more)
print()
print(json.dumps({"file": mlflow.__file__, "answers": answers}))
