from __future__ import annotations

from langchain_core.messages import AIMessage
from langgraph.graph import END, START, MessagesState, StateGraph

import mlflow


def answer(state):
    return {"messages": [AIMessage(content=f"You said {state['messages'][-1].content}.", id="1")]}


graph = StateGraph(MessagesState)
graph.add_node("answer", answer)
graph.add_edge(START, "answer")
graph.add_edge("answer", END)
mlflow.models.set_model(graph.compile())
