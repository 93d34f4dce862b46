"""Public functions take what MLflow 3.6's take: names and order of parameters, and defaults that matter."""

from __future__ import annotations

import inspect

import pytest

import mlflow
from mlflow.tracking.names import FLUENT

#: Parameters as MLflow 3.6 publishes them.
FUNCTIONS = {
    "create_experiment": "name artifact_location tags",
    "create_external_model": "name source_run_id tags params model_type experiment_id",
    "delete_experiment": "experiment_id",
    "end_run": "status",
    "finalize_logged_model": "model_id status",
    "get_artifact_uri": "artifact_path",
    "get_experiment_by_name": "name",
    "initialize_logged_model": "name source_run_id tags params model_type experiment_id",
    "load_table": "artifact_file run_ids extra_columns",
    "log_artifact": "local_path artifact_path run_id",
    "log_artifacts": "local_dir artifact_path run_id",
    "log_dict": "dictionary artifact_file run_id",
    "log_figure": "figure artifact_file save_kwargs",
    "log_image": "image artifact_file key step timestamp synchronous",
    "log_input": "dataset context tags model",
    "log_inputs": "datasets contexts tags_list models",
    "log_metric": "key value step synchronous timestamp run_id model_id dataset",
    "log_metrics": "metrics step synchronous run_id timestamp model_id dataset",
    "log_model_params": "params model_id",
    "log_outputs": "models",
    "log_param": "key value synchronous",
    "log_params": "params synchronous run_id",
    "log_table": "data artifact_file run_id",
    "log_text": "text artifact_file run_id",
    "register_model": "model_uri name await_registration_for tags env_pack",
    "search_experiments": "view_type max_results filter_string order_by",
    "search_logged_models": "experiment_ids filter_string datasets max_results order_by output_format",
    "search_model_versions": "max_results filter_string order_by",
    "search_registered_models": "max_results filter_string order_by",
    "search_runs": "experiment_ids filter_string run_view_type max_results order_by output_format "
    "search_all_experiments experiment_names",
    "set_active_model": "name model_id",
    "set_experiment": "experiment_name experiment_id",
    "set_model_version_tag": "name version key value",
    "set_tag": "key value synchronous",
    "set_tags": "tags synchronous",
    "set_tracking_uri": "uri",
    "start_run": "run_id experiment_id run_name nested parent_run_id tags description log_system_metrics",
    "artifacts.download_artifacts": "artifact_uri run_id artifact_path dst_path tracking_uri registry_uri",
    "artifacts.list_artifacts": "artifact_uri run_id artifact_path tracking_uri",
    "data.from_numpy": "features source targets name digest",
    "data.from_pandas": "df source targets name digest predictions",
}

METHODS = {
    "copy_model_version": "src_model_uri dst_name",
    "create_logged_model": "experiment_id name source_run_id tags params model_type",
    "create_model_version": "name source run_id tags run_link description await_creation_for model_id",
    "create_registered_model": "name tags description deployment_job_id",
    "create_run": "experiment_id start_time tags run_name",
    "delete_model_version_tag": "name version key stage",
    "download_artifacts": "run_id path dst_path",
    "get_latest_versions": "name stages",
    "get_metric_history": "run_id key",
    "list_artifacts": "run_id path",
    "list_experiments": "view_type max_results page_token",
    "list_registered_models": "max_results page_token",
    "list_run_infos": "experiment_id run_view_type max_results order_by page_token",
    "load_table": "experiment_id artifact_file run_ids extra_columns",
    "log_batch": "run_id metrics params tags synchronous",
    "log_figure": "run_id figure artifact_file save_kwargs",
    "log_image": "run_id image artifact_file key step timestamp synchronous",
    "log_inputs": "run_id datasets models",
    "log_metric": "run_id key value timestamp step synchronous dataset_name dataset_digest model_id",
    "log_param": "run_id key value synchronous",
    "log_table": "run_id data artifact_file",
    "search_experiments": "view_type max_results filter_string order_by page_token",
    "search_logged_models": "experiment_ids filter_string datasets max_results order_by page_token",
    "search_model_versions": "filter_string max_results order_by page_token",
    "search_registered_models": "filter_string max_results order_by page_token",
    "search_runs": "experiment_ids filter_string run_view_type max_results order_by page_token",
    "set_model_version_tag": "name version key value stage",
    "set_terminated": "run_id status end_time",
    "transition_model_version_stage": "name version stage archive_existing_versions",
    "update_model_version": "name version description",
    "update_registered_model": "name description deployment_job_id",
    "update_run": "run_id status name",
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_functions(name: str) -> None:
    target: object = mlflow
    for part in name.split("."):
        target = getattr(target, part)
    assert callable(target)
    assert " ".join(inspect.signature(target).parameters) == FUNCTIONS[name]


@pytest.mark.parametrize("name", sorted(METHODS))
def test_methods(name: str) -> None:
    assert " ".join(inspect.signature(getattr(mlflow.MlflowClient, name)).parameters) == f"self {METHODS[name]}"


def test_every_public_function_is_documented() -> None:
    bare = [name for name in FLUENT if not inspect.getdoc(getattr(mlflow, name))]
    bare += [n for n in dir(mlflow.MlflowClient) if n[0] != "_" and not inspect.getdoc(getattr(mlflow.MlflowClient, n))]
    assert not bare
