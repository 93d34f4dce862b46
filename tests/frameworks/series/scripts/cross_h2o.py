"""Loads the model in the folder ``m``, asks it its input example, and saves it into the folder ``genuine``."""

from __future__ import annotations

import json

import h2o

import mlflow

loaded = mlflow.pyfunc.load_model("m")
server = h2o.connection().base_url
answer = loaded.predict(loaded.input_example).to_numpy().tolist()
settings = {"init": {"port": int(server.rpartition(":")[2])}}
mlflow.h2o.save_model(mlflow.h2o.load_model("m"), "genuine", settings=settings, pip_requirements=[])
h2o.connection().close()  # it says goodbye now, not after the facts
print("\n" + json.dumps({"file": mlflow.__file__, "server": server, "answer": answer}))
