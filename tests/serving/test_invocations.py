"""Each request that MLflow 3.6.0 was asked with is answered as it answered.

But the old bodies are taken, and a fraction for a column of integers and text that is no base64 are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlflow.serving.app import ScoringServer
from tests.serving.conftest import ask

pytestmark = pytest.mark.filterwarnings("ignore:X does not have valid feature names")

CASES = [json.loads(line) for line in (Path(__file__).parent / "answers.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['model']}: {case['case']}")
def test_answers_as_observed(case: dict[str, Any], applications: Callable[[str], ScoringServer]) -> None:
    app = applications(case["model"])
    status, _, body = ask(app, case["body"], case["content_type"], case["path"], case["method"])
    assert status == case["status"], body
    if "answer" in case:
        assert repr(json.loads(body)) == repr(case["answer"])
    if "error_code" in case:
        answer = json.loads(body)
        assert answer["error_code"] == case["error_code"]
        assert answer["message"]
        assert ("stack_trace" in answer) == case["stack_trace"]
