"""Saves a pipeline of Spark into the folder ``genuine`` and tells what it says to some rows."""

from __future__ import annotations

import json

import pandas as pd
from pyspark.ml import Pipeline
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.sql import SparkSession

import mlflow

rows = pd.DataFrame({"a": [1.0, 2.0, 3.0, 5.0], "b": [4.0, 1.0, 0.0, 9.0], "label": [1.0, 2.0, 2.5, 4.0]})
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
stages = [VectorAssembler(inputCols=["a", "b"], outputCol="features"), LinearRegression()]
mlflow.spark.save_model(Pipeline(stages=stages).fit(spark.createDataFrame(rows)), "genuine")
answer = mlflow.pyfunc.load_model("genuine").predict(rows[["a", "b"]])
print()
print(json.dumps({"file": mlflow.__file__, "answer": answer, "rows": rows[["a", "b"]].to_dict("list")}))
