"""Predictions for files of rows, in pieces: read, asked, written, and put in place when all is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mlflow.artifacts.progress import telling
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MlflowException
from mlflow.pyfunc.loaded import PyFuncModel
from mlflow.serving.files import Form, Task, Written, form_of, is_many, tasks, whole_file, whole_folder
from mlflow.serving.reading import Piece, pieces
from mlflow.serving.writing import Rows, rows_file

#: Names of content types → the form they mean.
_FORMS = {"json": Form.JSON, "csv": Form.CSV, "parquet": Form.PARQUET}
CONTENT_TYPES = tuple(_FORMS)
#: Keeps every column of the input.
ALL = "*"


def form_of_input(path: str, content_type: str) -> Written | None:
    """How a file of rows is written: as its ending tells, else as the content type says.

    Returns:
        None for a file that is a request to the scoring server.

    Raises:
        InvalidParameterValue: Ending and content type contradict each other.
    """
    told, said = form_of(path), _FORMS[content_type]
    if told is None:
        return None if said is Form.JSON else Written(said, path.endswith(".gz"))
    if said not in (told.form, Form.JSON):
        raise InvalidParameterValue(f"{path!r} is {told.form.value} by its ending, and {content_type} by content type.")
    return told


def score_files(
    model: PyFuncModel, source: str, target: str | None, content_type: str = "json", keep: Sequence[str] = ()
) -> int:
    """Predict for the rows of files.

    Args:
        model: The model.
        source: A file, a folder of files, or a pattern.
        target: A file, whose ending says its form, or a folder for a file each; None for standard output.
        content_type: How a file is written whose ending does not tell it.
        keep: Columns of the input to write before the predictions; ``*`` for all.

    Returns:
        The number of rows.

    Raises:
        MlflowException: A row cannot be read or predicted; the message names the file and the row. Nothing is written
            then, but to standard output.
    """
    found = tasks(source)
    forms = [form_of(task.source) if is_many(source) else form_of_input(source, content_type) for task in found]
    work = [(task, form or Written(Form.JSON, False)) for task, form in zip(found, forms, strict=True)]
    if target is None:
        if len(found) > 1:
            raise InvalidParameterValue(f"{source!r} has {len(found)} files: name an output for the predictions.")
        return _written(model, work, rows_file(None, None), keep)
    if not _is_folder(target, source):
        _refuse_own(found, [Path(target)])
        with whole_file(Path(target)) as made:
            return _written(model, work, rows_file(made, form_of(target)), keep)
    _refuse_own(found, [Path(target, task.target) for task in found])
    with whole_folder(Path(target)) as folder:
        total = 0
        for task, form in work:
            place = folder / task.target
            place.parent.mkdir(parents=True, exist_ok=True)
            total += _written(model, [(task, form)], rows_file(place, form_of(place)), keep)
        return total


def _is_folder(target: str, source: str) -> bool:
    return Path(target).is_dir() or target.endswith("/") or (is_many(source) and form_of(target) is None)


def _refuse_own(found: Iterable[Task], targets: Iterable[Path]) -> None:
    sources = {task.source.resolve() for task in found}
    for target in targets:
        if target.resolve() in sources:
            raise InvalidParameterValue(f"The predictions would take the place of their input, {str(target)!r}.")


def _written(model: PyFuncModel, work: Sequence[tuple[Task, Written]], rows: Rows, keep: Sequence[str]) -> int:
    names = None if ALL in keep else list(keep)
    signature = model.metadata.signature
    schema = signature.inputs if signature is not None else None
    total = 0
    name = work[0][0].source.name if len(work) == 1 else f"{len(work)} files"
    try:
        with telling(f"Predicting {name}", sum(task.source.stat().st_size for task, _ in work)):
            for task, form in work:
                with _naming(task.source):
                    for piece in pieces(task.source, schema, form):
                        count = len(piece.given)
                        rows.add(_asked(model, piece), count, piece.columns(names) if keep else None)
                        total += count
    except BaseException:
        rows.close(whole=False)
        raise
    rows.close()
    return total


@contextmanager
def _naming(file: Path) -> Any:
    try:
        yield
    except ExecutionException as error:
        raise ExecutionException(f"{file}: {error.message}") from error
    except MlflowException as error:
        raise MlflowException(f"{file}: {error.message}", error_code=error.error_code) from error


def _asked(model: PyFuncModel, piece: Piece) -> Any:
    try:
        return model.predict(piece.read(piece.given))
    except Exception as error:  # whatever a model raises is told with the row it is about
        row, why = _first_failing(lambda part: model.predict(piece.read(part)), piece, error)
        said = why.message if isinstance(why, MlflowException) else f"{type(why).__name__}: {why}"
        failure = MlflowException if isinstance(why, MlflowException) else ExecutionException
        code = {"error_code": why.error_code} if isinstance(why, MlflowException) else {}
        raise failure(f"{row}: {said}", **code) from why


def _first_failing(act: Callable[[Any], Any], piece: Piece, error: Exception) -> tuple[str, Exception]:
    """The first row that fails by itself and how; all rows where it takes several to fail."""
    start, stop = 0, len(piece.given)
    while stop - start > 1:
        middle = (start + stop) // 2
        first, second = _failure(act, piece, start, middle), None
        if first is None and (second := _failure(act, piece, middle, stop)) is None:
            return f"rows {piece.first + start} to {piece.first + stop - 1}", error
        start, stop = (start, middle) if first is not None else (middle, stop)
        error = first or second or error
    return f"row {piece.first + start}", error


def _failure(act: Callable[[Any], Any], piece: Piece, start: int, stop: int) -> Exception | None:
    try:
        act(piece.part(start, stop))
    except Exception as error:
        return error
    return None
