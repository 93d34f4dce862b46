/** The wire of a scoring server, whose own page asks it. */

import { ApiError } from "./client";

export interface ScoredModel {
  name: string;
  version?: string | null;
  registered_model?: string | null;
  streams?: boolean;
  inputs?: Record<string, unknown>[] | null;
  params?: Record<string, unknown>[] | null;
  example?: Record<string, unknown> | null;
}

interface Scored {
  status: number;
  body: string;
  milliseconds: number;
}

const at = (path: string): string => new URL(path, document.baseURI).href;

export const invocationsUrl = (name: string): string => at(`models/${encodeURIComponent(name)}/invocations`);

async function ask(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError("The server does not answer. Is `mlflow models serve` still running?", 0, "UNREACHABLE");
  }
}

async function json(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await ask(at(path), { headers: { Accept: "application/json" }, signal });
  if (!response.ok) throw new ApiError(`The server answered ${response.status} ${response.statusText}.`, response.status, "INTERNAL_ERROR");
  return response.json();
}

export const listModels = async (signal: AbortSignal): Promise<ScoredModel[]> => ((await json("models", signal)) as { models: ScoredModel[] }).models;

export const describeModel = async (name: string, signal: AbortSignal): Promise<ScoredModel> => (await json(`models/${encodeURIComponent(name)}`, signal)) as ScoredModel;

interface Invocation {
  stream: boolean;
  piece: (text: string) => void;
  signal: AbortSignal;
}

/** Ask a model; with `stream`, each line of the answer is a piece. */
export async function invoke(name: string, body: string, { stream, piece, signal }: Invocation): Promise<Scored> {
  const began = performance.now();
  const headers = { "Content-Type": "application/json", Accept: stream ? "application/x-ndjson" : "application/json" };
  const response = await ask(invocationsUrl(name), { method: "POST", headers, body, signal });
  const text = stream && response.ok ? await lines(response, piece) : await response.text();
  return { status: response.status, body: text, milliseconds: performance.now() - began };
}

async function lines(response: Response, piece: (text: string) => void): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const whole = (rest + decoder.decode(value, { stream: !done })).split("\n");
    rest = done ? "" : (whole.pop() ?? "");
    for (const line of whole) if (line.trim()) piece(line);
    if (done) return "";
  }
}
