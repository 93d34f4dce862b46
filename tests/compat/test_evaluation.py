"""What evaluations find: names, numbers, tables, files and notes, of the same models and data under both."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from tests.processes import facts_of

SCRIPT = Path(__file__).parent / "scripts" / "evaluate.py"
#: What a run has here beside what MLflow gives it.
OURS = {"evaluation.json", "predictions_plot", "residuals_plot", "predictions_plot.png", "residuals_plot.png"}
#: MLflow ends in an error of another library, or of its own, where an answer or a clear error can be given.
BETTER = {
    "one class everywhere, static", "one row", "series as targets", "several, class missing",
    "several, label_list longer",
}  # fmt: skip
REFUSED = {
    "two classes, pos_label unknown", "two classes, weights too short", "several, label_list shorter",
    "numbers, missing target", "numbers, no rows", "classes, no rows", "classes, missing target", "targets too short",
}  # fmt: skip
#: A metric that MLflow has not; its name may have a prefix.
MORE = "matthews_corrcoef"
#: Metrics that are another here, for MLflow measures the probability of the other class.
OTHER = {
    "two classes, pos_label": {"precision_recall_auc"},
    "two classes, words, pos_label": {"precision_recall_auc"},
    "several, micro": {"roc_auc"},
}


@pytest.mark.slow
def test_evaluations_find_the_same(genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    told: dict[str, Any] = {}
    for name, python in (("genuine", genuine_python), ("ours", our_python)):
        folder = tmp_path / name
        folder.mkdir()
        told[name] = facts_of(python, SCRIPT, folder)
    assert told["ours"].keys() == told["genuine"].keys()
    different = {}
    for case, theirs in told["genuine"].items():
        ours = told["ours"][case]
        if case in BETTER:
            assert "metrics" in ours and "metrics" not in theirs, case
        elif case in REFUSED:
            assert ours == {"code": "INVALID_PARAMETER_VALUE"} and "error" in theirs, case
        elif lines := list(differences(_plain(case, ours), _plain(case, theirs))):
            different[case] = lines
    assert not different


def _plain(case: str, told: dict[str, Any]) -> dict[str, Any]:
    """The facts without what is meant to differ."""
    if "metrics" not in told:
        return told
    left_out = OTHER.get(case, set())
    kept = {
        part: {k: v for k, v in told[part].items() if k not in left_out and not k.endswith(MORE)}
        for part in ("metrics", "logged")
    }
    return {
        **told,
        "files": [file for file in told["files"] if not file.endswith(tuple(OURS))],
        "artifacts": {name: each for name, each in told["artifacts"].items() if name not in OURS},
        **kept,
    }  # fmt: skip


def differences(ours: Any, theirs: Any, at: str = "") -> Any:
    """A line for each place where facts differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            if key in ours and key in theirs:
                yield from differences(ours[key], theirs[key], f"{at}/{key}")
            else:
                yield f"{at}/{key}: only {'here' if key in ours else 'in MLflow'}"
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, f"{at}[{place}]")
    elif not _same(ours, theirs):
        yield f"{at}: {ours!r} here, {theirs!r} in MLflow"


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, bool | str | None) or isinstance(theirs, bool | str | None):
        return bool(ours == theirs)
    if not isinstance(ours, int | float) or not isinstance(theirs, int | float):
        return bool(ours == theirs)
    return (math.isnan(ours) and math.isnan(theirs)) or math.isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-9)
