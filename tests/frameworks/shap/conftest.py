"""shap is imported once, before any test: what it warns of meanwhile is not ours to mend."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import shap as shap
