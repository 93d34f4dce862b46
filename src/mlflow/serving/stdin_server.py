"""A model that is asked through a pipe: a request a line on standard input, an answer a line on a pipe of its own.

What the model prints stays on standard output and spoils nothing. The process ends when its input does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from mlflow.serving.model_process import environment_of
from mlflow.serving.old_names import SERVING_MODEL_CONFIG, load_model_with_mlflow_config
from mlflow.serving.requests import Format
from mlflow.serving.served import Limits, Served, failure

#: First line of the answers, once the model is loaded.
READY = b"ready\n"


class AnsweringProcess(subprocess.Popen[bytes]):
    """The process of such a model.

    Args:
        python: The Python that satisfies the model; None for this one.
        folder: The model's folder.
        config: Settings that go before those the model was saved with.
        stdout: Where what the model prints goes, as :class:`subprocess.Popen` takes it.
        stderr: The same for errors.
    """

    def __init__(
        self, python: Path | None, folder: Path, config: Mapping[str, Any] | None, stdout: Any, stderr: Any
    ) -> None:
        reading, writing = os.pipe()
        variables = {SERVING_MODEL_CONFIG: json.dumps(config)} if config else {}
        command = [str(python or sys.executable), "-m", __name__, str(folder), str(writing)]
        #: Its answers.
        self.answers = os.fdopen(reading, "rb")
        try:
            super().__init__(
                command, stdin=subprocess.PIPE, stdout=stdout, stderr=stderr, pass_fds=(writing,),
                env=environment_of(python, variables),
            )  # fmt: skip
        finally:
            os.close(writing)

    def __exit__(self, *details: Any) -> None:
        self.answers.close()
        if self.stdin is not None:
            with suppress(BrokenPipeError):  # it has ended, and does not read what was left to write
                self.stdin.close()
        super().__exit__(*details)


def answer(served: Served, questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line with a line of a status and a JSON text, until there are no more."""
    for line in questions:
        try:
            status, text = served.reply_now(line, Format.JSON)
        except Exception as error:  # one request must not end the others
            status, text = failure(error)
        answers.write(b"%d %s\n" % (status, text.replace(b"\n", b" ")))
        answers.flush()


def main(arguments: Sequence[str]) -> None:
    """Load the model of a folder and answer what comes on standard input.

    Args:
        arguments: The folder, and the number of the pipe for answers.
    """
    folder, pipe = arguments
    with os.fdopen(int(pipe), "wb") as answers:
        served = Served(load_model_with_mlflow_config(folder), Limits(threads=0))
        answers.write(READY)
        answers.flush()
        answer(served, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main(sys.argv[1:])
