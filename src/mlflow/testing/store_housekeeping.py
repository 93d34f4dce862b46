"""Laws of housekeeping: what is in the bin, what deletion for good takes, what is measured."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

import pytest

from mlflow.contracts.housekeeping import Binned, ExperimentUse
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.store.rest.store import RestStore

_DAY = 86_400_000


def _named() -> str:
    return f"house {uuid.uuid4().hex[:12]}"


class HousekeepingContract:
    """Inherit from it and provide a fixture ``house``: the client of a server that keeps its files itself."""

    @pytest.fixture
    def experiment(self, house: RestStore) -> str:
        """An experiment of the test's own."""
        return house.create_experiment(_named())

    def test_only_what_is_in_the_bin_is_purged(self, house: RestStore, experiment: str) -> None:
        run_id = _run(house, experiment)
        for purging in (lambda: house.purge_runs([run_id]), lambda: house.purge_experiment(experiment)):
            with pytest.raises(InvalidParameterValue, match="bin"):
                purging()
        assert house.get_run(run_id).data.params == {"p": "1"}

    def test_a_purged_run_is_gone_with_its_files_and_nothing_else_is(self, house: RestStore, experiment: str) -> None:
        gone, kept = _run(house, experiment, files=3), _run(house, experiment)
        house.delete_run(gone)
        done = house.purge_runs([gone])
        assert (done.runs, done.experiments, done.purged, done.remaining, done.kept) == (1, 0, [gone], 0, [])
        with pytest.raises(ResourceDoesNotExist):
            house.get_run(gone)
        with pytest.raises(ResourceDoesNotExist):
            house.purge_runs([gone])
        assert [run.info.run_id for run in house.search_runs([experiment])] == [kept]
        assert len(house.list_run_artifacts(kept).files) == 1
        assert len(house.get_metric_history(kept, "m")) == 3

    def test_what_would_go_is_told_and_stays(self, house: RestStore, experiment: str) -> None:
        run_id = _run(house, experiment, files=3)
        house.delete_run(run_id)
        told = house.purge_runs([run_id], only_tell=True)
        assert (told.runs, told.remaining, told.purged) == (1, 1, [])
        assert told.files >= 3 and told.bytes >= 3 * 1000  # a folder may hold the run's own record as well
        house.restore_run(run_id)
        assert len(house.list_run_artifacts(run_id).files) == 3

    def test_what_is_too_young_is_refused(self, house: RestStore, experiment: str) -> None:
        run_id = _run(house, experiment)
        house.delete_run(run_id)
        with pytest.raises(InvalidParameterValue, match="for that long"):
            house.purge_runs([run_id], older_than=_DAY)
        assert house.purge_runs([run_id], older_than=0).runs == 1

    def test_an_experiment_goes_with_all_that_is_in_it_and_its_name_is_free(self, house: RestStore) -> None:
        name = _named()
        experiment = house.create_experiment(name)
        runs = [_run(house, experiment) for _ in range(25)]
        model = house.create_logged_model(experiment, "model")
        house.delete_experiment(experiment)
        told = house.purge_experiment(experiment, only_tell=True)
        assert (told.runs, told.models, told.experiments) == (25, 1, 1)
        purged: list[str] = []
        while True:
            done = house.purge_experiment(experiment)
            purged += done.purged
            if not done.remaining:
                break
        assert set(purged) == {*runs, model.model_id, experiment}
        with pytest.raises(ResourceDoesNotExist):
            house.get_experiment(experiment)
        again = house.create_experiment(name)
        assert again != experiment and house.get_experiment_by_name(name).experiment_id == again

    def test_logged_models_go_alone(self, house: RestStore, experiment: str) -> None:
        gone, kept = (house.create_logged_model(experiment, name).model_id for name in ("a", "b"))
        house.delete_logged_model(gone)
        assert house.purge_logged_models([gone]).models == 1
        assert [model.model_id for model in house.search_logged_models([experiment])] == [kept]

    def test_files_of_a_registered_version_stay(self, house: RestStore, experiment: str) -> None:
        run_id, name = _run(house, experiment), _named()
        house.create_registered_model(name)
        house.create_model_version(name, f"runs:/{run_id}/f0.txt", run_id)
        house.delete_run(run_id)
        done = house.purge_runs([run_id])
        assert done.runs == 0 and name in done.kept[0].why
        house.restore_run(run_id)
        assert len(house.list_run_artifacts(run_id).files) == 1

    def test_one_to_a_hundred_are_named_at_once(self, house: RestStore) -> None:
        for ids in ([], ["0" * 32] * 101):
            with pytest.raises(InvalidParameterValue):
                house.purge_runs(ids)

    def test_the_bin_is_listed_by_age(self, house: RestStore, experiment: str) -> None:
        runs = [_run(house, experiment) for _ in range(5)]
        for run_id in runs:
            house.delete_run(run_id)
            time.sleep(0.002)
        listed = [one for one in _bin(house, "run", page=2) if one.experiment_id == experiment]
        assert [one.id for one in listed] == runs[::-1]
        assert all(one.points == 3 and one.record_bytes > 100 and one.user_id == "ana" for one in listed)
        assert listed[0].deleted <= time.time() * 1000 + 1
        assert not any(one.experiment_id == experiment for one in _bin(house, "run", older_than=_DAY))

    def test_what_is_in_a_deleted_experiment_is_counted_with_it(self, house: RestStore, experiment: str) -> None:
        _run(house, experiment)
        model = house.create_logged_model(experiment, "model")
        house.delete_logged_model(model.model_id)
        assert [one.id for one in _bin(house, "logged_model") if one.experiment_id == experiment] == [model.model_id]
        house.delete_experiment(experiment)
        for kind in ("run", "logged_model"):
            assert not any(one.experiment_id == experiment for one in _bin(house, kind))
        (found,) = [one for one in _bin(house, "experiment") if one.id == experiment]
        assert (found.runs, found.models) == (1, 1)
        house.restore_experiment(experiment)
        assert not any(one.id == experiment for one in _bin(house, "experiment"))

    def test_the_bin_knows_its_kinds_and_tokens(self, house: RestStore) -> None:
        for asking in (
            lambda: house.search_bin("spoon"),
            lambda: house.search_bin("run", page_token="x"),
            lambda: house.search_bin("run", max_results=0),
        ):
            with pytest.raises(InvalidParameterValue):
                asking()

    def test_what_experiments_take_is_measured(self, house: RestStore, experiment: str) -> None:
        small, large = _run(house, experiment), _run(house, experiment, files=4)
        house.delete_run(small)
        house.measure()
        for _ in range(600):
            state = house.get_measurement()
            if not state.running:
                break
            time.sleep(0.05)
        assert state.finished and state.measured == state.experiments
        (use,) = [use for use in _usage(house) if use.experiment_id == experiment]
        assert (use.runs, use.binned_runs, use.points, use.unknown) == (2, 1, 6, "")
        assert use.files >= 5 and use.file_bytes >= 5000 and use.record_bytes > 200
        runs = house.get_largest_runs(experiment)
        assert [run.run_id for run in runs] == [large, small]
        assert runs[0].file_bytes >= 4000 and runs[1].deleted and not runs[0].deleted

    def test_facts(self, house: RestStore) -> None:
        facts = house.get_server_facts()
        assert facts.version and facts.store and facts.started <= time.time() * 1000
        assert facts.disk_bytes and 0 <= (facts.disk_free or 0) <= facts.disk_bytes
        assert facts.cannot_purge == ""
        given = house.give_back_space()
        assert given.given_back >= 0 and given.free >= 0


def _run(house: RestStore, experiment: str, files: int = 1) -> str:
    run_id = house.create_run(experiment, "ana", tags=[RunTag("t", "1")]).info.run_id
    house.log_batch(run_id, [Metric("m", 0.5, step, step) for step in range(3)], [Param("p", "1")])
    for number in range(files):
        house.write_run_artifact(run_id, f"f{number}.txt", iter([b"x" * 1000]))
    return run_id


def _bin(house: RestStore, kind: str, older_than: int = 0, page: int = 100) -> Iterator[Binned]:
    token: str | None = None
    while True:
        found = house.search_bin(kind, older_than, page, token)
        yield from found
        token = found.token
        if not token:
            return


def _usage(house: RestStore) -> Iterator[ExperimentUse]:
    token: str | None = None
    while True:
        found = house.search_usage(50, token)
        yield from found
        token = found.token
        if not token:
            return
