"""Threads, asyncio and processes that log, forked and spawned."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import mlflow
from mlflow import MlflowClient


def work(number):
    with mlflow.start_run(run_name=f"w{number}") as run:
        for step in range(3):
            mlflow.log_metric("m", number * step, step=step)
        mlflow.log_param("number", number)
    return run.info.run_id


async def later(client, number):
    run = client.create_run("0")
    await asyncio.sleep(0.01)
    client.log_metric(run.info.run_id, "a", number)
    return run.info.run_id


async def together(client):
    return await asyncio.gather(*(later(client, number) for number in range(3)))


if __name__ == "__main__":
    mlflow.set_experiment("many")
    with ThreadPoolExecutor(3) as pool:
        ids = list(pool.map(work, range(4)))
    assert sorted(mlflow.get_run(i).data.params["number"] for i in ids) == ["0", "1", "2", "3"]
    assert len(set(asyncio.run(together(MlflowClient())))) == 3
    for method in set(multiprocessing.get_all_start_methods()) & {"fork", "spawn"}:
        with multiprocessing.get_context(method).Pool(2) as pool:
            ids = pool.map(work, range(3))
        assert {mlflow.get_experiment(mlflow.get_run(i).info.experiment_id).name for i in ids} == {"many"}, method
    with mlflow.start_run() as shared, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda k: MlflowClient().log_metric(shared.info.run_id, f"k{k}", k), range(8)))
    assert len(mlflow.get_run(shared.info.run_id).data.metrics) == 8
