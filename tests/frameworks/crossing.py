"""What every flavor must do that genuine MLflow has, too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlflow.testing.flavors import FlavorContract
from tests.public_api.published import differences, read_table

HERE = Path(__file__).parent
LOAD = HERE / "scripts" / "load.py"
#: Parameters of the functions of MLflow's flavors, as MLflow 3.6 publishes them.
PUBLISHED = read_table(HERE / "signatures.tsv")
#: What every flavor has; of the others, those that are here are held against the table.
EVERYWHERE = ("save_model", "log_model", "load_model", "get_default_pip_requirements", "get_default_conda_env")


class PublishedContract(FlavorContract):
    """The laws of a flavor, and that it is called as MLflow's."""

    def test_it_is_called_as_in_mlflow(self) -> None:
        """Names and order of parameters are those of MLflow."""
        published = {name.rpartition(".")[2]: words for name, words in PUBLISHED if self._is_of(name)}
        assert {"save_model", "load_model"} <= set(published)
        for name, words in published.items():
            if name in EVERYWHERE or hasattr(self.flavor, name):
                assert list(differences(getattr(self.flavor, name), words)) == [], name

    def _is_of(self, name: str) -> bool:
        return name.startswith(f"{self.flavor.__name__}.")


class CrossingContract(PublishedContract):
    """The laws of a flavor, and that genuine MLflow loads what it saves."""

    def test_genuine_mlflow_loads_it(self, tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
        """Genuine MLflow answers the input example as the model itself does."""
        model = self._save(tmp_path / "m", input_example=self.example())
        told = genuine_facts(LOAD, tmp_path)
        assert "compat-venv" in told["file"], "this was not the genuine package"
        self._same(told["answer"], model)
