"""What is said of answers that no tracking server gives."""

from __future__ import annotations

import pytest

from mlflow.exceptions import EndpointNotFound
from mlflow.store.rest.answers import Answer, failure


@pytest.mark.parametrize("status", [200, 403, 500, 501])
def test_pages_for_people_are_not_repeated(status: int) -> None:
    page = b"<!DOCTYPE html>\n<html><body>Unsupported method</body></html>"
    told = failure(Answer(status, page), "POST /api").message
    assert told.startswith(f"POST /api failed with HTTP status {status}: a web page. ")
    assert "tracking server" in told and "<" not in told


def test_texts_are_repeated_as_far_as_they_go() -> None:
    assert failure(Answer(500, b"out of beer"), "GET /a").message == "GET /a failed with HTTP status 500: out of beer"
    assert failure(Answer(500, b""), "GET /a").message == "GET /a failed with HTTP status 500."
    assert len(failure(Answer(500, b"x" * 10_000), "GET /a").message) < 400


def test_a_route_that_is_not_there() -> None:
    error = failure(Answer(404, b"<html></html>"), "GET /api")
    assert isinstance(error, EndpointNotFound)
    assert "Is the tracking URI the address of a tracking server" in error.message
