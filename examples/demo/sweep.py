"""Step 1: train every combination of the grid, one run each."""

from __future__ import annotations

import sys
from typing import Any

from matplotlib.figure import Figure

import mlflow
from mlflow.models import infer_signature
from tasks import STEPS, Task, grid


def sweep(task: Task, name: str) -> int:
    """Log one run for every combination, tagged with the sweep's name; how many there were."""
    mlflow.set_experiment(task.name)
    data = task.split()
    count = 0
    for count, (family, params) in enumerate(grid(), start=1):
        train_one(task, family, params, data, name)
        if sys.stdout.isatty():
            print(f"\r  {task.name}: {count} runs", end="", flush=True)
    print(f"\r  {task.name}: {count} runs logged", flush=True)
    return count


def train_one(task: Task, family: str, params: dict[str, Any], data: tuple[Any, ...], name: str) -> None:
    train, test, _, test_target = data
    with mlflow.start_run(run_name=f"{family} {' '.join(str(value) for value in params.values())}"):
        mlflow.set_tags({"sweep": name, "family": family})
        mlflow.log_params({"family": family, "steps": STEPS, **params})

        losses = []
        for step, (trained, loss) in enumerate(task.train(family, params, data)):
            model = trained
            mlflow.log_metric(task.loss_name, loss, step=step)
            losses.append(loss)
        mlflow.log_metric("score", float(model.score(test, test_target)))

        figure = Figure(figsize=(4, 3), layout="constrained")
        axes = figure.subplots()
        axes.plot(losses)
        axes.set(xlabel="step", ylabel=task.loss_name)
        mlflow.log_figure(figure, "loss.png")

        signature = infer_signature(train, model.predict(train))
        mlflow.sklearn.log_model(model, name="model", signature=signature, input_example=train.head(2))
