"""The laws of :class:`~mlflow.contracts.runs.RunStore` on what runs read and made."""

from __future__ import annotations

import pytest

from mlflow.contracts.stores import Store
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelInput, LoggedModelOutput
from mlflow.testing.store_names import INVALID, fresh, new_run, refuses


def wine(context: str | None = "training", **changes: str) -> DatasetInput:
    """A dataset as a run reads it."""
    fields = {"name": "wine", "digest": "abc", "source_type": "local", "source": "{}", "schema": "{}"} | changes
    return DatasetInput(Dataset(**fields), [InputTag("mlflow.data.context", context)] if context else [])


class InputContract:
    """Laws of inputs and outputs; needs the fixture ``store``."""

    def test_inputs_and_outputs_are_read_back(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_inputs(run_id, [wine()], [LoggedModelInput("m-abc")])
        store.log_outputs(run_id, [LoggedModelOutput("m-def", 1), LoggedModelOutput("m-def", 2)])
        run = store.get_run(run_id)
        (dataset,) = run.inputs.dataset_inputs
        assert dataset.dataset == wine().dataset
        assert [(t.key, t.value) for t in dataset.tags] == [("mlflow.data.context", "training")]
        assert [m.model_id for m in run.inputs.model_inputs] == ["m-abc"]
        assert [(m.model_id, m.step) for m in run.outputs.model_outputs] == [("m-def", 1), ("m-def", 2)]
        (found,) = store.search_runs([run.info.experiment_id], "dataset.name = 'wine'")
        assert found == run
        assert len(store.search_runs([run.info.experiment_id], "dataset.context = 'training'")) == 1
        assert store.search_runs([run.info.experiment_id], "dataset.digest != 'abc'") == []

    def test_the_same_input_counts_once(self, store: Store) -> None:
        run_id = new_run(store)
        for _ in range(2):
            store.log_inputs(run_id, [wine(), wine()], [LoggedModelInput("m-abc")])
            store.log_outputs(run_id, [LoggedModelOutput("m-def")])
        run = store.get_run(run_id)
        assert len(run.inputs.dataset_inputs) == len(run.inputs.model_inputs) == len(run.outputs.model_outputs) == 1
        store.log_inputs(run_id)
        assert store.get_run(run_id) == run

    def test_of_an_input_that_is_given_again_what_was_said_first_counts(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_inputs(run_id, [wine("training")])
        again = wine("eval")
        store.log_inputs(run_id, [DatasetInput(again.dataset, [*again.tags, InputTag("k", "v")])])
        (dataset,) = store.get_run(run_id).inputs.dataset_inputs
        assert {t.key: t.value for t in dataset.tags} == {"mlflow.data.context": "training", "k": "v"}

    def test_datasets_of_experiments(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        for context in ("training", "training", "eval"):
            store.log_inputs(store.create_run(experiment_id).info.run_id, [wine(context)])
        store.log_inputs(store.create_run(experiment_id).info.run_id, [wine(None, name="iris", digest="x")])
        found = store.search_datasets([experiment_id])
        assert {(d.experiment_id, d.name, d.digest, d.context) for d in found} == {
            (experiment_id, "wine", "abc", "training"),
            (experiment_id, "wine", "abc", "eval"),
            (experiment_id, "iris", "x", None),
        }
        with refuses(INVALID):
            store.search_datasets([experiment_id] * 21)

    @pytest.mark.parametrize(
        "wrong", [{"digest": "q" * 37}, {"source_type": "x" * 501}, {"name": "x" * 501}, {"source": "x" * 65_536}]
    )
    def test_bad_dataset_is_refused(self, store: Store, wrong: dict[str, str]) -> None:
        run_id = new_run(store)
        with refuses(INVALID):
            store.log_inputs(run_id, [wine(name="good"), wine(**wrong)])
        assert store.get_run(run_id).inputs.dataset_inputs == []
