import { parseDocument } from "yaml";

export type Parsed = string | number | boolean | null | Parsed[] | { [key: string]: Parsed };

/** What a JSON or YAML text says; nothing where it says nothing that can be read. YAML's tags build no objects. */
export function parsed(text: string, path: string): { read: Parsed } | undefined {
  try {
    if (/\.(jsonl|ndjson)$/i.test(path)) return { read: text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as Parsed) };
    if (!/\.ya?ml$|MLmodel$|MLproject$/i.test(path)) return { read: JSON.parse(text) as Parsed };
    const document = parseDocument(text, { schema: "core", logLevel: "silent" });
    return document.errors.length ? undefined : { read: document.toJS({ maxAliasCount: 100 }) as Parsed };
  } catch {
    return undefined;
  }
}
