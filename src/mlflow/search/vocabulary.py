"""What can be asked about each noun: the one declaration that parser, compiler and documentation read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from mlflow.search.tree import Aggregate, Kind, Operator, ValueType


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact every object of a noun has (or may lack) once.

    Attributes:
        name: Canonical name.
        type: Whether its values are numbers or texts.
        aliases: Other names it answers to.
        filterable: Whether a filter may use it.
        sortable: Whether an order may use it.
        quoted_number: Whether a number may also be written as a text, ``version_number = '1'``.
        everywhere: Whether it stands for all texts of an object at once, of which one has to pass a test; such a test
            is never negated itself, since hardly an object would fail it.
    """

    name: str
    type: ValueType
    aliases: tuple[str, ...] = ()
    filterable: bool = True
    sortable: bool = True
    quoted_number: bool = False
    everywhere: bool = False


#: An attribute and whether it ascends.
Direction: TypeAlias = "tuple[str, bool]"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What a noun's filters and orders may name.

    Attributes:
        noun: The plural that errors use.
        attributes: The noun's attributes.
        keyed: The families of facts with keys (metrics, params, tags) or fields of their own (datasets).
        sortable: Which of ``keyed`` an order may use.
        aggregates: The functions of metrics that are understood, as in ``min(metrics.x)``.
        default_order: Order of a search that asks for none.
        tie_break: Order of what an order leaves equal; its last attribute is unique.
        own_prefix: A further prefix for attributes.
    """

    noun: str
    attributes: tuple[Attribute, ...]
    keyed: frozenset[Kind]
    sortable: frozenset[Kind]
    aggregates: tuple[Aggregate, ...]
    default_order: tuple[Direction, ...]
    tie_break: tuple[Direction, ...]
    own_prefix: str | None = None

    def __post_init__(self) -> None:
        names = {name: a for a in self.attributes for name in (a.name, *a.aliases)}
        object.__setattr__(self, "_by_name", names)
        prefixes = {p: kind for p, kind in PREFIXES.items() if kind == "attribute" or kind in self.keyed}
        if self.own_prefix:
            prefixes[self.own_prefix] = "attribute"
        object.__setattr__(self, "_prefixes", prefixes)

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name or alias; names are matched with case."""
        return self._by_name.get(name)  # type: ignore[attr-defined, no-any-return]

    def kind(self, prefix: str) -> Kind | None:
        """The family that a prefix such as ``metrics`` names for this noun."""
        return self._prefixes.get(prefix)  # type: ignore[attr-defined, no-any-return]


#: What may stand before the dot, and the family it names.
PREFIXES: Final[Mapping[str, Kind]] = {
    "attributes": "attribute",
    "attribute": "attribute",
    "attr": "attribute",
    "metrics": "metric",
    "metric": "metric",
    "params": "param",
    "param": "param",
    "parameters": "param",
    "parameter": "param",
    "tags": "tag",
    "tag": "tag",
    "datasets": "dataset",
    "dataset": "dataset",
}

#: The type of a family's values; an attribute has its own.
KIND_TYPES: Final[Mapping[Kind, ValueType]] = {"metric": "number", "param": "text", "tag": "text", "dataset": "text"}

#: What may be asked of a dataset that a run used.
DATASET_FIELDS: Final = ("name", "digest", "context")

OPERATORS: Final[Mapping[ValueType, tuple[Operator, ...]]] = {
    "number": ("=", "!=", ">", ">=", "<", "<="),
    "text": ("=", "!=", "LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"),
}

#: How a text that may stand anywhere is looked for.
EVERYWHERE: Final[tuple[Operator, ...]] = ("=", "LIKE", "ILIKE")

AGGREGATES: Final[tuple[Aggregate, ...]] = ("min", "max", "first", "last", "count")

RUNS: Final = Vocabulary(
    noun="runs",
    attributes=(
        Attribute("run_id", "text"),
        Attribute("run_name", "text", ("run name", "Run name", "Run Name")),
        Attribute("status", "text"),
        Attribute("user_id", "text"),
        Attribute("artifact_uri", "text"),
        Attribute("text", "text", sortable=False, everywhere=True),
        Attribute("start_time", "number", ("created", "Created")),
        Attribute("end_time", "number"),
    ),
    keyed=frozenset({"metric", "param", "tag", "dataset"}),
    sortable=frozenset({"metric", "param", "tag"}),
    aggregates=AGGREGATES,
    default_order=(),
    tie_break=(("start_time", False), ("run_id", True)),
    own_prefix="run",
)

EXPERIMENTS: Final = Vocabulary(
    noun="experiments",
    attributes=(
        Attribute("name", "text"),
        Attribute("experiment_id", "text"),
        Attribute("creation_time", "number"),
        Attribute("last_update_time", "number"),
    ),
    keyed=frozenset({"tag"}),
    sortable=frozenset(),
    aggregates=(),
    default_order=(("creation_time", False),),
    tie_break=(("experiment_id", False),),
)

REGISTERED_MODELS: Final = Vocabulary(
    noun="registered models",
    attributes=(
        Attribute("name", "text"),
        Attribute("creation_timestamp", "number"),
        Attribute("last_updated_timestamp", "number", ("timestamp",)),
        Attribute("description", "text", sortable=False),
        Attribute("aliases", "text", ("alias",), sortable=False),
    ),
    keyed=frozenset({"tag"}),
    sortable=frozenset(),
    aggregates=(),
    default_order=(),
    tie_break=(("name", True),),
)

MODEL_VERSIONS: Final = Vocabulary(
    noun="model versions",
    attributes=(
        Attribute("name", "text"),
        Attribute("version_number", "number", quoted_number=True),
        Attribute("run_id", "text", sortable=False),
        Attribute("source_path", "text", sortable=False),
        Attribute("model_id", "text", sortable=False),
        Attribute("creation_timestamp", "number"),
        Attribute("last_updated_timestamp", "number"),
        Attribute("description", "text", sortable=False),
        Attribute("aliases", "text", ("alias",), sortable=False),
        Attribute("current_stage", "text", ("stage",), sortable=False),
        Attribute("status", "text", sortable=False),
        Attribute("user_id", "text", sortable=False),
    ),
    keyed=frozenset({"tag"}),
    sortable=frozenset(),
    aggregates=(),
    default_order=(("last_updated_timestamp", False),),
    tie_break=(("name", True), ("version_number", False)),
)

LOGGED_MODELS: Final = Vocabulary(
    noun="logged models",
    attributes=(
        Attribute("model_id", "text"),
        Attribute("name", "text"),
        Attribute("model_type", "text"),
        Attribute("status", "text"),
        Attribute("source_run_id", "text"),
        Attribute("experiment_id", "text"),
        Attribute("creation_timestamp", "number", ("creation_time",)),
        Attribute("last_updated_timestamp", "number"),
    ),
    keyed=frozenset({"metric", "param", "tag"}),
    sortable=frozenset({"metric", "param", "tag"}),
    aggregates=("min", "max", "count"),
    default_order=(("creation_timestamp", False),),
    tie_break=(("model_id", True),),
)

VOCABULARIES: Final = (RUNS, EXPERIMENTS, REGISTERED_MODELS, MODEL_VERSIONS, LOGGED_MODELS)
