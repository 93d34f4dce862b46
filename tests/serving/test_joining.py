"""Requests of several callers answered by one prediction."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.models import ModelSignature, infer_signature
from mlflow.serving.app import application_of
from mlflow.serving.batching import Batching, Company
from mlflow.serving.catalog import Catalog
from mlflow.serving.requests import Format
from mlflow.serving.served import Limits, Served
from tests.serving.conftest import ask

X = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [4.0, 5.0, 7.0]})


class Metadata:
    def __init__(self, signature: ModelSignature | None, flavor: str) -> None:
        self.signature = signature
        self.flavors = {flavor: {}}


class Busy:
    """A model that counts its calls and is busy until it is told to go on."""

    def __init__(self, answer: Any = None, flavor: str = "sklearn", example: Any = X) -> None:
        self.metadata = Metadata(infer_signature(example), flavor)
        self.calls: list[int] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self._answer = answer or (lambda data: data.to_numpy().sum(axis=1))

    def predict(self, data: Any, params: Any = None) -> Any:
        self.calls.append(len(data))
        self.go_on.wait(5)
        return self._answer(data)


def row(*values: Any) -> bytes:
    return json.dumps({"dataframe_split": {"columns": ["a", "b"], "data": [list(values)]}}).encode()


def answers(served: Served, *bodies: bytes, model: Any) -> list[tuple[int, Any]]:
    """What is said to one request, and then to some that come while the model is busy with another."""

    async def crowd() -> list[Any]:
        first = await served.reply(bodies[0], Format.JSON)  # how long a call takes is known from here on
        model.go_on.clear()
        held = asyncio.ensure_future(served.reply(bodies[0], Format.JSON))
        await asyncio.sleep(0.05)
        others = [asyncio.ensure_future(served.reply(body, Format.JSON)) for body in bodies[1:]]
        await asyncio.sleep(0.05)
        model.go_on.set()
        return [first, await held, *await asyncio.gather(*others)]

    return [(status, json.loads(text)) for status, text in asyncio.run(crowd())]


def served_of(model: Any, **batching: Any) -> Served:
    served = Served(model, Limits(batching=Batching(**({"delay": 10} | batching))))
    served._company._size = 64  # as if joining had paid for a while
    return served


def test_what_waits_is_answered_together() -> None:
    model = Busy()
    found = answers(served_of(model), *(row(n, 1) for n in range(20)), model=model)
    assert [said["predictions"] for _, said in found[1:]] == [[n + 1.0] for n in range(20)]
    # One alone, one that held the others up, 19 together, and those again alone: the first joint answers are compared.
    assert model.calls == [1, 1, 19, *[1] * 19]


def test_joint_answers_are_compared_three_times() -> None:
    model = Busy()
    served = served_of(model)
    for _ in range(3):
        answers(served, *(row(n, 1) for n in range(5)), model=model)
    model.calls.clear()
    answers(served, *(row(n, 1) for n in range(5)), model=model)
    assert model.calls == [1, 1, 4]


def test_nobody_pays_for_anothers_row() -> None:
    def picky(data: Any) -> Any:
        if (data["a"] < 0).any():
            raise ValueError("negative")
        return data["a"].to_numpy()

    model = Busy(picky)
    bodies = [row(1, 1), row(2, 1), row(-1, 1), b"{", row("x", 1), row(3, 1)]
    found = answers(served_of(model), *bodies, model=model)
    assert [status for status, _ in found[1:]] == [200, 200, 400, 400, 400, 200]
    assert found[2][1] == {"predictions": [2.0]} and found[6][1] == {"predictions": [3.0]}
    assert "negative" in found[3][1]["message"] and "'a'" in found[5][1]["message"]


@pytest.mark.parametrize(
    "answer",
    [
        lambda data: data["a"].to_numpy() - data["a"].mean(),  # looks at all rows of a call
        lambda data: float(len(data)),
        lambda data: {"count": len(data)},
        lambda data: ["one"],
    ],
)
def test_a_model_that_does_not_go_row_by_row_is_found_out(answer: Any) -> None:
    model = Busy(answer)
    served = served_of(model, mode="on")
    found = answers(served, row(1, 1), row(2, 1), row(5, 1), row(9, 1), model=model)
    alone = [
        json.loads(ask(application_of(Catalog(Served(Busy(answer))), Limits()), row(n, 1))[2]) for n in (1, 2, 5, 9)
    ]
    assert [said for _, said in found[1:]] == alone and not served.joins


def test_outputs_of_every_form_are_split() -> None:
    for answer in (
        lambda data: data["a"],
        lambda data: data[["b", "a"]],
        lambda data: data["a"].tolist(),
        lambda data: data.to_numpy(),
        lambda data: data["a"].astype(str).to_numpy(),
    ):
        model = Busy(answer)
        found = answers(served_of(model), row(1, 4), row(2, 5), row(3, 7), model=model)
        alone = Served(Busy(answer))
        bodies = [row(1, 4), row(2, 5), row(3, 7)]
        assert [said for _, said in found[1:]] == [json.loads(alone.reply_now(b, Format.JSON)[1]) for b in bodies]
        assert max(model.calls) == 2


def test_requests_of_other_forms_keep_to_themselves() -> None:
    with_index = json.dumps({"dataframe_split": {"columns": ["a", "b"], "index": [7], "data": [[2, 1]]}}).encode()
    with_params = json.dumps(
        {"dataframe_split": {"columns": ["a", "b"], "data": [[3, 1]]}, "params": {"x": 1}}
    ).encode()
    csv_like = json.dumps({"inputs": {"a": [4.0], "b": [1.0]}}).encode()
    model = Busy()
    found = answers(served_of(model), row(1, 1), row(5, 1), with_index, with_params, csv_like, row(6, 1), model=model)
    assert [said["predictions"] for _, said in found[1:]] == [[2.0], [6.0], [3.0], [4.0], [5.0], [7.0]]


def test_only_flavors_that_go_row_by_row_are_joined_unasked() -> None:
    assert Served(Busy(flavor="sklearn")).joins and not Served(Busy(flavor="python_function")).joins
    assert Served(Busy(flavor="python_function"), Limits(batching=Batching("on"))).joins
    assert not Served(Busy(flavor="sklearn"), Limits(batching=Batching("off"))).joins
    unsigned = Busy()
    unsigned.metadata = Metadata(None, "sklearn")
    assert not Served(unsigned).joins


def test_joining_goes_as_far_as_it_saves() -> None:
    company = Company(Batching(size=8), allowed=True)
    assert company.size == 1  # how long one takes is not known yet
    company.took(1, 0.004)
    sizes = []
    for seconds in (0.004, 0.004, 0.005, 0.005, 0.031, 0.016):  # of two, four, eight and eight requests, and so on
        sizes.append(company.size)
        company.took(sizes[-1], seconds)
    assert sizes == [2, 4, 8, 8, 8, 4] and company.size == 2
    company.took(2, 0.008)
    assert company.size == 1


def test_a_lone_request_waits_for_nobody() -> None:
    model = Busy()
    served = served_of(model)

    async def alone() -> float:
        await served.reply(row(1, 1), Format.JSON)
        began = time.perf_counter()
        for _ in range(20):
            await served.reply(row(1, 1), Format.JSON)
        return (time.perf_counter() - began) / 20

    assert asyncio.run(alone()) < 0.05 and set(model.calls) == {1}


def test_a_real_model_answers_a_crowd_as_it_answers_one() -> None:
    mlflow.sklearn.save_model(LinearRegression().fit(X, [1.0, 2.0, 4.0]), "m", input_example=X)
    served = Served(mlflow.pyfunc.load_model("m"))
    rows = np.random.default_rng(0).normal(size=(300, 2))

    async def crowd() -> list[Any]:
        return await asyncio.gather(*(served.reply(row(*values), Format.JSON) for values in rows.tolist()))

    said = [json.loads(text)["predictions"][0] for _, text in asyncio.run(crowd())]
    assert said == pytest.approx(served.model.predict(pd.DataFrame(rows, columns=["a", "b"])).tolist())


def test_tensors_are_joined() -> None:
    model = Busy(lambda data: data.sum(axis=1), example=np.ones((2, 2)))
    bodies = [json.dumps({"inputs": [[n, 1.0]]}).encode() for n in range(5)]
    found = answers(served_of(model), *bodies, model=model)
    assert [said["predictions"] for _, said in found[1:]] == [[n + 1.0] for n in range(5)] and 4 in model.calls


def test_too_many_are_told_to_come_back() -> None:
    model = Busy()
    served = Served(model, Limits(waiting=3, batching=Batching(delay=10)))

    async def crowd() -> list[Any]:
        await served.reply(row(1, 1), Format.JSON)
        model.go_on.clear()
        tasks = [asyncio.ensure_future(served.reply(row(n, 1), Format.JSON)) for n in range(8)]
        await asyncio.sleep(0.1)
        model.go_on.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(crowd())
    assert sum(isinstance(each, Exception) for each in found) in (4, 5)
