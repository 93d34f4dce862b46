"""Environment variables are read with their type, and a wrong text is refused by name."""

from __future__ import annotations

import pytest

from mlflow import environment_variables
from mlflow.environment_variables import (
    MLFLOW_HTTP_REQUEST_TIMEOUT,
    MLFLOW_TRACKING_INSECURE_TLS,
    MLFLOW_TRACKING_URI,
)
from mlflow.exceptions import InvalidParameterValue


def test_unset_gives_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (MLFLOW_TRACKING_URI, MLFLOW_HTTP_REQUEST_TIMEOUT, MLFLOW_TRACKING_INSECURE_TLS):
        monkeypatch.delenv(variable.name, raising=False)
    assert MLFLOW_TRACKING_URI.get() is None
    assert MLFLOW_HTTP_REQUEST_TIMEOUT.get() == 120
    assert MLFLOW_TRACKING_INSECURE_TLS.get() is False


def test_text_is_read_as_the_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "7")
    monkeypatch.setenv("MLFLOW_TRACKING_INSECURE_TLS", "True")
    assert MLFLOW_HTTP_REQUEST_TIMEOUT.get() == 7
    assert MLFLOW_TRACKING_INSECURE_TLS.get() is True


@pytest.mark.parametrize(
    ("name", "text"), [("MLFLOW_HTTP_REQUEST_TIMEOUT", "soon"), ("MLFLOW_TRACKING_INSECURE_TLS", "perhaps")]
)
def test_a_wrong_text_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(name, text)
    variable = {v.name: v for v in (MLFLOW_HTTP_REQUEST_TIMEOUT, MLFLOW_TRACKING_INSECURE_TLS)}[name]
    with pytest.raises(InvalidParameterValue, match=f"{name}.*{text}"):
        variable.get()


def test_a_variable_is_set_and_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_HTTP_REQUEST_TIMEOUT", raising=False)
    assert not MLFLOW_HTTP_REQUEST_TIMEOUT.is_set() and not MLFLOW_HTTP_REQUEST_TIMEOUT.defined
    MLFLOW_HTTP_REQUEST_TIMEOUT.set(9)
    assert MLFLOW_HTTP_REQUEST_TIMEOUT.is_set() and MLFLOW_HTTP_REQUEST_TIMEOUT.get() == 9
    MLFLOW_HTTP_REQUEST_TIMEOUT.unset()
    assert MLFLOW_HTTP_REQUEST_TIMEOUT.get_raw() is None
    assert str(MLFLOW_HTTP_REQUEST_TIMEOUT) == "MLFLOW_HTTP_REQUEST_TIMEOUT (default: 120)"
    assert repr(MLFLOW_HTTP_REQUEST_TIMEOUT) == "'MLFLOW_HTTP_REQUEST_TIMEOUT'"


def test_variables_of_mlflow_are_here_by_name() -> None:
    named = {name: each for name, each in vars(environment_variables).items() if name.startswith("MLFLOW_")}
    assert len(named) >= 150
    for name, variable in named.items():
        assert variable.name.startswith("MLFLOW_") and variable.type in (str, int, float, bool), name
        assert variable.default is None or isinstance(variable.default, (variable.type, int)), name
