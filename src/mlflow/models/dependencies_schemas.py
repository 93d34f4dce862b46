"""What a model's parts give back that others want to know: the columns of a retriever."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from mlflow.exceptions import InvalidParameterValue

#: Key of the notes in a model's metadata.
METADATA_KEY = "dependencies_schemas"


class DependenciesSchemasType(Enum):
    """Kinds of parts."""

    RETRIEVERS = "retrievers"


@dataclass
class Schema(ABC):
    """What a part of a model gives back."""

    type: DependenciesSchemasType

    @abstractmethod
    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """The schema below its kind, as a model's metadata has it."""

    @classmethod
    @abstractmethod
    def from_dict(cls, data: dict[str, Any]) -> Schema:
        """The schema that an entry of the metadata describes."""


@dataclass
class RetrieverSchema(Schema):
    """The columns of a retriever's documents.

    Args:
        name: Name of the retriever.
        primary_key: Column that tells documents apart.
        text_column: Column of the text.
        doc_uri: Column that says where a document is.
        other_columns: More columns.
    """

    def __init__(
        self,
        name: str,
        primary_key: str,
        text_column: str,
        doc_uri: str | None = None,
        other_columns: list[str] | None = None,
    ) -> None:
        super().__init__(type=DependenciesSchemasType.RETRIEVERS)
        self.name = name
        self.primary_key = primary_key
        self.text_column = text_column
        self.doc_uri = doc_uri
        self.other_columns = other_columns or []

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        entry = {key: value for key, value in vars(self).items() if key != "type"}
        return {self.type.value: [entry]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> RetrieverSchema:
        return cls(
            data["name"], data["primary_key"], data["text_column"], data.get("doc_uri"), data.get("other_columns")
        )


@dataclass
class DependenciesSchemas:
    """All that is known of a model's parts."""

    retriever_schemas: list[RetrieverSchema] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As a model's metadata has it; empty where nothing is known."""
        if not self.retriever_schemas:
            return {}
        entries = [entry for each in self.retriever_schemas for entry in each.to_dict()[each.type.value]]
        return {METADATA_KEY: {DependenciesSchemasType.RETRIEVERS.value: entries}}


_said: ContextVar[list[RetrieverSchema] | None] = ContextVar("mlflow_retriever_schemas", default=None)


def set_retriever_schema(
    *,
    primary_key: str,
    text_column: str,
    doc_uri: str | None = None,
    other_columns: list[str] | None = None,
    name: str | None = "retriever",
) -> None:
    """Say in a model's code what its retriever gives back; the model's metadata will have it.

    Args:
        primary_key: Column that tells documents apart.
        text_column: Column of the text.
        doc_uri: Column that says where a document is.
        other_columns: More columns.
        name: Name of the retriever; saying it again replaces what was said.

    Raises:
        InvalidParameterValue: A name is empty.
    """
    if not (name and primary_key and text_column):
        raise InvalidParameterValue("name, primary_key and text_column of a retriever cannot be empty.")
    said = [each for each in _said.get() or [] if each.name != name]
    _said.set([*said, RetrieverSchema(name, primary_key, text_column, doc_uri, other_columns)])


def take_schemas() -> DependenciesSchemas:
    """What was said since this was asked last; each model takes what was said for it."""
    said = _said.get() or []
    _said.set(None)
    return DependenciesSchemas(said)
