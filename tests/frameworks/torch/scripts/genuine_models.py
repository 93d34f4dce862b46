"""Saves PyTorch models with a genuine MLflow, and tells what they answer."""

from __future__ import annotations

import json

import numpy as np
import torch

import mlflow

X = np.array([[1, 2], [3, 4]], dtype=np.float32)


class Doubled(torch.nn.Module):
    """Of ``__main__``, so cloudpickle takes it along."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = torch.nn.Linear(2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return 2 * self.linear(x)


torch.manual_seed(0)
model = Doubled().eval()
mlflow.pytorch.save_model(model, "plain", pip_requirements=["torch"])
mlflow.pytorch.save_model(torch.jit.script(model), "scripted", pip_requirements=["torch"])
mlflow.pytorch.save_state_dict(model.state_dict(), "state")
answer = model(torch.from_numpy(X)).detach().numpy().tolist()
print()
print(json.dumps({"file": mlflow.__file__, "x": X.tolist(), "answer": answer}))
