"""Parts of questions, answers and events of OpenAI's Responses API, as models of pydantic.

A part whose kind is told by its ``type`` (items, contents, tools, annotations, events) keeps every field it is given; a
kind that is known is checked as that kind. Settings with values this version does not know are let through with a
warning: the API grows.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from typing_extensions import Self

_STATUSES = ("in_progress", "completed", "incomplete")


def _warn_of_unknown(name: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        warnings.warn(f"{name} is {value!r}, which is none of {', '.join(known)}.", UserWarning, stacklevel=2)


def check_kind(part: BaseModel, kinds: Mapping[str, type[BaseModel]], others: tuple[str, ...] = ()) -> None:
    """Check a part as what its ``type`` says it is.

    Args:
        part: The part, with all its fields.
        kinds: Type → what a part of it must be.
        others: Types whose fields are not checked.

    Raises:
        ValueError: There is no such type, or the part is none of it.
    """
    name = str(part.type)  # type: ignore[attr-defined]
    if name in kinds:
        kinds[name].model_validate(part.model_dump())
    elif name not in others:
        raise ValueError(f"{name!r} is no type of a {type(part).__name__}; there are {', '.join((*kinds, *others))}.")


class Status(BaseModel):
    """How far an item is."""

    status: str | None = None

    @model_validator(mode="after")
    def check_status(self) -> Self:
        """The status is one that items have."""
        if self.status is not None and self.status not in _STATUSES:
            raise ValueError(f"The status must be one of {', '.join(_STATUSES)}, not {self.status!r}.")
        return self


class ResponseError(BaseModel):
    """Why there is no answer."""

    code: str | None = None
    message: str


class AnnotationFileCitation(BaseModel):
    """A file that is cited."""

    file_id: str
    index: int
    type: str = "file_citation"


class AnnotationURLCitation(BaseModel):
    """A page that is cited."""

    end_index: int | None = None
    start_index: int | None = None
    title: str
    type: str = "url_citation"
    url: str


class AnnotationFilePath(BaseModel):
    """A file that was made."""

    file_id: str
    index: int
    type: str = "file_path"


class Annotation(BaseModel):
    """What a text refers to."""

    model_config = ConfigDict(extra="allow")
    type: str

    @model_validator(mode="after")
    def check_type(self) -> Self:
        """The annotation is what its type says."""
        kinds = (AnnotationFileCitation, AnnotationURLCitation, AnnotationFilePath)
        check_kind(self, {each.model_fields["type"].default: each for each in kinds})
        return self


class ResponseOutputText(BaseModel):
    """A text within an answer."""

    annotations: list[Annotation] | None = None
    text: str
    type: str = "output_text"


class ResponseOutputRefusal(BaseModel):
    """A refusal in place of a text."""

    refusal: str
    type: str = "refusal"


class Content(BaseModel):
    """A part of a message of an answer."""

    model_config = ConfigDict(extra="allow")
    type: str

    @model_validator(mode="after")
    def check_type(self) -> Self:
        """The part is what its type says."""
        check_kind(self, {"output_text": ResponseOutputText, "refusal": ResponseOutputRefusal})
        return self


class ResponseOutputMessage(Status):
    """A message of an answer."""

    id: str
    content: list[Content]
    role: str = "assistant"
    type: str = "message"

    @model_validator(mode="after")
    def check_role(self) -> Self:
        """Answers are the assistant's."""
        if self.role != "assistant":
            raise ValueError(f"The role of a message of an answer is 'assistant', not {self.role!r}.")
        return self

    @model_validator(mode="after")
    def check_content(self) -> Self:
        """A message says something."""
        if not self.content:
            raise ValueError("A message of an answer has content; this one has none.")
        return self


class ResponseFunctionToolCall(Status):
    """A call of a function that the model asks for."""

    arguments: str
    call_id: str
    name: str
    type: str = "function_call"
    id: str | None = None


class Summary(BaseModel):
    """A thought, in short."""

    text: str
    type: str = "summary_text"


class ResponseReasoningItem(Status):
    """What the model thought."""

    id: str
    summary: list[Summary]
    type: str = "reasoning"


class FunctionCallOutput(Status):
    """What came of a call of a function."""

    call_id: str
    output: str
    type: str = "function_call_output"


class OutputItem(BaseModel):
    """An item of an answer: a message, a call, a thought."""

    model_config = ConfigDict(extra="allow")
    type: str

    @model_validator(mode="after")
    def check_type(self) -> Self:
        """The item is what its type says."""
        kinds = (ResponseOutputMessage, ResponseFunctionToolCall, ResponseReasoningItem, FunctionCallOutput)
        others = ("file_search_call", "web_search_call", "computer_call")
        check_kind(self, {each.model_fields["type"].default: each for each in kinds}, others)
        return self


class IncompleteDetails(BaseModel):
    """Why an answer ends early."""

    reason: str | None = None

    @model_validator(mode="after")
    def check_reason(self) -> Self:
        """A reason that is not known is let through with a warning."""
        _warn_of_unknown("reason", self.reason, ("max_output_tokens", "content_filter"))
        return self


class ToolChoiceFunction(BaseModel):
    """The function that the model is to call."""

    name: str
    type: str = "function"


class FunctionTool(BaseModel):
    """A function that the model may ask to have called."""

    name: str
    parameters: dict[str, Any]
    strict: bool | None = None
    type: str = "function"
    description: str | None = None


class Tool(BaseModel):
    """A tool that the model may use."""

    model_config = ConfigDict(extra="allow")
    type: str

    @model_validator(mode="after")
    def check_type(self) -> Self:
        """A function is one; a type that is not known is let through with a warning."""
        known = ("function", "file_search", "computer_use", "web_search")
        _warn_of_unknown("The type of a tool", self.type, known)
        if self.type == "function":
            check_kind(self, {"function": FunctionTool})
        return self


class ToolChoice(BaseModel):
    """Which tool the model is to use."""

    tool_choice: str | ToolChoiceFunction | None = None

    @model_validator(mode="after")
    def check_tool_choice(self) -> Self:
        """A choice that is not known is let through with a warning."""
        if isinstance(self.tool_choice, str):
            _warn_of_unknown("tool_choice", self.tool_choice, ("none", "auto", "required"))
        return self


class ReasoningParams(BaseModel):
    """How much the model is to think."""

    effort: str | None = None
    generate_summary: str | None = None

    @model_validator(mode="after")
    def check_generate_summary(self) -> Self:
        """A way that is not known is let through with a warning."""
        _warn_of_unknown("generate_summary", self.generate_summary, ("auto", "concise", "detailed"))
        return self

    @model_validator(mode="after")
    def check_effort(self) -> Self:
        """An effort that is not known is let through with a warning."""
        _warn_of_unknown("effort", self.effort, ("low", "medium", "high"))
        return self


class InputTokensDetails(BaseModel):
    """Where the tokens of a question come from."""

    cached_tokens: int


class OutputTokensDetails(BaseModel):
    """What the tokens of an answer were spent on."""

    reasoning_tokens: int


class ResponseUsage(BaseModel):
    """How many tokens a question and its answer took."""

    input_tokens: int
    input_tokens_details: InputTokensDetails
    output_tokens: int
    output_tokens_details: OutputTokensDetails
    total_tokens: int


class Truncation(BaseModel):
    """What becomes of a conversation that is too long."""

    truncation: str | None = None

    @model_validator(mode="after")
    def check_truncation(self) -> Self:
        """A way that is not known is let through with a warning."""
        _warn_of_unknown("truncation", self.truncation, ("auto", "disabled"))
        return self


class Response(Truncation, ToolChoice):
    """An answer."""

    id: str | None = None
    created_at: float | None = None
    error: ResponseError | None = None
    incomplete_details: IncompleteDetails | None = None
    instructions: str | None = None
    metadata: dict[str, str] | None = None
    model: str | None = None
    object: str = "response"
    output: list[OutputItem]
    parallel_tool_calls: bool | None = None
    temperature: float | None = None
    tools: list[Tool] | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    previous_response_id: str | None = None
    reasoning: ReasoningParams | None = None
    status: str | None = None
    text: Any | None = None
    usage: ResponseUsage | None = None
    user: str | None = None

    @property
    def output_text(self) -> str:
        """The text of all messages."""
        contents = [part for item in self.output if item.type == "message" for part in item.model_dump()["content"]]
        return "".join(part["text"] for part in contents if part["type"] == "output_text")

    @model_validator(mode="after")
    def check_status(self) -> Self:
        """A status that is not known is let through with a warning."""
        _warn_of_unknown("status", self.status, ("completed", "failed", "in_progress", "incomplete"))
        return self


class ResponseInputTextParam(BaseModel):
    """A text within a question."""

    text: str
    type: str = "input_text"


class Message(Status):
    """A message of the conversation so far."""

    content: str | list[ResponseInputTextParam | dict[str, Any]]
    role: str
    type: str = "message"

    @model_validator(mode="after")
    def check_content(self) -> Self:
        """A part that is no text is an image or a file."""
        for part in self.content:
            if isinstance(part, dict) and part.get("type") not in ("input_image", "input_file"):
                raise ValueError(f"A part of a message is a text, an input_image or an input_file, not {part!r}.")
        return self

    @model_validator(mode="after")
    def check_role(self) -> Self:
        """The role is one that questions have."""
        known = ("user", "assistant", "system", "developer")
        if self.role not in known:
            raise ValueError(f"The role of a message must be one of {', '.join(known)}, not {self.role!r}.")
        return self


class BaseRequestPayload(Truncation, ToolChoice):
    """How the model is to answer."""

    max_output_tokens: int | None = None
    metadata: dict[str, str] | None = None
    parallel_tool_calls: bool | None = None
    tools: list[Tool] | None = None
    reasoning: ReasoningParams | None = None
    store: bool | None = None
    stream: bool | None = None
    temperature: float | None = None
    text: Any | None = None
    top_p: float | None = None
    user: str | None = None


class ResponseTextDeltaEvent(BaseModel):
    """A piece of a text has come."""

    content_index: int | None = None
    delta: str
    item_id: str
    output_index: int | None = None
    type: str = "response.output_text.delta"


class ResponseTextAnnotationDeltaEvent(BaseModel):
    """An annotation of a text has come."""

    annotation: Annotation
    annotation_index: int
    content_index: int | None = None
    item_id: str
    output_index: int | None = None
    type: str = "response.output_text.annotation.added"


class ResponseOutputItemDoneEvent(BaseModel):
    """An item is whole."""

    item: OutputItem
    output_index: int | None = None
    type: str = "response.output_item.done"


class ResponseErrorEvent(BaseModel):
    """There will be no answer."""

    code: str | None = None
    message: str
    param: str | None = None
    type: str = "error"


class ResponseCompletedEvent(BaseModel):
    """The answer is whole."""

    response: Response
    type: str = "response.completed"
