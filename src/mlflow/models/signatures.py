"""Signatures: what a model takes, gives, and can be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.inference import infer_param_schema, infer_schema
from mlflow.types.schema import ParamSchema, Schema, convert_dataclass_to_schema


class _TypeHints:
    """The hints of a model's ``predict``, as pickled models of MLflow hold them."""

    __module__ = "mlflow.models.signature"

    def __init__(self, input: Any = None, output: Any = None) -> None:
        self.input = input
        self.output = output

    def __repr__(self) -> str:
        return f"<type hints: {self.input!r} -> {self.output!r}>"


class ModelSignature:
    """What a model takes, gives, and can be told.

    Args:
        inputs: Schema of the input, or a dataclass to make it of.
        outputs: Schema of the output, or a dataclass to make it of.
        params: The inference parameters.
    """

    __module__ = "mlflow.models.signature"

    def __init__(
        self, inputs: Schema | Any = None, outputs: Schema | Any = None, params: ParamSchema | None = None
    ) -> None:
        self.inputs = _schema(inputs, "inputs")
        self.outputs = _schema(outputs, "outputs")
        if params is not None and not isinstance(params, ParamSchema):
            raise TypeError(f"The params of a signature are a ParamSchema, not a {type(params).__name__}.")
        self.params = params
        #: Whether the inputs come from the type hints of the model's ``predict``.
        self._is_signature_from_type_hint = False
        #: Whether a type hint without content took its columns from the input example.
        self._is_type_hint_from_example = False

    def to_dict(self) -> dict[str, Any]:
        """The three parts as JSON texts or None, as an ``MLmodel`` file has them."""
        return {
            "inputs": self.inputs.to_json() if self.inputs is not None else None,
            "outputs": self.outputs.to_json() if self.outputs is not None else None,
            "params": self.params.to_json() if self.params is not None else None,
        }

    @classmethod
    def from_dict(cls, signature_dict: Mapping[str, Any]) -> ModelSignature:
        """The signature that an ``MLmodel`` file of any version describes.

        Raises:
            MlflowException: It describes none.
        """
        read: dict[str, Any] = {}
        for part, kind in (("inputs", Schema), ("outputs", Schema), ("params", ParamSchema)):
            text = signature_dict.get(part)
            if text is None:
                continue
            try:
                read[part] = kind.from_json(text if isinstance(text, str) else json.dumps(text))
            except (ValueError, TypeError, KeyError) as error:
                raise MlflowException(f"The {part} of the signature cannot be read: {error}") from None
        return cls(**read)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModelSignature) and (self.inputs, self.outputs, self.params) == (
            other.inputs,
            other.outputs,
            other.params,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"inputs: \n  {self.inputs!r}\noutputs: \n  {self.outputs!r}\nparams: \n  {self.params!r}\n"


def _schema(given: Any, part: str) -> Schema | None:
    if given is None or isinstance(given, Schema):
        return given
    if hasattr(given, "__dataclass_fields__"):
        return convert_dataclass_to_schema(given if isinstance(given, type) else type(given))
    raise TypeError(f"The {part} of a signature are a Schema or a dataclass, not a {type(given).__name__}.")


def infer_signature(
    model_input: Any = None, model_output: Any = None, params: dict[str, Any] | None = None
) -> ModelSignature:
    """The signature of example data.

    Args:
        model_input: What the model takes: a DataFrame, Series, array, sparse matrix, dictionary, list or value.
        model_output: What it gives for that.
        params: Inference parameters with their defaults.

    Raises:
        InvalidParameterValue: A parameter is of a type parameters cannot have.
    """
    return ModelSignature(
        inputs=infer_schema(model_input) if model_input is not None else None,
        outputs=infer_schema(model_output) if model_output is not None else None,
        params=infer_param_schema(params) if params is not None else None,
    )


def checked(signature: Any) -> ModelSignature | None:
    """What a user gave as a signature.

    Raises:
        InvalidParameterValue: It is none.
    """
    if signature is None or isinstance(signature, ModelSignature):
        return signature
    raise InvalidParameterValue(
        f"A signature is a ModelSignature, as infer_signature() returns it, not a {type(signature).__name__}."
    )
