"""Loads models that another client logged; reports their predictions and what their MLmodel says."""

from __future__ import annotations

import json
import sys

import pandas as pd
from sklearn.datasets import load_wine

import mlflow

forests, doublers = json.loads(sys.argv[1]), json.loads(sys.argv[2])
features, _ = load_wine(return_X_y=True, as_frame=True)
shuffled = features[features.columns[::-1]].assign(extra=1.0)
signature = mlflow.models.get_model_info(forests[0]).signature
facts = {
    "predictions": [mlflow.pyfunc.load_model(uri).predict(shuffled).tolist() for uri in forests],
    "native": mlflow.sklearn.load_model(forests[0]).predict(features).tolist(),
    "doubled": [list(map(int, mlflow.pyfunc.load_model(uri).predict(pd.DataFrame({"x": [1, 2]})))) for uri in doublers],
    "inputs": signature.inputs.to_dict(),
    "outputs": signature.outputs.to_dict(),
}
print(json.dumps(facts))
