"""The laws of :class:`~mlflow.contracts.logged_models.LoggedModelStore`."""

from __future__ import annotations

import os
import re
import time

import pytest

from mlflow.contracts.logged_models import DatasetChoice, LoggedModelOrder
from mlflow.contracts.stores import Store
from mlflow.entities import LoggedModelParameter, LoggedModelStatus, LoggedModelTag
from mlflow.testing.store_names import INVALID, MISSING, TAKEN, fresh, new_run, refuses


class LoggedModelContract:
    """Laws of logged models; needs the fixture ``store``."""

    def test_logged_model_created_model_is_read_back(self, store: Store) -> None:
        run = store.get_run(new_run(store))
        model = store.create_logged_model(
            run.info.experiment_id,
            "m",
            "sklearn",
            run.info.run_id,
            [LoggedModelParameter("a", "1")],
            [LoggedModelTag("t", "v")],
        )
        assert re.fullmatch("m-[0-9a-f]{32}", model.model_id)
        assert (model.name, model.model_type, model.source_run_id) == ("m", "sklearn", run.info.run_id)
        assert (model.params, model.tags, model.status) == ({"a": "1"}, {"t": "v"}, LoggedModelStatus.PENDING)
        location = store.get_experiment(run.info.experiment_id).artifact_location
        assert model.artifact_location == f"{location}/models/{model.model_id}/artifacts"
        assert store.get_logged_model(model.model_id) == model
        ready = store.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
        assert (ready.status, ready.model_id) == (LoggedModelStatus.READY, model.model_id)
        assert store.get_logged_model(model.model_id).status == LoggedModelStatus.READY

    def test_model_without_a_name_gets_one(self, store: Store) -> None:
        assert store.create_logged_model(store.create_experiment(fresh())).name

    @pytest.mark.parametrize("name", ["a/b", "a:b", "a.b", "a%b", "a'b", 'a"b'])
    def test_logged_model_bad_name_is_refused(self, store: Store, name: str) -> None:
        experiment_id = store.create_experiment(fresh())
        with refuses(INVALID):
            store.create_logged_model(experiment_id, name)
        assert store.search_logged_models([experiment_id]) == []

    def test_logged_model_unknown_model(self, store: Store) -> None:
        with refuses(MISSING):
            store.create_logged_model("888888888", "m")
        unknown = "m-" + "0" * 32
        with refuses(MISSING):
            store.get_logged_model(unknown)
        with refuses(MISSING):
            store.finalize_logged_model(unknown, LoggedModelStatus.READY)
        with refuses(MISSING):
            store.delete_logged_model(unknown)
        with refuses(MISSING):
            store.set_logged_model_tags(unknown, [LoggedModelTag("k", "v")])

    def test_tags_and_params(self, store: Store) -> None:
        model_id = store.create_logged_model(store.create_experiment(fresh()), "m").model_id
        store.set_logged_model_tags(model_id, [LoggedModelTag("a", "1"), LoggedModelTag("b", "1")])
        store.set_logged_model_tags(model_id, [LoggedModelTag("a", "2")])
        assert store.get_logged_model(model_id).tags == {"a": "2", "b": "1"}
        store.delete_logged_model_tag(model_id, "a")
        with refuses(MISSING):
            store.delete_logged_model_tag(model_id, "a")
        store.log_logged_model_params(model_id, [LoggedModelParameter("p", "1")])
        store.log_logged_model_params(model_id, [LoggedModelParameter("p", "1"), LoggedModelParameter("q", "2")])
        with refuses(INVALID):
            store.log_logged_model_params(model_id, [LoggedModelParameter("p", "2")])
        model = store.get_logged_model(model_id)
        assert (model.tags, model.params) == ({"b": "1"}, {"p": "1", "q": "2"})

    def test_deleted_model_is_gone(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        model_id = store.create_logged_model(experiment_id, "m").model_id
        store.delete_logged_model(model_id)
        with refuses(MISSING):
            store.get_logged_model(model_id)
        assert store.search_logged_models([experiment_id]) == []

    def test_a_model_with_an_id_of_ones_own_is_made_once(self, store: Store) -> None:
        experiment_id, model_id = store.create_experiment(fresh()), f"m-{os.urandom(16).hex()}"
        made = store.create_logged_model(experiment_id, "once", model_id=model_id)
        assert made.model_id == model_id
        store.finalize_logged_model(model_id, LoggedModelStatus.READY)
        again = store.create_logged_model(experiment_id, "twice", model_id=model_id)
        assert (again.name, again.status) == ("once", LoggedModelStatus.READY)
        with refuses(TAKEN):
            store.create_logged_model(store.create_experiment(fresh()), model_id=model_id)
        store.delete_logged_model(model_id)
        with refuses(TAKEN):
            store.create_logged_model(experiment_id, model_id=model_id)
        for wrong in ("", "m-", model_id[2:], model_id.upper(), f"{model_id}0"):
            with refuses(INVALID):
                store.create_logged_model(experiment_id, model_id=wrong)

    def test_metrics_are_linked(self, store: Store) -> None:
        run_id = new_run(store)
        experiment_id = store.get_run(run_id).info.experiment_id
        one = store.create_logged_model(experiment_id, "one").model_id
        two = store.create_logged_model(experiment_id, "two").model_id
        store.log_metric(run_id, "acc", 0.5, 1, 0, one, "wine", "d")
        store.log_metric(run_id, "acc", 0.7, 2, 1, one, "wine", "d")
        store.log_metric(run_id, "acc", 0.9, 3, 1, two, "iris", "e")
        (metric,) = store.get_logged_model(one).metrics or []
        assert (metric.key, metric.value, metric.step, metric.model_id) == ("acc", 0.7, 1, one)
        assert (metric.dataset_name, metric.dataset_digest, metric.run_id) == ("wine", "d", run_id)
        assert [m.model_id for m in store.get_metric_history(run_id, "acc")] == [one, one, two]

        def names(text: str | None = None, **kwargs: object) -> list[str]:
            found = store.search_logged_models([experiment_id], text, **kwargs)  # type: ignore[arg-type]
            return [model.name for model in found]

        assert names("metrics.acc > 0.8") == ["two"]
        assert names("metrics.acc > 0.6", datasets=[DatasetChoice("wine")]) == ["one"]
        assert names(order_by=[LoggedModelOrder("metrics.acc", False)]) == ["two", "one"]
        assert names(order_by=[LoggedModelOrder("metrics.acc", False, "wine")]) == ["one", "two"]
        with refuses("BAD_REQUEST"):
            store.log_metric(run_id, "acc", 0.5, 1, 0, "m-unknown")

    def test_logged_model_search(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        for i, name in enumerate(("alpha", "beta", "gamma")):
            store.create_logged_model(
                experiment_id, name, "kind" if i else None, params=[LoggedModelParameter("i", str(i))]
            )
            time.sleep(0.002)

        def names(text: str | None = None, **kwargs: object) -> list[str]:
            found = store.search_logged_models([experiment_id], text, **kwargs)  # type: ignore[arg-type]
            return [model.name for model in found]

        assert names() == ["gamma", "beta", "alpha"]
        assert names("name LIKE '%a' AND params.i != '2'") == ["beta", "alpha"]
        assert names("model_type = 'kind'") == ["gamma", "beta"]
        assert names("model_type IS NULL") == ["alpha"]
        assert names("status = 'PENDING'", order_by=[LoggedModelOrder("name", True)]) == ["alpha", "beta", "gamma"]
        page = store.search_logged_models([experiment_id], max_results=2)
        rest = store.search_logged_models([experiment_id], max_results=2, page_token=page.token)
        assert [m.name for m in [*page, *rest]] == ["gamma", "beta", "alpha"] and not rest.token
        with refuses(INVALID):
            names("x =")
