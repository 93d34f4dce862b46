"""Saves model folders of each kind; reports what they answer, and what their MLmodel files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

import mlflow.pyfunc
import mlflow.sklearn
from mlflow.models import Model, infer_signature

X = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [1, 0, 1, 0]})
Y = [0, 0, 1, 1]
MODEL = LogisticRegression().fit(X, Y)
FOREST = RandomForestClassifier(5, random_state=0).fit(X.to_numpy(), Y)


class Lexicon(mlflow.pyfunc.PythonModel):
    def load_context(self, context: Any) -> None:
        self.score = json.loads(Path(context.artifacts["words"]).read_text())

    def predict(self, context: Any, model_input: Any, params: Any = None) -> Any:
        factor = (params or {}).get("factor", 1)
        return [factor * sum(self.score.get(word, 0) for word in text.split()) for text in model_input["text"]]


class Upper(mlflow.pyfunc.PythonModel):
    def predict(self, model_input, params=None):
        return [text.upper() for text in model_input]


Upper.predict.__annotations__ = {"model_input": list[str], "return": list[str]}
Typed = type("Typed", (mlflow.pyfunc.PythonModel,), {"predict": Upper.__dict__["predict"]})


def double(model_input):
    return model_input * 2


Path("words.json").write_text('{"good": 1, "bad": -1}')
Path("a_loader.py").write_text(
    "from pathlib import Path\n"
    "class Reader:\n    def __init__(self, path):\n        self.path = Path(path)\n"
    "    def predict(self, data):\n        return [self.path.read_text()] * len(data)\n"
    "def _load_pyfunc(path):\n    return Reader(path)\n"
)
Path("as_code.py").write_text(
    "import mlflow\nfrom mlflow.models import ModelConfig\n"
    "config = ModelConfig(development_config={'answer': 1})\n"
    "class Model(mlflow.pyfunc.PythonModel):\n"
    "    def predict(self, context, model_input, params=None):\n"
    "        return [config.get('answer')] * len(model_input)\n"
    "mlflow.models.set_model(Model())\n"
)
pins = {"pip_requirements": ["cloudpickle"]}
text = pd.DataFrame({"text": ["good good bad"]})
mlflow.sklearn.save_model(MODEL, "sk", input_example=X, metadata={"k": [1]}, **pins)
mlflow.sklearn.save_model(
    FOREST, "sk_array", serialization_format="pickle", pyfunc_predict_fn="predict_proba",
    signature=infer_signature(X.to_numpy(), FOREST.predict_proba(X.to_numpy())), **pins,
)  # fmt: skip
mlflow.pyfunc.save_model(
    "py", python_model=Lexicon(), artifacts={"words": "words.json"}, input_example=(text, {"factor": 2}),
    model_config={"x": 1}, code_paths=["a_loader.py"], **pins,
)  # fmt: skip
mlflow.pyfunc.save_model("py_typed", python_model=Typed(), **pins)
mlflow.pyfunc.save_model("py_function", python_model=double, signature=infer_signature(X), **pins)
mlflow.pyfunc.save_model("py_code", python_model="as_code.py", model_config={"answer": 2}, **pins)
mlflow.pyfunc.save_model(
    "py_loader", loader_module="a_loader", data_path="words.json", code_paths=["a_loader.py"], **pins
)

NAMES = ["sk", "sk_array", "py", "py_typed", "py_function", "py_code", "py_loader"]
CHANGING = ("model_uuid", "utc_time_created", "model_size_bytes")


def record(name: str) -> dict[str, Any]:
    said = yaml.safe_load(Path(name, "MLmodel").read_text())
    said["flavors"]["python_function"].pop("model_code_path", None)
    return {key: value for key, value in said.items() if key not in CHANGING}


print(
    json.dumps(
        {
            "answers": {
                "sk": MODEL.predict(X).tolist(),
                "native": MODEL.predict(X).tolist(),
                "sk_array": FOREST.predict_proba(X.to_numpy()).tolist(),
                "py": [3],
                "py_typed": ["A", "B"],
                "py_function": np.asarray(X * 2).tolist(),
                "py_code": [2, 2, 2, 2],
                "py_loader": ['{"good": 1, "bad": -1}'] * 4,
                "example": X.to_numpy().tolist(),
            },
            "signatures": {name: s.to_dict() if (s := Model.load(name).signature) else None for name in NAMES},
            "records": {name: record(name) for name in NAMES},
        }
    )
)
