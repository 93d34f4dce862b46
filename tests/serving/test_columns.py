"""Values of requests as the columns a signature declares: nothing is lost in silence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mlflow.exceptions import BadRequest
from mlflow.serving.columns import column
from mlflow.types import ColSpec


@pytest.mark.parametrize(
    ("kind", "values", "read"),
    [("long", [1, 2], [1, 2]), ("long", [1.0, -2.0], [1, -2]), ("long", ["7", 1.0, True], [7, 1, 1]),
     ("long", [2**63 - 1, -(2**63)], [2**63 - 1, -(2**63)]), ("long", [True, False], [1, 0]), ("long", [], []),
     ("integer", [2**31 - 1, -(2.0**31)], [2**31 - 1, -(2**31)]), ("integer", pd.Series([1.0, 2.0]), [1, 2])],
)  # fmt: skip
def test_whole_numbers(kind: Any, values: Any, read: list[int]) -> None:
    for times in (1, 60):  # few values are looked at one by one, many together
        many = pd.concat([values] * times) if isinstance(values, pd.Series) else values * times
        made = column(many, ColSpec(kind, "b"))
        assert made.dtype == np.dtype("int64" if kind == "long" else "int32") and made.tolist() == read * times


@pytest.mark.parametrize("kind", ["long", "integer"])
@pytest.mark.parametrize(
    "values",
    [[1.5], [1, 2.5], [-0.5], ["1.5"], ["7", 1.5], [1e300], [2**63], [-(2**64)], [2.0**63], [float("inf")], ["x"],
     pd.Series([1.5]), pd.Series([2.0**63])],
)  # fmt: skip
def test_what_would_lose_something_is_refused(kind: Any, values: Any) -> None:
    for required, times in ((True, 1), (False, 1), (True, 60), (False, 60)):
        many = pd.concat([values] * times) if isinstance(values, pd.Series) else values * times
        with pytest.raises(BadRequest, match=f"Column 'b' takes integers .{kind}.*: "):
            column(many, ColSpec(kind, "b", required))


def test_beyond_32_bits_and_beside_gaps() -> None:
    for values in ([2**31], [2.0**31], [None, 2**31], pd.Series([2**31])):
        with pytest.raises(BadRequest, match="'b'"):
            column(values, ColSpec("integer", "b", required=False))
    with pytest.raises(BadRequest, match=r"1\.5 has a fraction"):
        column([None, 1.5], ColSpec("long", "b", required=False))
    with pytest.raises(BadRequest, match="value 1 is missing"):
        column([1, None], ColSpec("long", "b"))
    assert column([None, 1.0], ColSpec("long", "b", required=False)).tolist() == [pd.NA, 1]
