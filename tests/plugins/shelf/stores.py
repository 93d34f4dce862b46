from __future__ import annotations

import uuid
from typing import Any

from mlflow.store.entities.paged_list import PagedList
from mlflow.store.model_registry.abstract_store import AbstractStore as AbstractRegistry
from mlflow.store.tracking.abstract_store import AbstractStore

from mlflow.entities import (
    Experiment,
    ExperimentTag,
    LifecycleStage,
    Metric,
    Param,
    Run,
    RunData,
    RunInfo,
    RunStatus,
    RunTag,
    ViewType,
)
from mlflow.entities.model_registry import RegisteredModel


class Shelf(AbstractStore):
    def __init__(self, store_uri: str) -> None:
        self.store_uri = store_uri
        self.experiments = {"0": Experiment("0", "Default", "shelf://a/0", LifecycleStage.ACTIVE)}
        self.runs: dict[str, dict[str, Any]] = {}

    def create_experiment(self, name: str, artifact_location: str | None, tags: list[ExperimentTag]) -> str:
        number = str(len(self.experiments))
        location = artifact_location or f"shelf://a/{number}"
        self.experiments[number] = Experiment(number, name, location, LifecycleStage.ACTIVE, tags)
        return number

    def get_experiment(self, experiment_id: str) -> Experiment:
        return self.experiments[experiment_id]

    def search_experiments(
        self, view_type: int = ViewType.ACTIVE_ONLY, max_results: int = 1000, filter_string: Any = None,
        order_by: Any = None, page_token: Any = None,
    ) -> PagedList[Experiment]:  # fmt: skip
        return PagedList(list(self.experiments.values())[:max_results], None)

    def create_run(self, experiment_id: str, user_id: str, start_time: int, tags: list[RunTag], run_name: str) -> Run:
        run_id = uuid.uuid4().hex
        self.runs[run_id] = {
            "experiment_id": experiment_id, "user": user_id, "start": start_time, "name": run_name, "end": None,
            "status": "RUNNING", "tags": {t.key: t for t in tags}, "params": {}, "metrics": [],
        }  # fmt: skip
        return self.get_run(run_id)

    def get_run(self, run_id: str) -> Run:
        kept = self.runs[run_id]
        info = RunInfo(
            run_id=run_id, experiment_id=kept["experiment_id"], user_id=kept["user"], status=kept["status"],
            start_time=kept["start"], end_time=kept["end"], lifecycle_stage=LifecycleStage.ACTIVE,
            run_name=kept["name"], artifact_uri=f"shelf://a/{kept['experiment_id']}/{run_id}",
        )  # fmt: skip
        last = list({m.key: m for m in sorted(kept["metrics"], key=lambda m: m.step)}.values())
        return Run(info, RunData(last, list(kept["params"].values()), list(kept["tags"].values())))

    def update_run_info(self, run_id: str, run_status: int, end_time: int | None, run_name: str | None) -> RunInfo:
        self.runs[run_id].update(status=RunStatus.to_string(run_status), end=end_time)
        if run_name:
            self.runs[run_id]["name"] = run_name
        return self.get_run(run_id).info

    def log_batch(self, run_id: str, metrics: list[Metric], params: list[Param], tags: list[RunTag]) -> None:
        kept = self.runs[run_id]
        kept["metrics"] += metrics
        kept["params"].update({p.key: p for p in params})
        kept["tags"].update({t.key: t for t in tags})

    def get_metric_history(
        self, run_id: str, metric_key: str, max_results: Any = None, page_token: Any = None
    ) -> PagedList[Metric]:
        return PagedList([m for m in self.runs[run_id]["metrics"] if m.key == metric_key], None)

    def _search_runs(
        self, experiment_ids: list[str], filter_string: str, run_view_type: int, max_results: int, order_by: Any,
        page_token: Any,
    ) -> tuple[list[Run], str | None]:  # fmt: skip
        begin = int(page_token or 0)
        found = [self.get_run(i) for i, kept in self.runs.items() if kept["experiment_id"] in experiment_ids]
        page = found[begin : begin + max_results]
        return page, str(begin + len(page)) if begin + len(page) < len(found) else None


class Names(AbstractRegistry):
    def __init__(self, store_uri: str, tracking_uri: str) -> None:
        super().__init__(store_uri, tracking_uri)
        self.models: list[RegisteredModel] = []

    def create_registered_model(self, name: str, tags: Any = None, description: str | None = None) -> RegisteredModel:
        self.models.append(RegisteredModel(name, description=description))
        return self.models[-1]

    def search_registered_models(
        self, filter_string: Any = None, max_results: Any = None, order_by: Any = None, page_token: Any = None
    ) -> PagedList[RegisteredModel]:
        return PagedList(self.models, None)


def make_store(store_uri: str | None = None, artifact_uri: str | None = None) -> Shelf:
    return Shelf(str(store_uri))


def make_registry(store_uri: str | None = None, tracking_uri: str | None = None) -> Names:
    return Names(str(store_uri), str(tracking_uri))
