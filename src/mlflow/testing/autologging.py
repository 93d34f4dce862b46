"""What autologging of every library must do, as tests: subclass :class:`AutologContract` and say how one trains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mlflow.active.addresses import set_tracking_uri
from mlflow.active.runs import innermost
from mlflow.autologging import libraries, training
from mlflow.autologging.settings import suspended
from mlflow.entities import Run
from mlflow.environment_variables import MLFLOW_AUTOLOGGING_TESTING
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.fluent.runs import start_run


class AutologContract:
    """The laws of autologging.

    A subclass sets the attributes and writes the methods below; pytest then collects the laws with it.
    """

    #: Name of the library in :data:`mlflow.autologging.libraries.LIBRARIES`.
    library: str
    #: The library's own ``autolog`` function.
    autolog: Callable[..., None]
    #: Params and metrics that a training logs, at least.
    params: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()

    def train(self) -> Any:
        """Train a small model, and return what training returned."""
        raise NotImplementedError

    def train_wrongly(self) -> None:
        """Start a training that raises."""
        raise NotImplementedError

    # How the laws see runs

    @pytest.fixture(autouse=True)
    def own_store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """A store of the test's own; errors of logging are raised, and nothing is logged after the test."""
        set_tracking_uri(f"sqlite:///{tmp_path}/runs.db")
        monkeypatch.setenv(MLFLOW_AUTOLOGGING_TESTING.name, "true")
        yield
        type(self).autolog(disable=True)
        set_tracking_uri("")

    def _runs(self) -> list[Run]:
        return list(MlflowClient().search_runs(["0"]))

    # The laws

    def test_a_training_has_a_run_of_its_own(self) -> None:
        """It is tagged, finished, and holds params, metrics, the data and a model that is ready."""
        type(self).autolog()
        self.train()
        (run,) = self._runs()
        assert run.info.status == "FINISHED" and innermost() is None
        assert run.data.tags["mlflow.autologging"] == self.library
        assert run.data.params.keys() >= self.params and run.data.metrics.keys() >= self.metrics
        assert [each.tags[0].value for each in run.inputs.dataset_inputs] == ["train"]
        (model,) = MlflowClient().search_logged_models(["0"])
        assert (model.name, model.source_run_id, str(model.status)) == ("model", run.info.run_id, "READY")

    def test_the_active_run_is_used_and_left_open(self) -> None:
        """A run that the user started gets everything but the tag, and goes on."""
        type(self).autolog()
        with start_run() as mine:
            self.train()
            assert innermost() is not None
        (run,) = self._runs()
        assert run.info.run_id == mine.info.run_id
        assert run.data.params.keys() >= self.params and "mlflow.autologging" not in run.data.tags

    def test_a_training_that_raises_fails_its_run(self) -> None:
        """The error reaches the caller, and the run ends FAILED."""
        type(self).autolog()
        with pytest.raises(Exception):  # noqa: B017 (whatever the library raises)
            self.train_wrongly()
        (run,) = self._runs()
        assert run.info.status == "FAILED" and innermost() is None

    def test_disabled_means_nothing_is_logged(self) -> None:
        """Neither by the library's own function nor by ``mlflow.autolog``, and again after that on request."""
        type(self).autolog()
        type(self).autolog(disable=True)
        self.train()
        libraries.autolog()  # does not overrule what the library's own function said
        self.train()
        assert self._runs() == []
        with suspended(self.library):
            self.train()
        type(self).autolog()
        self.train()
        assert len(self._runs()) == 1

    def test_exclusive_leaves_the_users_runs_alone(self) -> None:
        """Only runs that autologging starts are written to."""
        type(self).autolog(exclusive=True)
        with start_run():
            self.train()
        self.train()
        owned = [run for run in self._runs() if "mlflow.autologging" in run.data.tags]
        other = [run for run in self._runs() if "mlflow.autologging" not in run.data.tags]
        assert len(owned) == len(other) == 1
        assert owned[0].data.params and not other[0].data.params

    def test_models_and_data_only_where_wanted(self) -> None:
        """``log_models`` and ``log_datasets`` are obeyed, and extra tags set."""
        type(self).autolog(log_models=False, log_datasets=False, extra_tags={"team": "a"})
        self.train()
        (run,) = self._runs()
        assert run.data.tags["team"] == "a" and not run.inputs.dataset_inputs
        assert list(MlflowClient().search_logged_models(["0"])) == []

    def test_training_survives_a_store_that_fails(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whatever logging does, the model is trained; what went wrong is said once."""
        monkeypatch.setenv(MLFLOW_AUTOLOGGING_TESTING.name, "false")
        type(self).autolog()
        expected = self.train()

        def broken(*args: Any, **kwargs: Any) -> Any:
            raise OSError("the disk is full")

        monkeypatch.setattr(training, "start_run", broken)
        for _ in range(2):
            assert type(self.train()) is type(expected)
        assert len(self._runs()) == 1
        assert sum("the disk is full" in record.getMessage() for record in caplog.records) <= 1
