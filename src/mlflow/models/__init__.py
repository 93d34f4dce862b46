"""Models: what they take, what they are made of, how they are kept, named and found (front door)."""

from __future__ import annotations

from mlflow._door import door

_EVALUATION = (
    "EvaluationArtifact",
    "EvaluationMetric",
    "EvaluationResult",
    "MetricThreshold",
    "evaluate",
    "list_evaluators",
    "make_metric",
)

__getattr__, __dir__ = door(
    globals(),
    {
        "FlavorBackend": "mlflow.serving.backends",
        "Model": "mlflow.models.mlmodel",
        "ModelConfig": "mlflow.models.model_config",
        "ModelInputExample": "mlflow.models.examples",
        "ModelSignature": "mlflow.models.signatures",
        "Resource": "mlflow.models.resources",
        "ResourceType": "mlflow.models.resources",
        "add_libraries_to_model": "mlflow.serving.wheeled_models",
        "build_docker": "mlflow.serving.containers.images",
        "convert_input_example_to_serving_input": "mlflow.models.examples",
        "get_flavor_backend": "mlflow.serving.backends",
        "get_model_info": "mlflow.models.mlmodel",
        "pack_model": "mlflow.models.packing",
        "predict": "mlflow.serving.batch",
        "infer_pip_requirements": "mlflow.models.requirements",
        "infer_signature": "mlflow.models.signatures",
        "set_model": "mlflow.models.code_model",
        "set_retriever_schema": "mlflow.models.dependencies_schemas",
        "set_signature": "mlflow.models.changes",
        "unpack_model": "mlflow.models.packing",
        "update_model_requirements": "mlflow.models.changes",
        "validate_evaluation_results": "mlflow.evaluation",
        "validate_schema": "mlflow.types.enforcement",
        "validate_serving_input": "mlflow.serving.batch",
    }
    | dict.fromkeys(_EVALUATION, "mlflow.evaluation"),
    (
        "auth_policy",
        "container",
        "dependencies_schemas",
        "docker_utils",
        "evaluation",
        "flavor_backend",
        "flavor_backend_registry",
        "model",
        "model_config",
        "rag_signatures",
        "resources",
        "signature",
        "utils",
        "wheeled_model",
    ),
)
