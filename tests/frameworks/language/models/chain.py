from __future__ import annotations

from langchain_core.prompts import PromptTemplate
from langchain_core.runnables import RunnableLambda

import mlflow

config = mlflow.models.ModelConfig(development_config={"tone": "plain"})
chain = PromptTemplate.from_template("Tell of {topic}") | RunnableLambda(lambda p: f"{config.get('tone')}: {p.text}")
mlflow.models.set_model(chain)
