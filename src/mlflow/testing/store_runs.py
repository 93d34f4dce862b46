"""The laws of :class:`~mlflow.contracts.runs.RunStore` on the life of a run."""

from __future__ import annotations

import os
import re
import time

import pytest

from mlflow.contracts.stores import Store
from mlflow.entities import Metric, RunTag
from mlflow.testing.store_names import INVALID, MISSING, TAKEN, UNKNOWN_RUN, fresh, new_run, refuses


class RunContract:
    """Laws of a run's life; needs the fixture ``store``."""

    def test_created_run_is_read_back(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        run = store.create_run(experiment_id, "someone", 1234, [RunTag("t", "v"), RunTag("empty", "")], "named")
        info = run.info
        assert re.fullmatch("[0-9a-f]{32}", info.run_id) and info.run_uuid == info.run_id
        assert (info.experiment_id, info.user_id, info.start_time) == (experiment_id, "someone", 1234)
        assert (info.status, info.end_time, info.lifecycle_stage) == ("RUNNING", None, "active")
        assert info.run_name == "named"
        assert run.data.tags == {"t": "v", "empty": "", "mlflow.runName": "named"}
        assert (run.data.metrics, run.data.params) == ({}, {})
        location = store.get_experiment(experiment_id).artifact_location
        assert info.artifact_uri == f"{location}/{info.run_id}/artifacts"
        assert store.get_run(info.run_id) == run

    def test_run_without_a_name_gets_one(self, store: Store) -> None:
        experiment_id, before = store.create_experiment(fresh()), int(time.time() * 1000)
        runs = [store.create_run(experiment_id) for _ in range(20)]
        for run in runs:
            assert (
                re.fullmatch(r"[a-z]+-[a-z]+-\d{1,4}", run.info.run_name or "") and len(run.info.run_name or "") <= 20
            )
            assert run.data.tags["mlflow.runName"] == run.info.run_name
            assert before <= (run.info.start_time or 0) <= time.time() * 1000
        assert len({run.info.run_name for run in runs}) > 10
        assert store.create_run(experiment_id, run_name="").info.run_name

    def test_name_may_come_as_a_tag(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        tag = [RunTag("mlflow.runName", "a")]
        assert store.create_run(experiment_id, tags=tag).info.run_name == "a"
        assert store.create_run(experiment_id, tags=tag, run_name="a").info.run_name == "a"
        with refuses(INVALID):
            store.create_run(experiment_id, tags=tag, run_name="b")

    def test_an_id_of_ones_own_makes_one_run(self, store: Store) -> None:
        experiment_id, run_id = store.create_experiment(fresh()), os.urandom(16).hex()
        made = store.create_run(experiment_id, "someone", 1234, run_name="once", run_id=run_id)
        assert made.info.run_id == run_id
        store.log_metric(run_id, "m", 1.0, 5)
        again = store.create_run(experiment_id, "other", 5678, run_name="twice", run_id=run_id)
        assert again == store.get_run(run_id) and again.data.metrics == {"m": 1.0}
        assert (again.info.run_name, again.info.start_time) == ("once", 1234)
        assert len(store.search_runs([experiment_id])) == 1
        elsewhere = store.create_experiment(fresh())
        with refuses(TAKEN):
            store.create_run(elsewhere, run_id=run_id)
        assert not store.search_runs([elsewhere])

    @pytest.mark.parametrize("run_id", ["", "a" * 31, "A" * 32, "../" + "a" * 29, "a" * 31 + "\n", "a" * 33])
    def test_what_is_no_id_is_refused(self, store: Store, run_id: str) -> None:
        experiment_id = store.create_experiment(fresh())
        with refuses(INVALID):
            store.create_run(experiment_id, run_id=run_id)

    def test_many_tags_at_creation(self, store: Store) -> None:
        tags = [RunTag(f"k{i}", "v") for i in range(120)]
        assert len(store.get_run(new_run(store, tags=tags)).data.tags) == 121

    @pytest.mark.parametrize("tag", [RunTag("a!b", "v"), RunTag("k" * 251, "v"), RunTag("", "v"), RunTag("/a", "v")])
    def test_bad_tag_at_creation_is_refused(self, store: Store, tag: RunTag) -> None:
        experiment_id = store.create_experiment(fresh())
        with refuses(INVALID):
            store.create_run(experiment_id, tags=[tag])
        assert store.search_runs([experiment_id]) == []

    def test_unknown_run(self, store: Store) -> None:
        for run_id in (UNKNOWN_RUN, "nonsense"):
            with refuses(MISSING):
                store.get_run(run_id)
            with refuses(MISSING):
                store.update_run(run_id, "FINISHED")
            with refuses(MISSING):
                store.delete_run(run_id)
            with refuses(MISSING):
                store.restore_run(run_id)
            with refuses(MISSING):
                store.log_batch(run_id, [Metric("m", 1.0, 1, 0)])
            with refuses(MISSING):
                store.log_metric(run_id, "m", 1.0, 1)
            with refuses(MISSING):
                store.log_param(run_id, "p", "1")
            with refuses(MISSING):
                store.set_tag(run_id, "t", "1")
            with refuses(MISSING):
                store.delete_tag(run_id, "t")
            with refuses(MISSING):
                store.log_inputs(run_id)
            with refuses(MISSING):
                store.log_outputs(run_id, [])

    def test_run_update(self, store: Store) -> None:
        run_id = new_run(store, run_name="before")
        info = store.update_run(run_id, "FINISHED", 9999)
        assert (info.run_id, info.status, info.end_time, info.run_name) == (run_id, "FINISHED", 9999, "before")
        info = store.update_run(run_id, run_name="after")
        assert (info.status, info.end_time, info.run_name) == ("FINISHED", 9999, "after")
        assert store.get_run(run_id).data.tags["mlflow.runName"] == "after"
        assert store.update_run(run_id, "RUNNING").end_time == 9999  # until it ends again
        assert store.update_run(run_id).status == "RUNNING"
        assert store.get_run(run_id).info == store.update_run(run_id)

    def test_name_tag_renames(self, store: Store) -> None:
        run_id = new_run(store, run_name="before")
        store.set_tag(run_id, "mlflow.runName", "after")
        assert store.get_run(run_id).info.run_name == "after"

    @pytest.mark.parametrize("status", ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"])
    def test_every_status(self, store: Store, status: str) -> None:
        run_id = new_run(store)
        store.update_run(run_id, status)
        assert store.get_run(run_id).info.status == status

    def test_delete_and_restore(self, store: Store) -> None:
        run_id = new_run(store)
        store.log_param(run_id, "p", "1")
        for _ in range(2):  # the second time changes nothing
            store.delete_run(run_id)
            assert store.get_run(run_id).info.lifecycle_stage == "deleted"
        with refuses(INVALID):
            store.log_metric(run_id, "m", 1.0, 1)
        with refuses(INVALID):
            store.log_param(run_id, "q", "1")
        with refuses(INVALID):
            store.set_tag(run_id, "t", "1")
        with refuses(INVALID):
            store.delete_tag(run_id, "mlflow.runName")
        with refuses(INVALID):
            store.log_batch(run_id)
        with refuses(INVALID):
            store.update_run(run_id, "FINISHED")
        for _ in range(2):
            store.restore_run(run_id)
            assert store.get_run(run_id).info.lifecycle_stage == "active"
        run = store.get_run(run_id)
        assert (run.data.params, run.data.metrics) == ({"p": "1"}, {})
