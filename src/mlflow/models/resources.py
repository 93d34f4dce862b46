"""What a model needs to reach when it runs: tables, functions, endpoints of Databricks.

Kept under ``resources`` in ``MLmodel`` as ``{api_version: "1", databricks: {<type>: [{name: …}, …]}}``.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar

from mlflow.exceptions import InvalidParameterValue
from mlflow.yaml_files import read_yaml

DEFAULT_API_VERSION = "1"


class ResourceType(Enum):
    """Kinds of resources."""

    UC_CONNECTION = "uc_connection"
    VECTOR_SEARCH_INDEX = "vector_search_index"
    SERVING_ENDPOINT = "serving_endpoint"
    SQL_WAREHOUSE = "sql_warehouse"
    FUNCTION = "function"
    GENIE_SPACE = "genie_space"
    TABLE = "table"
    APP = "app"
    LAKEBASE = "lakebase"


class Resource(ABC):
    """Something that a model needs to reach."""

    @property
    @abstractmethod
    def type(self) -> ResourceType:
        """Its kind."""

    @property
    @abstractmethod
    def target_uri(self) -> str:
        """The platform that has it."""

    @abstractmethod
    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """The resource below its kind, as ``MLmodel`` has it."""

    @classmethod
    @abstractmethod
    def from_dict(cls, data: dict[str, str]) -> Resource:
        """The resource that an entry of ``MLmodel`` describes."""

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Resource) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]


class DatabricksResource(Resource):
    """A resource of a Databricks workspace.

    Args:
        name: Its name or id there.
        on_behalf_of_user: Whether the model reaches it with the rights of who asks the model.
    """

    kind: ClassVar[ResourceType]

    def __init__(self, name: str, on_behalf_of_user: bool | None = None) -> None:
        self.name = name
        self.on_behalf_of_user = on_behalf_of_user

    @property
    def type(self) -> ResourceType:
        return self.kind

    @property
    def target_uri(self) -> str:
        return "databricks"

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        asked = {} if self.on_behalf_of_user is None else {"on_behalf_of_user": self.on_behalf_of_user}
        return {self.kind.value: [{"name": self.name, **asked}]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> DatabricksResource:
        return cls(data["name"], data.get("on_behalf_of_user"))


class DatabricksUCConnection(DatabricksResource):
    """A connection of Unity Catalog."""

    kind = ResourceType.UC_CONNECTION

    def __init__(self, connection_name: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(connection_name, on_behalf_of_user)


class DatabricksServingEndpoint(DatabricksResource):
    """An endpoint that serves a model."""

    kind = ResourceType.SERVING_ENDPOINT

    def __init__(self, endpoint_name: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(endpoint_name, on_behalf_of_user)


class DatabricksVectorSearchIndex(DatabricksResource):
    """An index of vectors."""

    kind = ResourceType.VECTOR_SEARCH_INDEX

    def __init__(self, index_name: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(index_name, on_behalf_of_user)


class DatabricksSQLWarehouse(DatabricksResource):
    """A SQL warehouse."""

    kind = ResourceType.SQL_WAREHOUSE

    def __init__(self, warehouse_id: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(warehouse_id, on_behalf_of_user)


class DatabricksFunction(DatabricksResource):
    """A function of Unity Catalog."""

    kind = ResourceType.FUNCTION

    def __init__(self, function_name: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(function_name, on_behalf_of_user)


class DatabricksGenieSpace(DatabricksResource):
    """A space of Genie."""

    kind = ResourceType.GENIE_SPACE

    def __init__(self, genie_space_id: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(genie_space_id, on_behalf_of_user)


class DatabricksTable(DatabricksResource):
    """A table."""

    kind = ResourceType.TABLE

    def __init__(self, table_name: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(table_name, on_behalf_of_user)


class DatabricksApp(DatabricksResource):
    """An app."""

    kind = ResourceType.APP

    def __init__(self, app_name: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(app_name, on_behalf_of_user)


class DatabricksLakebase(DatabricksResource):
    """An instance of Lakebase."""

    kind = ResourceType.LAKEBASE

    def __init__(self, database_instance_name: str, on_behalf_of_user: bool | None = None) -> None:
        super().__init__(database_instance_name, on_behalf_of_user)


_KINDS: dict[str, type[DatabricksResource]] = {
    each.kind.value: each
    for each in (
        DatabricksUCConnection,
        DatabricksServingEndpoint,
        DatabricksVectorSearchIndex,
        DatabricksSQLWarehouse,
        DatabricksFunction,
        DatabricksGenieSpace,
        DatabricksTable,
        DatabricksApp,
        DatabricksLakebase,
    )
}


def recorded(resources: Iterable[Resource], api_version: str = DEFAULT_API_VERSION) -> dict[str, Any]:
    """Resources as ``MLmodel`` has them: by platform, then by kind."""
    made: dict[str, Any] = {"api_version": api_version}
    for resource in resources:
        for kind, entries in resource.to_dict().items():
            made.setdefault(resource.target_uri, {}).setdefault(kind, []).extend(entries)
    return made


def read_resources(given: Any) -> dict[str, Any] | None:
    """What a user gave as ``resources``, as ``MLmodel`` has it.

    Args:
        given: Resources, the path of a YAML file that lists them, or what ``MLmodel`` has.

    Raises:
        InvalidParameterValue: It is something else, or an entry is of no kind that is known.
    """
    if given is None:
        return None
    if isinstance(given, str | os.PathLike):
        if not Path(given).is_file():
            raise InvalidParameterValue(f"There is no file of resources {str(given)!r}.")
        given = read_yaml(Path(given))
    if isinstance(given, Mapping):
        return recorded(_of_mapping(given), str(given.get("api_version", DEFAULT_API_VERSION)))
    if isinstance(given, list | tuple) and all(isinstance(each, Resource) for each in given):
        return recorded(given)
    raise InvalidParameterValue(
        "resources must be a list of mlflow.models.resources.Resource, or the path of a YAML file that lists them."
    )


def _of_mapping(given: Mapping[str, Any]) -> Iterable[Resource]:
    for platform, kinds in given.items():
        if platform == "api_version":
            continue
        if platform != "databricks" or not isinstance(kinds, Mapping):
            raise InvalidParameterValue(f"Resources are listed below 'databricks', not {platform!r}.")
        for kind, entries in kinds.items():
            if kind not in _KINDS:
                raise InvalidParameterValue(f"There is no kind of resources {kind!r}; there are {sorted(_KINDS)}.")
            for entry in entries or []:
                if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
                    raise InvalidParameterValue(f"A resource of kind {kind!r} lacks its name: {entry!r}.")
                yield _KINDS[kind].from_dict(dict(entry))
