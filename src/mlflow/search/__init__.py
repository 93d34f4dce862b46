"""The filter language: text to a checked tree, one vocabulary per noun.

``parse_filter(text, RUNS)`` gives a tree of :mod:`mlflow.search.tree` that a store compiles to its own query language;
``parse_order_by(clauses, RUNS)`` gives the complete, unambiguous order. Nothing here knows of SQL.
"""

from __future__ import annotations

from mlflow.search.columns import EVERYTHING, Columns, parse_column, parse_columns
from mlflow.search.grammar import parse_filter
from mlflow.search.orders import OrderBy, parse_order_by
from mlflow.search.pages import PageToken, decode_token, encode_token, fingerprint
from mlflow.search.tree import And, Between, Comparison, Identifier, In, IsNull, Node, Not, Or
from mlflow.search.vocabulary import EXPERIMENTS, LOGGED_MODELS, MODEL_VERSIONS, REGISTERED_MODELS, RUNS, Vocabulary

__all__ = [
    "EVERYTHING",
    "EXPERIMENTS",
    "LOGGED_MODELS",
    "MODEL_VERSIONS",
    "REGISTERED_MODELS",
    "RUNS",
    "And",
    "Between",
    "Columns",
    "Comparison",
    "Identifier",
    "In",
    "IsNull",
    "Node",
    "Not",
    "Or",
    "OrderBy",
    "PageToken",
    "Vocabulary",
    "decode_token",
    "encode_token",
    "fingerprint",
    "parse_column",
    "parse_columns",
    "parse_filter",
    "parse_order_by",
]
