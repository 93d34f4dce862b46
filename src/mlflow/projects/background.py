"""The process that sees a project through: ``python -m mlflow.projects.background`` with a job as JSON on its input."""

from __future__ import annotations

import json
import logging
import signal
import sys
from types import FrameType

from mlflow.exceptions import MlflowException
from mlflow.projects.jobs import Job, start


class _Stopped(BaseException):
    """SIGTERM came."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise _Stopped


def main() -> int:
    """Run the job; the exit code is the project's, 1 where it could not be started, 143 where it was stopped."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    signal.signal(signal.SIGTERM, _stop)
    submitted = None
    try:
        submitted = start(Job.from_mapping(json.load(sys.stdin)))
        submitted.wait()
    except MlflowException as error:
        logging.getLogger("mlflow.projects").error("%s", error)
        return 1
    except _Stopped:
        if submitted is not None:
            submitted.cancel()
        return 143
    code = submitted.command_proc.returncode
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
