from __future__ import annotations

from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.llms import MockLLM

import mlflow

Settings.llm = MockLLM(max_tokens=3)
Settings.embed_model = MockEmbedding(embed_dim=8)
mlflow.models.set_model(VectorStoreIndex.from_documents([Document(text="The sky is blue.")]))
