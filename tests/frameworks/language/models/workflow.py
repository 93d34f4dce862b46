from __future__ import annotations

from llama_index.core.workflow import StartEvent, StopEvent, Workflow, step

import mlflow


class Greeting(Workflow):
    @step
    async def greet(self, event: StartEvent) -> StopEvent:
        return StopEvent(result=f"Hello {event.name}.")


mlflow.models.set_model(Greeting())
