"""What scripts say to gunicorn."""

from __future__ import annotations

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.server.gunicorn_options import translated


def test_what_means_something_here_is_kept() -> None:
    found = translated("--log-level debug -w 4 --timeout 180 --certfile=c.pem --keyfile k.pem --keep-alive 5 -k gevent")
    assert found.workers == 4 and found.ignored == []
    assert found.uvicorn == {
        "log_level": "debug",
        "ssl_certfile": "c.pem",
        "ssl_keyfile": "k.pem",
        "timeout_keep_alive": 5,
    }
    assert translated("--access-logfile -").uvicorn == {"access_log": True}
    assert translated("") == (None, {}, [])


def test_what_means_nothing_here_is_told() -> None:
    assert translated("--bind 0.0.0.0:80 --statsd-host=x --timeout 3").ignored == ["--bind", "--statsd-host"]


@pytest.mark.parametrize("text", ["--workers many", "--log-level", "--log-level 'x"])
def test_what_is_not_understood_is_told(text: str) -> None:
    with pytest.raises(InvalidParameterValue, match="--gunicorn-opts"):
        translated(text)
