"""The front door of :mod:`mlflow.flavors.transformers`."""

from __future__ import annotations

from mlflow._door import flavor_door

__getattr__, __dir__ = flavor_door(
    globals(),
    "FlavorKey",
    "build_flavor_config",
    "build_flavor_config_from_local_checkpoint",
    "convert_messages_to_prompt",
    "generate_signature_output",
    "get_latest_commit_for_repo",
    "get_model_with_peft_adapter",
    "get_peft_base_model",
    "infer_or_get_default_signature",
    "infer_signature_from_llm_inference_task",
    "is_gpu_available",
    "is_peft_model",
    "is_valid_hf_repo_id",
    "persist_pretrained_model",
    "update_flavor_conf_to_persist_pretrained_model",
)
