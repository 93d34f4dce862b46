"""The process that a model has to itself: it answers packets of standard input on standard output.

It runs in the model's environment, and ends when whoever asks it has ended.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from mlflow.exceptions import MlflowException
from mlflow.serving.packets import receive, send, table_bytes, table_of
from mlflow.serving.scorers import LoadedScorer
from mlflow.types.schema import Schema


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more questions.

    The first one (``M``) names the model; each other (``T``) is a table, its header says what is wanted of it.
    """
    scorer = None
    while (got := receive(questions)) is not None:
        kind, data = got
        try:
            if kind == b"M":
                told = json.loads(data)
                scorer = LoadedScorer(Path(told["folder"]), told["config"])
                send(answers, b"A")
            elif scorer is not None:
                header, _, table = data.partition(b"\n")
                said = json.loads(header)
                wanted = Schema.from_json(json.dumps(said["wanted"]))
                send(answers, b"A", table_bytes(scorer.answer(table_of(table), said["params"], wanted)))
        except Exception as error:  # whatever a model raises is told where it was asked
            if not isinstance(error, MlflowException):
                error = MlflowException(f"{type(error).__name__}: {error}", error_code="BAD_REQUEST")
            said = {"message": error.message, "error_code": error.error_code}
            send(answers, b"E", json.dumps(said).encode())


def main() -> None:
    """Serve on the standard streams; what models print goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
