/** The wire: where the server is, how a call is made, what a refusal looks like. */

import { notePresence } from "./presence";
import type { paths } from "./schema";

/** Folder of the page: "/" or "/some/prefix/". Everything the server offers is relative to it. */
export const pageRoot = (): string => new URL(".", document.baseURI).href;

const apiRoot = (): string => new URL("ajax-api/2.0", pageRoot()).href;

type QueryValue = string | number | boolean | readonly string[] | undefined;
type Query = Readonly<Record<string, QueryValue>>;

/** A refusal by the server, or its absence (`status` 0). */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
    this.name = "ApiError";
  }

  get isMissing(): boolean {
    return this.code === "RESOURCE_DOES_NOT_EXIST" || this.status === 404;
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

/** Query string with repeated fields repeated and unset fields left out. */
export function queryString(query: Query): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const item of value) pairs.append(name, item);
    else pairs.append(name, String(value));
  }
  const text = pairs.toString();
  return text && `?${text}`;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    notePresence(false);
    throw new ApiError("The server does not answer. Is `mlflow server` still running?", 0, "UNREACHABLE");
  }
  notePresence(true);
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => "");
  try {
    const body = JSON.parse(text) as { error_code?: string; message?: string };
    if (body.message) return new ApiError(body.message, response.status, body.error_code ?? "INTERNAL_ERROR");
  } catch {
    // Not the server's own error body: a proxy's page, most likely.
  }
  return new ApiError(`The server answered ${response.status} ${response.statusText}.`, response.status, "INTERNAL_ERROR");
}

async function answer<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text ? JSON.parse(text) : {}) as T;
}

type Method = "get" | "post" | "patch" | "delete";

/** Paths of the server's contracts that know a method. */
type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never }[keyof paths];

type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never;

type BodyOf<O> = O extends { requestBody?: { content: { "application/json": infer B } } } ? B : never;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? ([NonNullable<Q>] extends [never] ? Record<string, never> : NonNullable<Q>) : never;
type AnswerOf<O> = O extends { responses: { 200: { content: { "application/json": infer A } } } } ? A : never;

const filled = (path: string, parts: Readonly<Record<string, string>>): string => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ""));

/** Ask for something. `parts` fill the `{names}` of the path. */
export async function get<P extends PathOf<"get">>(path: P, query: QueryOf<Operation<P, "get">>, signal?: AbortSignal, parts: Record<string, string> = {}) {
  const url = apiRoot() + filled(path, parts) + queryString(query as Query);
  return answer<AnswerOf<Operation<P, "get">>>(await send(url, { signal, headers: { Accept: "application/json" } }));
}

async function withBody<P extends keyof paths, M extends Method>(method: M, path: P, body: object, signal?: AbortSignal, parts: Readonly<Record<string, string>> = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const response = await send(apiRoot() + filled(path, parts), { method: method.toUpperCase(), headers, body: JSON.stringify(body), signal });
  return answer<AnswerOf<Operation<P, M>>>(response);
}

export const post = <P extends PathOf<"post">>(path: P, body: BodyOf<Operation<P, "post">>, signal?: AbortSignal) =>
  withBody<P, "post">("post", path, body as object, signal);
export const patch = <P extends PathOf<"patch">>(path: P, body: BodyOf<Operation<P, "patch">>, parts?: Readonly<Record<string, string>>) =>
  withBody<P, "patch">("patch", path, body as object, undefined, parts);
export const del = <P extends PathOf<"delete">>(path: P, body: BodyOf<Operation<P, "delete">>, parts?: Readonly<Record<string, string>>) =>
  withBody<P, "delete">("delete", path, body as object, undefined, parts);

/** Part of a file: bytes from one up to before another, or its last ones. Who cannot serve parts sends all. */
type Range = { from: number; to: number } | { last: number };

const rangeHeader = (range: Range | undefined): HeadersInit | undefined =>
  range && { Range: "last" in range ? `bytes=-${range.last}` : `bytes=${range.from}-${range.to - 1}` };

interface Bytes {
  bytes: Uint8Array;
  /** Whether the file has more than these. */
  cut: boolean;
  /** Whether they are the part that was asked for, not the beginning. */
  partial: boolean;
}

/** Bytes of a file or of a part of it, at most `limit`. */
export async function getBytes(url: string, limit: number, signal?: AbortSignal, range?: Range): Promise<Bytes> {
  const response = await send(url, { signal, headers: rangeHeader(range) });
  const partial = response.status === 206;
  const whole = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1] ?? NaN);
  const pieces: Uint8Array[] = [];
  let size = 0;
  let cut = false;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    pieces.push(value);
    if (size <= limit) continue;
    cut = true;
    await reader.cancel();
    break;
  }
  const bytes = new Uint8Array(Math.min(size, limit));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece.subarray(0, bytes.length - at), at);
    at += Math.min(piece.length, bytes.length - at);
  }
  return { bytes, cut: cut || (partial && whole > bytes.length), partial };
}

/** Whether the server answers, whatever it says. */
export const isThere = (): Promise<boolean> =>
  send(new URL("health", pageRoot()).href, {}).then(
    () => true,
    (error: unknown) => !(error instanceof ApiError && error.isUnreachable),
  );

/** The document that this page came from, as the server has it now. */
export const pageAnew = async (): Promise<string> => (await send(pageRoot(), { cache: "no-cache" })).text();
