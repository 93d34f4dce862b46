"""The laws of :class:`~mlflow.contracts.experiments.ExperimentStore`."""

from __future__ import annotations

import time

import pytest

from mlflow.contracts.stores import Store
from mlflow.entities import ExperimentTag, ViewType
from mlflow.testing.store_names import INVALID, MISSING, TAKEN, fresh, refuses


class ExperimentContract:
    """Laws of experiments; needs the fixture ``store``."""

    def test_default_experiment_is_there(self, store: Store) -> None:
        experiment = store.get_experiment("0")
        assert (experiment.name, experiment.lifecycle_stage) == ("Default", "active")
        assert store.get_experiment_by_name("Default").experiment_id == "0"

    def test_created_experiment_is_read_back(self, store: Store) -> None:
        name, before = fresh(), int(time.time() * 1000)
        experiment_id = store.create_experiment(name, tags=[ExperimentTag("team", "a"), ExperimentTag("note", "")])
        experiment = store.get_experiment(experiment_id)
        assert experiment_id.isdigit() and experiment.experiment_id == experiment_id
        assert (experiment.name, experiment.lifecycle_stage) == (name, "active")
        assert experiment.tags == {"team": "a", "note": ""}
        assert experiment.artifact_location is not None and experiment.artifact_location.endswith(f"/{experiment_id}")
        assert experiment.creation_time is not None and before <= experiment.creation_time <= time.time() * 1000
        assert experiment.last_update_time is not None
        assert store.get_experiment_by_name(name) == experiment

    def test_artifact_location_is_kept(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh(), "s3://bucket/folder")
        assert store.get_experiment(experiment_id).artifact_location == "s3://bucket/folder"
        run = store.create_run(experiment_id)
        assert run.info.artifact_uri == f"s3://bucket/folder/{run.info.run_id}/artifacts"

    @pytest.mark.parametrize("location", ["s3://b/p#f", "s3://b/../p", "file://host/p", "s3://b/" + "a" * 2050])
    def test_odd_artifact_location_is_refused(self, store: Store, location: str) -> None:
        name = fresh()
        with refuses(INVALID):
            store.create_experiment(name, location)
        with refuses(MISSING):
            store.get_experiment_by_name(name)

    def test_names_are_unique_even_against_deleted_ones(self, store: Store) -> None:
        name = fresh()
        experiment_id = store.create_experiment(name)
        with refuses(TAKEN):
            store.create_experiment(name)
        store.delete_experiment(experiment_id)
        with refuses(TAKEN):
            store.create_experiment(name)

    @pytest.mark.parametrize("name", ["", "x" * 501])
    def test_experiment_bad_name_is_refused(self, store: Store, name: str) -> None:
        with refuses(INVALID):
            store.create_experiment(name)

    def test_longest_name_is_taken(self, store: Store) -> None:
        name = fresh().ljust(500, "x")
        assert store.get_experiment(store.create_experiment(name)).name == name

    @pytest.mark.parametrize("experiment_id", ["999999999", "abc", "-1", "1.5"])
    def test_unknown_experiment(self, store: Store, experiment_id: str) -> None:
        with refuses(MISSING):
            store.get_experiment(experiment_id)
        with refuses(MISSING):
            store.rename_experiment(experiment_id, fresh())
        with refuses(MISSING):
            store.delete_experiment(experiment_id)
        with refuses(MISSING):
            store.restore_experiment(experiment_id)
        with refuses(MISSING):
            store.set_experiment_tag(experiment_id, "k", "v")
        with refuses(MISSING):
            store.create_run(experiment_id)

    def test_names_that_look_the_same_are_the_same(self, store: Store) -> None:
        experiment_id = store.create_experiment("caf\u00e9")
        assert store.get_experiment_by_name("cafe\u0301").experiment_id == experiment_id
        other = store.create_experiment("other")
        for twin in ("caf\u00e9", "cafe\u0301"):
            with refuses(TAKEN):
                store.create_experiment(twin)
            with refuses(TAKEN):
                store.rename_experiment(other, twin)

    def test_unknown_name(self, store: Store) -> None:
        with refuses(MISSING):
            store.get_experiment_by_name(fresh())

    def test_rename(self, store: Store) -> None:
        name, other = fresh(), fresh()
        experiment_id = store.create_experiment(name)
        store.create_experiment(other)
        with refuses(TAKEN):
            store.rename_experiment(experiment_id, other)
        renamed = fresh()
        store.rename_experiment(experiment_id, renamed)
        assert store.get_experiment(experiment_id).name == renamed
        store.create_experiment(name)  # free again

    def test_delete_and_restore_take_the_runs_along(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        kept = store.create_run(experiment_id).info.run_id
        binned = store.create_run(experiment_id).info.run_id
        store.delete_run(binned)
        time.sleep(0.002)  # the experiment is deleted at another moment than the run
        store.delete_experiment(experiment_id)
        assert store.get_experiment(experiment_id).lifecycle_stage == "deleted"
        assert store.get_run(kept).info.lifecycle_stage == "deleted"
        with refuses(MISSING):
            store.delete_experiment(experiment_id)
        with refuses(INVALID):
            store.create_run(experiment_id)
        with refuses(INVALID):
            store.set_experiment_tag(experiment_id, "k", "v")
        with refuses("INVALID_STATE"):
            store.rename_experiment(experiment_id, fresh())
        store.restore_experiment(experiment_id)
        assert store.get_experiment(experiment_id).lifecycle_stage == "active"
        assert store.get_run(kept).info.lifecycle_stage == "active"
        assert store.get_run(binned).info.lifecycle_stage == "deleted"
        with refuses(MISSING):
            store.restore_experiment(experiment_id)

    def test_experiment_tags(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        store.set_experiment_tag(experiment_id, "k", "1")
        store.set_experiment_tag(experiment_id, "k", "2")
        store.set_experiment_tag(experiment_id, "long", "v" * 5000)
        store.set_experiment_tag(experiment_id, "k" * 250, "")
        assert store.get_experiment(experiment_id).tags == {"k": "2", "long": "v" * 5000, "k" * 250: ""}
        store.delete_experiment_tag(experiment_id, "long")
        assert "long" not in store.get_experiment(experiment_id).tags
        with refuses(MISSING):
            store.delete_experiment_tag(experiment_id, "long")

    @pytest.mark.parametrize(("key", "value"), [("k" * 251, "v"), ("a!b", "v"), ("../a", "v"), ("k", "v" * 5001)])
    def test_bad_tag_is_refused(self, store: Store, key: str, value: str) -> None:
        experiment_id = store.create_experiment(fresh())
        with refuses(INVALID):
            store.set_experiment_tag(experiment_id, key, value)
        assert store.get_experiment(experiment_id).tags == {}

    def test_experiment_search(self, store: Store) -> None:
        mark = fresh("mark")
        ids = []
        for i, name in enumerate(("beta", "Alpha", "gamma")):
            tags = [ExperimentTag("mark", mark), ExperimentTag("i", str(i))]
            ids.append(store.create_experiment(f"{name}-{mark}", tags=tags))
            time.sleep(0.002)
        mine = f"tags.mark = '{mark}'"

        def names(**kwargs: object) -> list[str]:
            found = store.search_experiments(filter_string=mine, **kwargs)  # type: ignore[arg-type]
            return [e.name.split("-")[0] for e in found]

        assert names() == ["gamma", "Alpha", "beta"]
        assert names(order_by=["name ASC"]) == ["Alpha", "beta", "gamma"]
        assert names(order_by=["attribute.name DESC"]) == ["gamma", "beta", "Alpha"]
        store.delete_experiment(ids[0])
        assert names() == ["gamma", "Alpha"]
        assert names(view_type=ViewType.DELETED_ONLY) == ["beta"]
        assert names(view_type=ViewType.ALL) == ["gamma", "Alpha", "beta"]

    def test_search_pages(self, store: Store) -> None:
        mark = fresh("mark")
        ids = [store.create_experiment(fresh(), tags=[ExperimentTag("mark", mark)]) for _ in range(5)]
        found, token = [], None
        for _ in range(3):
            page = store.search_experiments(filter_string=f"tags.mark = '{mark}'", max_results=2, page_token=token)
            found += [e.experiment_id for e in page]
            token = page.token
        assert not token and sorted(found) == sorted(ids)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"max_results": 0},
            {"max_results": -1},
            {"max_results": 50_001},
            {"filter_string": "nonsense"},
            {"order_by": ["nonsense"]},
            {"page_token": "garbage"},
        ],
    )
    def test_experiment_bad_search_is_refused(self, store: Store, wrong: dict[str, object]) -> None:
        with refuses(INVALID):
            store.search_experiments(**wrong)  # type: ignore[arg-type]
