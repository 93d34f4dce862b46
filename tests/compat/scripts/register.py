"""The registry's acts through either client; reports what it saw."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

name = sys.argv[1]
client = MlflowClient()
facts: dict[str, object] = {}


def code_of(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except MlflowException as error:
        return error.error_code
    return "none"


Path("file.txt").write_text("content")
mlflow.set_experiment(name)
with mlflow.start_run() as run:
    mlflow.log_artifact("file.txt", "model")
source = f"{run.info.artifact_uri}/model"
client.create_registered_model(name, tags={"a": "1"}, description="first")
facts["taken"] = code_of(client.create_registered_model, name)
versions = [client.create_model_version(name, source, run.info.run_id, tags={"n": str(n)}) for n in (1, 2, 3)]
facts["versions"] = [(int(v.version), v.current_stage, v.status, v.run_id == run.info.run_id) for v in versions]
client.transition_model_version_stage(name, 1, "Production")
client.transition_model_version_stage(name, 2, "Staging")
client.transition_model_version_stage(name, 3, "Production", archive_existing_versions=True)
facts["bad stage"] = code_of(client.transition_model_version_stage, name, 1, "Moon")
facts["stages"] = sorted((int(v.version), v.current_stage) for v in client.search_model_versions(f"name = '{name}'"))
facts["latest"] = sorted((int(v.version), v.current_stage) for v in client.get_latest_versions(name))
client.set_registered_model_alias(name, "champion", 2)
facts["alias"] = [
    int(client.get_model_version_by_alias(name, "champion").version),
    client.get_model_version(name, 2).aliases,
]
client.delete_registered_model_alias(name, "champion")
facts["no alias"] = code_of(client.get_model_version_by_alias, name, "champion")
client.set_model_version_tag(name, "3", "checked", "yes")
client.update_model_version(name, 3, description="linear")
found = client.search_model_versions(f"name = '{name}' and tags.checked = 'yes'")
facts["found"] = [(int(v.version), v.description, dict(v.tags)) for v in found]
client.set_registered_model_tag(name, "b", "2")
client.delete_registered_model_tag(name, "a")
client.update_registered_model(name, "second")
facts["models"] = [(m.name == name, m.description, m.tags) for m in client.search_registered_models(f"name = '{name}'")]
client.delete_model_version(name, "1")
facts["deleted"] = code_of(client.get_model_version, name, "1")
facts["download"] = client.get_model_version_download_uri(name, "2").endswith("/model")
client.rename_registered_model(name, name + "-new")
facts["renamed"] = sorted(int(v.version) for v in client.search_model_versions(f"name = '{name}-new'"))
client.delete_registered_model(name + "-new")
facts["gone"] = code_of(client.get_registered_model, name + "-new")
print(json.dumps(facts, default=list))
