"""Saves a pipeline of Spark into the folder ``genuine``; tells what it and the one in ``ours`` say to some rows."""

from __future__ import annotations

import json

import pandas as pd
from pyspark.ml import Pipeline
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.sql import SparkSession

import mlflow

rows = pd.DataFrame({"a": [1.0, 2.0, 3.0, 5.0], "b": [4.0, 1.0, 0.0, 9.0], "label": [1.0, 2.0, 2.5, 4.0]})
settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.memory": "1g"}
builder = SparkSession.builder.master("local[1]")
for key, value in settings.items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()
stages = [VectorAssembler(inputCols=["a", "b"], outputCol="features"), LinearRegression()]
pipeline = Pipeline(stages=stages).fit(spark.createDataFrame(rows))
mlflow.spark.save_model(pipeline, "genuine", pip_requirements=[])
asked = rows[["a", "b"]]
answers = {folder: mlflow.pyfunc.load_model(folder).predict(asked) for folder in ("genuine", "ours")}
print()
print(json.dumps({"file": mlflow.__file__, "answers": answers, "rows": asked.to_dict("list")}))
