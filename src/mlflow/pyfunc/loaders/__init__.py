"""Loaders that ``loader_module`` of an ``MLmodel`` file may name (front door)."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(globals(), {}, ("chat_agent", "chat_model", "code_model", "responses_agent"))
