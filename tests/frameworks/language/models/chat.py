from __future__ import annotations

from langchain_core.language_models import FakeListChatModel

import mlflow

mlflow.models.set_model(FakeListChatModel(responses=["so it is"]))
