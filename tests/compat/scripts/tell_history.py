"""Every answer about the store of the tracking URI that either implementation gives."""

from __future__ import annotations

import json
import math
import sys

from mlflow import MlflowClient
from mlflow.entities import ViewType

client = MlflowClient()  # where one answers None and another "", over REST, "" is told
odd = sys.argv[1]
facts: dict[str, object] = {}


def number(value):
    return value if math.isfinite(value) else repr(value)


def points(metrics):
    return sorted((m.step, m.timestamp, str(number(m.value))) for m in metrics)


def latest(metrics):
    """The last point per metric and dataset: some stores answer with all of them."""
    found = {}
    for m in sorted(metrics or [], key=lambda m: (m.step, m.timestamp)):
        found[m.key, m.dataset_name, m.dataset_digest, m.run_id] = number(m.value), m.step, m.timestamp
    return sorted([*map(str, key), *value] for key, value in found.items())


experiments = client.search_experiments(view_type=ViewType.ALL, order_by=["experiment_id ASC"])
facts["experiments"] = [
    [e.experiment_id, e.name, e.artifact_location, e.lifecycle_stage, e.creation_time, e.last_update_time, e.tags]
    for e in experiments
]
ids = [e.experiment_id for e in experiments]
runs = client.search_runs(ids, run_view_type=ViewType.ALL, max_results=1000, order_by=["start_time ASC"])
told = {}
for run in (client.get_run(run.info.run_id) for run in runs):  # pages leave out what models were read
    info, data = run.info, run.data
    told[info.run_id] = {
        "info": [info.experiment_id, info.run_name, info.user_id, info.status, info.start_time, info.end_time,
                 info.lifecycle_stage],
        "artifacts": info.artifact_uri,
        "params": data.params,
        "tags": data.tags,
        "metrics": {key: number(value) for key, value in sorted(data.metrics.items())},
        "histories": {key: points(client.get_metric_history(info.run_id, key)) for key in sorted(data.metrics)},
        "datasets": sorted(
            [d.dataset.name, d.dataset.digest, d.dataset.source_type, d.dataset.source, d.dataset.schema,
             d.dataset.profile, sorted((t.key, t.value) for t in d.tags)]
            for d in run.inputs.dataset_inputs
        ),
        "models read": sorted(m.model_id for m in run.inputs.model_inputs),
        "models made": sorted((m.model_id, m.step) for m in run.outputs.model_outputs),
    }  # fmt: skip
facts["runs"] = told
facts["searches"] = {
    text: [r.info.run_id for r in client.search_runs(ids, text, order_by=["attributes.start_time"])]
    for text in (
        "metrics.loss < 0.015",
        "params.alpha = '0.4'",
        "tags.family = 'forest' and attributes.status = 'FAILED'",
        "attributes.run_name LIKE 'run 1%'",
        "metrics.`val/acc` >= 0.5",
        "datasets.name = 'wines of 1991'",
    )
}
best = client.search_runs(ids, order_by=["metrics.loss ASC", "params.alpha DESC"], max_results=5)
facts["best"] = [r.info.run_id for r in best]
facts["deleted"] = sorted(r.info.run_id for r in client.search_runs(ids, run_view_type=ViewType.DELETED_ONLY))
facts["logged models"] = sorted(
    [m.model_id, m.experiment_id, m.name, m.artifact_location, m.creation_timestamp, m.last_updated_timestamp,
     m.model_type or "", m.source_run_id, str(m.status), m.tags, m.params, latest(m.metrics)]
    for m in client.search_logged_models(ids)
)  # fmt: skip
facts["registered"] = [
    [m.name, m.creation_timestamp, m.last_updated_timestamp, m.description or "", m.tags,
     {alias: str(version) for alias, version in m.aliases.items()},
     sorted((str(v.version), v.current_stage) for v in m.latest_versions)]
    for m in client.search_registered_models()
]  # fmt: skip
versions = client.search_model_versions("name = 'taster'")
facts["versions"] = sorted(
    [str(v.version), v.creation_timestamp, v.last_updated_timestamp, v.description or "", v.user_id or "",
     v.current_stage, v.source, v.run_id, str(v.status), v.status_message or "", v.tags, v.run_link or ""]
    for v in (client.get_model_version("taster", v.version) for v in versions)
)  # fmt: skip
facts["linked"] = sorted((str(v.version), v.model_id or "") for v in versions)
facts["champion"] = str(client.get_model_version_by_alias("taster", "champion").version)
facts["files"] = client.get_model_version_download_uri("taster", "1")  # others: a runs: URI, or what it stands for
facts["latest"] = sorted((str(v.version), v.current_stage) for v in client.get_latest_versions("taster"))
facts["run"] = client.get_run(odd).info.run_name
print(json.dumps(facts))
