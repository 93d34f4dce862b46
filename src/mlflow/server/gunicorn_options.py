"""``--gunicorn-opts``: what scripts say to gunicorn, as far as it means something to the server that runs here."""

from __future__ import annotations

import argparse
import shlex
from typing import Any, NamedTuple, NoReturn

from mlflow.exceptions import InvalidParameterValue

#: Option of gunicorn → setting of uvicorn, and how its value is read.
_SAME: dict[tuple[str, ...], tuple[str, type]] = {
    ("--log-level",): ("log_level", str),
    ("--keyfile",): ("ssl_keyfile", str),
    ("--certfile",): ("ssl_certfile", str),
    ("--ca-certs",): ("ssl_ca_certs", str),
    ("--keep-alive",): ("timeout_keep_alive", int),
    ("--graceful-timeout",): ("timeout_graceful_shutdown", int),
    ("--forwarded-allow-ips",): ("forwarded_allow_ips", str),
    ("--backlog",): ("backlog", int),
    ("--max-requests",): ("limit_max_requests", int),
    ("--access-logfile",): ("access_log", str),
}

#: Options that say how gunicorn looks after processes and threads of another kind; nothing here corresponds to them.
_NEEDLESS = frozenset({"--timeout", "-t", "--threads", "--worker-class", "-k", "--preload", "--worker-connections"})


class Translated(NamedTuple):
    """What the options mean here.

    Args:
        workers: Processes, where they say how many.
        uvicorn: Settings of uvicorn.
        ignored: Options that mean nothing here and would elsewhere, to be told.
    """

    workers: int | None
    uvicorn: dict[str, Any]
    ignored: list[str]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InvalidParameterValue(f"--gunicorn-opts are not understood: {message}")


def translated(text: str) -> Translated:
    """What ``--gunicorn-opts`` mean here.

    Raises:
        InvalidParameterValue: A value is not what its option takes.
    """
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--workers", "-w", type=int)
    for names, (setting, kind) in _SAME.items():
        parser.add_argument(*names, dest=setting, type=kind)
    try:
        given, others = parser.parse_known_args(shlex.split(text))
    except ValueError as error:
        raise InvalidParameterValue(f"--gunicorn-opts are not understood: {error}") from None
    settings = {name: value for name, value in vars(given).items() if value is not None and name != "workers"}
    if "access_log" in settings:
        settings["access_log"] = settings["access_log"] != "None"
    options = [word.partition("=")[0] for word in others if word.startswith("-")]
    return Translated(given.workers, settings, [option for option in options if option not in _NEEDLESS])
