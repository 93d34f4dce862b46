"""Modules of MLflow that are elsewhere here, by their old names.

Code written for MLflow imports ``mlflow.entities.run_status`` or ``mlflow.utils.mlflow_tags``; pickles name such
modules too. Here the nouns are arranged otherwise, so those names are served from a table: each stands for one of our
modules, or for names picked from several.

:func:`install` adds one finder at the end of ``sys.meta_path``. Python asks it only after every other finder has found
nothing, and it answers only for names of the table, so it costs nothing where it is not needed. What it returns is a
module without code whose names are looked up on first use, as those of a front door.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from mlflow._door import door, resolve

_ENTITIES = (
    "dataset dataset_input dataset_summary experiment experiment_tag file_info input_tag lifecycle_stage logged_model "
    "logged_model_input logged_model_output logged_model_parameter logged_model_status logged_model_tag metric param "
    "run run_data run_info run_inputs run_outputs run_status run_tag source_type view_type"
)
_REGISTRY = "model_version model_version_tag registered_model registered_model_alias registered_model_tag"

#: Old module → the module that has its names now, or old name → where it is.
MOVED: dict[str, str | Mapping[str, str]] = {
    **{f"mlflow.entities.{noun}": "mlflow.entities" for noun in _ENTITIES.split()},
    "mlflow.entities.run_info": {
        "RunInfo": "mlflow.entities.runs:RunInfo",
        "check_run_is_active": "mlflow.entities.runs:check_run_is_active",
    },
    **{f"mlflow.entities.model_registry.{noun}": "mlflow.entities.model_registry" for noun in _REGISTRY.split()},
    "mlflow.entities.model_registry.model_version_stages": "mlflow.entities.model_registry.stages",
    "mlflow.entities.model_registry.model_version_status": "mlflow.entities.states",
    "mlflow.models.evaluation": "mlflow.evaluation",
    "mlflow.models.evaluation.artifacts": "mlflow.evaluation.artifacts",
    "mlflow.models.evaluation.base": "mlflow.evaluation",
    "mlflow.models.evaluation.default_evaluator": "mlflow.evaluation",
    "mlflow.models.evaluation.calibration_curve": "mlflow.evaluation.calibration_curve",
    "mlflow.models.evaluation.evaluator_registry": "mlflow.evaluation.registry",
    "mlflow.models.evaluation.evaluators": "mlflow.evaluation.built_in",
    **{
        f"mlflow.models.evaluation.evaluators.{name}": "mlflow.evaluation.built_in"
        for name in ("classifier", "default", "regressor", "shap")
    },
    "mlflow.models.evaluation.lift_curve": "mlflow.evaluation.lift_curve",
    "mlflow.models.evaluation.validation": "mlflow.evaluation.validation",
    "mlflow.models.python_api": {
        "build_docker": "mlflow.serving.containers.images:build_docker",
        "predict": "mlflow.serving.batch:predict",
    },
    "mlflow.models.container": "mlflow.serving.containers.old_names",
    "mlflow.models.docker_utils": {
        name: f"mlflow.serving.containers.old_names:{name}"
        for name in ("PYTHON_SLIM_BASE_IMAGE", "UBUNTU_BASE_IMAGE", "build_image_from_context")
    },
    "mlflow.models.wheeled_model": {"WheeledModel": "mlflow.serving.wheeled_models:WheeledModel"},
    "mlflow.models.flavor_backend": {"FlavorBackend": "mlflow.serving.backends:FlavorBackend"},
    "mlflow.models.flavor_backend_registry": {"get_flavor_backend": "mlflow.serving.backends:get_flavor_backend"},
    "mlflow.pyfunc.backend": {
        "PyFuncBackend": "mlflow.serving.backends:PyFuncBackend",
        "FLAVOR_SPECIFIC_APT_PACKAGES": "mlflow.serving.containers.old_names:FLAVOR_SPECIFIC_APT_PACKAGES",
        "JAVA_FLAVORS": "mlflow.serving.containers.old_names:JAVA_FLAVORS",
    },
    "mlflow.pyfunc.mlserver": "mlflow.serving.mlserver",
    **{
        f"mlflow.pyfunc.loaders.{form}": {"_load_pyfunc": "mlflow.pyfunc.python_model:_load_pyfunc"}
        for form in ("chat_agent", "chat_model", "responses_agent")
    },
    "mlflow.pyfunc.utils.serving_data_parser": {
        name: f"mlflow.models.examples:{name}"
        for name in (
            "LLM_CHAT_KEY",
            "LLM_COMPLETIONS_KEY",
            "LLM_EMBEDDINGS_KEY",
            "SUPPORTED_LLM_FORMATS",
            "is_unified_llm_input",
        )
    },
    "mlflow.pyfunc.scoring_server": "mlflow.serving.old_names",
    "mlflow.pyfunc.scoring_server.client": "mlflow.serving.client",
    **{
        f"mlflow.transformers.{module}": {name: f"mlflow.flavors.transformers:{name}" for name in names.split()}
        for module, names in {
            "flavor_config": "FlavorKey build_flavor_config build_flavor_config_from_local_checkpoint "
            "update_flavor_conf_to_persist_pretrained_model",
            "hub_utils": "get_latest_commit_for_repo is_valid_hf_repo_id",
            "llm_inference_utils": "convert_messages_to_prompt infer_signature_from_llm_inference_task",
            "peft": "get_model_with_peft_adapter get_peft_base_model is_peft_model",
            "signature": "generate_signature_output infer_or_get_default_signature",
        }.items()
    },
    "mlflow.data.digest_utils": "mlflow.data.digests",
    "mlflow.protos.databricks_pb2": "mlflow.entities.error_codes",
    "mlflow.store.entities": "mlflow.entities.pages",
    "mlflow.store.entities.paged_list": "mlflow.entities.pages",
    "mlflow.store.model_registry": "mlflow.contracts.limits",
    "mlflow.store.model_registry.abstract_store": {"AbstractStore": "mlflow.store.plugged.registry:AbstractStore"},
    "mlflow.store.tracking": "mlflow.contracts.limits",
    "mlflow.store.tracking.abstract_store": {"AbstractStore": "mlflow.store.plugged.tracking:AbstractStore"},
    "mlflow.store.artifact.artifact_repo": "mlflow.artifacts.repository",
    "mlflow.store.artifact.artifact_repository_registry": "mlflow.tracking.artifact_repositories",
    "mlflow.store.artifact.local_artifact_repo": "mlflow.tracking.artifact_repositories",
    **{
        f"mlflow.store.artifact.{module}_repo": {
            f"{kind}Repository": "mlflow.tracking.artifact_repositories:StoredArtifactRepository"
        }
        for module, kind in {
            "s3_artifact": "S3Artifact",
            "gcs_artifact": "GCSArtifact",
            "azure_blob_artifact": "AzureBlobArtifact",
            "http_artifact": "HttpArtifact",
            "mlflow_artifacts": "MlflowArtifacts",
        }.items()
    },
    "mlflow.store.artifact.models_artifact_repo": "mlflow.tracking.repositories",
    "mlflow.store.artifact.runs_artifact_repo": "mlflow.tracking.repositories",
    **{
        f"mlflow.store.{room}.{kind}_store": "mlflow.tracking.store_classes"
        for room in ("tracking", "model_registry")
        for kind in ("file", "rest", "sqlalchemy")
    },
    "mlflow.store.tracking.databricks_rest_store": "mlflow.tracking.store_classes",
    "mlflow.tracking._model_registry": {
        "DEFAULT_AWAIT_MAX_SLEEP_SECONDS": "mlflow.models.registration:AWAIT_SECONDS",
    },
    "mlflow.tracking._model_registry.fluent": {"register_model": "mlflow.models.registration:register_model"},
    **{
        f"mlflow.tracking.{room}.utils": {
            **{name: f"mlflow.active.addresses:{name}" for name in names.split()},
            "_get_store": f"mlflow.tracking.store_classes:{store}",
        }
        for room, names, store in (
            ("_model_registry", "get_registry_uri set_registry_uri", "registry_store_of"),
            ("_tracking_service", "get_tracking_uri set_tracking_uri is_tracking_uri_set", "tracking_store_of"),
        )
    },
    "mlflow.tracking.registry": "mlflow.tracking.store_registry",
    "mlflow.store.db.db_types": "mlflow.tracking.uri_questions",
    "mlflow.tracking.artifact_utils": {
        "get_artifact_uri": "mlflow.tracking.artifacts:artifact_uri_of_run",
        "_download_artifact_from_uri": "mlflow.tracking.repositories:download_artifact_from_uri",
    },
    **{
        f"mlflow.tracking.context.{place}": {name: f"mlflow.active.context:{name}" for name in names.split()}
        for place, names in {
            "abstract_context": "RunContextProvider",
            "default_context": "DefaultRunContext",
            "git_context": "GitRunContext",
            "registry": "RunContextProviderRegistry resolve_tags _run_context_provider_registry",
            "system_environment_context": "SystemEnvironmentContext MLFLOW_RUN_CONTEXT_ENV_VAR",
        }.items()
    },
    "mlflow.tracking.default_experiment": "mlflow.active.default_experiment",
    "mlflow.tracking.default_experiment.abstract_context": "mlflow.active.default_experiment",
    "mlflow.tracking.default_experiment.registry": "mlflow.active.default_experiment",
    "mlflow.tracking.request_auth.abstract_request_auth_provider": "mlflow.store.rest.request_auth",
    "mlflow.tracking.request_auth.registry": "mlflow.store.rest.request_auth",
    "mlflow.tracking.request_header.abstract_request_header_provider": "mlflow.store.rest.headers",
    "mlflow.tracking.request_header.default_request_header_provider": "mlflow.store.rest.headers",
    "mlflow.tracking.request_header.registry": "mlflow.store.rest.headers",
    "mlflow.experiments": {
        "commands": "mlflow.cli.experiments:experiments",
        **{name: f"mlflow.cli.experiments:{name}" for name in ("create", "search", "delete", "restore", "rename")},
        "generate_csv_with_runs": "mlflow.cli.experiments:csv",
    },
    "mlflow.runs": {
        "commands": "mlflow.cli.runs:runs",
        "list_run": "mlflow.cli.runs:list_",
        "delete_run": "mlflow.cli.runs:delete",
        "restore_run": "mlflow.cli.runs:restore",
        "describe_run": "mlflow.cli.runs:describe",
    },
    "mlflow.db": {"commands": "mlflow.cli.db:db", "upgrade": "mlflow.cli.db:upgrade"},
    "mlflow.tracking.metric_value_conversion_utils": {
        f"convert_metric_value_to_float_if_{kind}": "mlflow.tracking.values:metric_value"
        for kind in ("ndarray", "possible", "tensorflow_tensor", "torch_tensor")
    },
    "mlflow.tracking.multimedia": "mlflow.tracking.content.images",
    "mlflow.utils.async_logging.run_operations": "mlflow.tracking.operations",
    "mlflow.utils.credentials": {
        "MlflowCreds": "mlflow.store.rest.credentials:MlflowCreds",
        "read_mlflow_creds": "mlflow.store.rest.credentials:read_mlflow_creds",
        "login": "mlflow.tracking.login:login",
    },
    "mlflow.utils.git_utils": {"get_git_commit": "mlflow.active.origin:commit_of"},
    "mlflow.utils.name_utils": {"_generate_random_name": "mlflow.store.run_names:random_name"},
    "mlflow.utils.rest_utils": {"MlflowHostCreds": "mlflow.store.rest.given:MlflowHostCreds"},
    "mlflow.utils.uri": "mlflow.tracking.uri_questions",
    "mlflow.utils.environment": {
        "_mlflow_conda_env": "mlflow.models.environment:mlflow_conda_env",
        "infer_pip_requirements": "mlflow.models.requirements:infer_pip_requirements",
        "_CONDA_ENV_FILE_NAME": "mlflow.models.files:CONDA",
        "_CONSTRAINTS_FILE_NAME": "mlflow.models.files:CONSTRAINTS",
        "_PYTHON_ENV_FILE_NAME": "mlflow.models.files:PYTHON_ENV",
        "_REQUIREMENTS_FILE_NAME": "mlflow.models.files:REQUIREMENTS",
        "_PythonEnv": "mlflow.models.environment:PythonEnv",
        **{
            f"_{step}": f"mlflow.models.flavor_steps:{step}"
            for step in ("process_conda_env", "process_pip_requirements", "validate_env_arguments")
        },
    },
    "mlflow.utils.model_utils": {
        "FLAVOR_CONFIG_CODE": "mlflow.models.files:CODE",
        "_get_flavor_configuration": "mlflow.models.flavor_steps:flavor_configuration",
        **{
            f"_{step}": f"mlflow.models.flavor_steps:{step}"
            for step in (
                "add_code_from_conf_to_system_path",
                "validate_and_copy_code_paths",
                "validate_and_prepare_target_save_path",
            )
        },
    },
    "mlflow.utils.file_utils": "mlflow.tracking.folders",
    "mlflow.utils.mlflow_tags": "mlflow.entities.tag_names",
    "mlflow.utils.requirements_utils": {"_get_pinned_requirement": "mlflow.models.requirements:pinned"},
    "mlflow.utils.time_utils": {"get_current_time_millis": "mlflow.tracking.values:now"},
    "mlflow.utils.time": {
        "get_current_time_millis": "mlflow.tracking.values:now",
        "Timer": "mlflow.tracking.times:Timer",
        "conv_longdate_to_str": "mlflow.tracking.times:conv_longdate_to_str",
    },
    "mlflow.utils.validation": "mlflow.contracts.limits",
}

#: Every package that a name of the table lies in and that has no folder here.
_PACKAGES = {name.rpartition(".")[0] for name in MOVED}
_PACKAGES |= {package.rpartition(".")[0] for package in _PACKAGES}

#: Packages directly below ``mlflow`` that are here for the table alone.
ROOMS = ("protos", "store", "utils")


class _OldNames:
    """Finds the modules of the table, and loads them.

    It does not derive from the classes of ``importlib.abc``: importing those takes as long as all of ``import mlflow``.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith("mlflow.") or (fullname not in MOVED and fullname not in _PACKAGES):
            return None
        return ModuleSpec(fullname, self, is_package=fullname in _PACKAGES)  # type: ignore[arg-type]  # a loader by its methods

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        now = MOVED.get(module.__name__, {})
        prefix = module.__name__ + "."
        inner = {name[len(prefix) :].split(".")[0] for name in (*MOVED, *_PACKAGES) if name.startswith(prefix)}
        names = now if isinstance(now, Mapping) else {}
        find, list_names = door(vars(module), names, inner)

        def find_here(name: str) -> Any:
            if name == "__all__" and isinstance(now, str):  # of ``from … import *``
                return [public for public in dir(resolve(now)) if not public.startswith("_")]
            if isinstance(now, str) and name not in inner and not name.startswith("__"):
                return resolve(f"{now}:{name}")
            return find(name)

        vars(module).update(
            __getattr__=find_here if isinstance(now, str) else find,
            __dir__=(lambda: sorted({*dir(resolve(now)), *inner})) if isinstance(now, str) else list_names,
        )


def install() -> None:
    """Serve the table; a second call does nothing."""
    if not any(isinstance(finder, _OldNames) for finder in sys.meta_path):
        sys.meta_path.append(_OldNames())
