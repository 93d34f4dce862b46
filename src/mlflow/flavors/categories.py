"""Texts as categories, for frameworks that take no texts: JSON and CSV cannot say that a text is a category."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def with_categories(data: Any) -> Any:
    """A frame whose columns of texts are columns of categories; anything else as it is.

    The codes are those of the texts given: only for frameworks that find the categories of training by their texts.

    Args:
        data: What a model is asked with.
    """
    if not isinstance(data, pd.DataFrame):
        return data
    texts = [place for place, dtype in enumerate(data.dtypes) if dtype == np.dtype("O") or dtype == "str"]
    if not texts:
        return data
    columns = [data.iloc[:, place] for place in range(data.shape[1])]
    for place in texts:
        columns[place] = columns[place].astype("category")
    return pd.concat(columns, axis=1)
