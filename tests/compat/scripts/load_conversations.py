"""Loads the folders of save_conversations.py; reports what they answer, whole and in pieces."""

from __future__ import annotations

import json

import pandas as pd

import mlflow.pyfunc

USER = {"role": "user", "content": "x"}
ASKED = {
    "chat": {"messages": [USER], "temperature": 0.25, "custom_inputs": {"a": 1}},
    "agent": {"messages": [USER], "context": {"user_id": "u"}, "custom_inputs": {"a": 1}},
    "responses": {"input": [USER], "custom_inputs": {"a": 1}},
    "coded": {"messages": [USER]},
}
answers = {}
for name, asked in ASKED.items():
    model = mlflow.pyfunc.load_model(name)
    answers[name] = {
        "whole": model.predict(asked),
        "table": model.predict(pd.DataFrame([asked])),
        "pieces": list(model.predict_stream(asked)),
        "metadata": model.metadata.metadata,
    }
print(json.dumps(answers))
