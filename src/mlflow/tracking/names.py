"""Which file defines which of the functions that log to the active run."""

from __future__ import annotations

_IN = "mlflow.tracking.fluent."

#: Name → module. Read by ``mlflow``, ``mlflow.tracking`` and ``mlflow.tracking.fluent``, which show the same names.
FLUENT: dict[str, str] = {
    name: _IN + module
    for module, names in {
        "runs": "ActiveRun start_run end_run active_run last_active_run get_run get_parent_run delete_run",
        "experiments": "set_experiment get_experiment get_experiment_by_name search_experiments list_experiments "
        "create_experiment delete_experiment set_experiment_tag set_experiment_tags delete_experiment_tag",
        "logging": "log_metric log_metrics log_param log_params set_tag set_tags delete_tag",
        "artifacts": "log_artifact log_artifacts log_text log_dict log_figure log_image log_table load_table "
        "get_artifact_uri",
        "inputs": "log_input log_inputs log_outputs",
        "search": "search_runs list_run_infos",
        "logged_models": "ActiveModel initialize_logged_model create_external_model finalize_logged_model "
        "get_logged_model last_logged_model search_logged_models set_logged_model_tags delete_logged_model_tag "
        "log_model_params set_active_model clear_active_model get_active_model_id",
        "registry": "search_registered_models search_model_versions set_model_version_tag",
    }.items()
    for name in names.split()
} | {
    "Image": "mlflow.tracking.content.images",
    **dict.fromkeys(
        ("RunOperations", "flush_async_logging", "flush_artifact_async_logging"), "mlflow.tracking.operations"
    ),
}

_GENERATIVE = (
    "trace start_span start_span_no_context get_current_active_span get_active_trace_id get_last_active_trace_id "
    "get_trace search_traces log_trace add_trace update_current_trace set_trace_tag delete_trace_tag tracing Trace "
    "flush_trace_async_logging log_assessment get_assessment update_assessment delete_assessment log_feedback "
    "override_feedback log_expectation register_prompt load_prompt search_prompts set_prompt_alias delete_prompt_alias "
    "genai gateway anthropic bedrock crewai dspy gemini groq litellm mistral autogen "
    "ag2 agno pydantic_ai smolagents semantic_kernel strands haystack promptflow"
)

_FLAVORS = "diviner h2o johnsnowlabs pmdarima prophet pyspark rfunc spacy"

#: Names of MLflow that somebody may look for in vain → what to do instead.
LEFT_OUT: dict[str, str] = {
    **dict.fromkeys(
        _GENERATIVE.split(),
        "it is of tracing and generative AI, which Penstock leaves out; track runs with mlflow.start_run()",
    ),
    **dict.fromkeys(
        _FLAVORS.split(),
        "this version has no such flavor; mlflow.pyfunc.log_model() logs any model",
    ),
    **dict.fromkeys(
        ("deployments", "sagemaker"),
        "this version deploys to no other place; serve models with 'mlflow models serve'",
    ),
}
