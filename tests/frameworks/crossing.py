"""What every flavor must do that genuine MLflow has, too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlflow.testing.flavors import FlavorContract

LOAD = Path(__file__).parent / "scripts" / "load.py"


class CrossingContract(FlavorContract):
    """The laws of a flavor, and that genuine MLflow loads what it saves."""

    def test_genuine_mlflow_loads_it(self, tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
        """Genuine MLflow answers the input example as the model itself does."""
        model = self._save(tmp_path / "m", input_example=self.example())
        told = genuine_facts(LOAD, tmp_path)
        assert "compat-venv" in told["file"], "this was not the genuine package"
        self._same(told["answer"], model)
