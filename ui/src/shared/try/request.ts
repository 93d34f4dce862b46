import { pythonOf } from "./json";
import type { Param } from "./offer";
import { type Fault, tokenOf } from "./rows";

/** A request's JSON: the data, and the params that were changed from their defaults. */
export function requestOf(split: string, params: readonly Param[], values: Readonly<Record<string, string>>): { body: string; faults: Fault[] } {
  const { json, faults } = paramsOf(params, values);
  return { body: `{"dataframe_split": ${split}${json && `, "params": ${json}`}}`, faults };
}

function paramsOf(params: readonly Param[], values: Readonly<Record<string, string>>): { json: string; faults: Fault[] } {
  const faults: Fault[] = [];
  const parts = params.flatMap((param) => {
    const text = values[param.name] ?? param.preset;
    if (text === param.preset) return [];
    try {
      return [`${JSON.stringify(param.name)}: ${tokenOf(text, param.list ? "json" : param.type)}`];
    } catch (error) {
      faults.push({ row: -1, column: param.name, words: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
  return { json: parts.length ? `{${parts.join(", ")}}` : "", faults };
}

/** What a form with some rows is filled with from a request, params among it. */
export function paramValues(request: unknown, params: readonly Param[]): Record<string, string> {
  const given = (request as { params?: Record<string, unknown> } | undefined)?.params ?? {};
  return Object.fromEntries(
    params.flatMap(({ name, type }) => {
      const value = given[name];
      return value === undefined || value === null ? [] : [[name, typeof value === "string" && type === "string" ? value : JSON.stringify(value)]];
    }),
  );
}

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export const curlOf = (url: string, body: string, stream: boolean): string =>
  [`curl ${shellQuoted(url)} \\`, "  -H 'Content-Type: application/json' \\", ...(stream ? ["  -H 'Accept: application/x-ndjson' --no-buffer \\"] : []), `  -d ${shellQuoted(body)}`].join("\n");

/** Lines of Python that ask the same; a body that is no JSON goes as it stands. */
export function pythonLines(url: string, body: string, stream: boolean): string {
  const json = pythonOf(body);
  const headers = [...(json ? [] : ['"Content-Type": "application/json"']), ...(stream ? ['"Accept": "application/x-ndjson"'] : [])];
  const rest = [json ? `json=${json}` : `data=${JSON.stringify(body)}`, ...(headers.length ? [`headers={${headers.join(", ")}}`] : []), ...(stream ? ["stream=True"] : [])];
  const read = stream ? ["for line in answer.iter_lines():", "    print(line.decode())"] : ['print(answer.json()["predictions"])'];
  return ["import requests", "", `answer = requests.post(${JSON.stringify(url)}, ${rest.join(", ")})`, "answer.raise_for_status()", ...read].join("\n");
}
