"""The model behind LitServe, as its guide has it: ``litserve_service.py PORT``."""

from __future__ import annotations

import sys

import joblib
import litserve
import pandas as pd


class Bench(litserve.LitAPI):
    def setup(self, device):
        self._model = joblib.load("model.joblib")

    def decode_request(self, request):
        return pd.DataFrame(request["data"], columns=request["columns"])

    def predict(self, frame):
        return self._model.predict(frame)

    def encode_response(self, output):
        return {"predictions": output.tolist()}


if __name__ == "__main__":
    litserve.LitServer(Bench(), accelerator="cpu").run(
        host="127.0.0.1", port=int(sys.argv[1]), generate_client_file=False
    )
