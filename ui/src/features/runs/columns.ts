import { quotedKey } from "@/api/quote";
import type { Run, RunKeys } from "@/api/types";
import { factsOf } from "@/shared/runs/facts";

export type ColumnKind = "attribute" | "metric" | "param" | "tag";

export interface Column {
  /** As the filter language names it: "metrics.loss", "params.lr", "tags.team", "start_time". */
  key: string;
  kind: ColumnKind;
  label: string;
  numeric: boolean;
  /** What the server is asked to order by; absent where it cannot. */
  orderBy?: string;
}

const attribute = (key: string, label: string, orderBy: string | undefined, numeric = false): Column => ({ key, kind: "attribute", label, orderBy, numeric });

/** The name comes first in every table and is not chosen. */
export const NAME_COLUMN: Column = attribute("run_name", "Run", "attributes.run_name");

export const ATTRIBUTES: readonly Column[] = [
  attribute("start_time", "Started", "attributes.start_time", true),
  attribute("duration", "Duration", undefined, true),
  attribute("status", "Status", "attributes.status"),
  attribute("user", "User", "tags.`mlflow.user`"),
  attribute("source", "Source", "tags.`mlflow.source.name`"),
  attribute("version", "Version", "tags.`mlflow.source.git.commit`"),
  attribute("dataset", "Dataset", undefined),
  attribute("end_time", "Ended", "attributes.end_time", true),
  attribute("run_id", "Run ID", undefined),
];

const PREFIX: Record<Exclude<ColumnKind, "attribute">, string> = { metric: "metrics.", param: "params.", tag: "tags." };

const column = (kind: Exclude<ColumnKind, "attribute">, name: string): Column => ({
  key: PREFIX[kind] + name,
  kind,
  label: name,
  numeric: kind === "metric",
  orderBy: PREFIX[kind] + quotedKey(name),
});

/** The column a key stands for; undefined for a key nobody knows. */
export function columnOf(key: string): Column | undefined {
  for (const kind of ["metric", "param", "tag"] as const) if (key.startsWith(PREFIX[kind])) return column(kind, key.slice(PREFIX[kind].length));
  return [NAME_COLUMN, ...ATTRIBUTES].find((known) => known.key === key);
}

const ofSystem = (metric: string): boolean => metric.startsWith("system/");
const hidden = (tag: string): boolean => tag.startsWith("mlflow.");

/** Every column that runs with these keys could fill, by kind and name. */
export function columnsOf({ metrics = [], params = [], tags = [] }: RunKeys): Column[] {
  const order = new Intl.Collator();
  const sorted = (kind: Exclude<ColumnKind, "attribute">, names: readonly string[]) => [...names].sort(order.compare).map((name) => column(kind, name));
  const shownTags = tags.filter((tag) => !hidden(tag));
  return [...ATTRIBUTES, ...sorted("metric", metrics), ...sorted("param", params), ...sorted("tag", shownTags)];
}

/** Names of a kind that are looked at, to choose the columns of a table. */
const LOOKED_AT = 200;

/** What to ask of some runs, to choose the columns of a table: everything, unless that is thousands of names. */
export function telling({ metrics = [], params = [] }: RunKeys): string[] {
  if (metrics.length + params.length <= 2 * LOOKED_AT) return ["metrics", "params"];
  const first = (kind: "metric" | "param", names: readonly string[]) => names.slice(0, LOOKED_AT).map((name) => PREFIX[kind] + name);
  return [...first("metric", metrics.filter((name) => !ofSystem(name))), ...first("param", params)];
}

/** What the server must send for an attribute's column. */
const NEEDED: Record<string, string> = {
  user: "tags.mlflow.user",
  source: "tags.mlflow.source.name",
  version: "tags.mlflow.source.git.commit",
  dataset: "inputs",
};
/** What the tree is made of. */
const PARENT = "tags.mlflow.parentRunId";
/** Beyond so many, families are asked for as a whole. */
const MOST_NAMED = 1_000;

/** What a table with some columns asks the server for. */
export function wantedFrom(columns: readonly Column[]): string[] {
  const logged = columns.filter(({ kind }) => kind !== "attribute").map(({ key }) => key);
  const attributes = columns.flatMap(({ kind, key }) => (kind === "attribute" ? (NEEDED[key] ?? []) : []));
  const named = logged.length > MOST_NAMED ? ["metrics", "params", "tags"] : logged;
  return [...new Set([PARENT, ...attributes, ...named])].sort();
}

const USUAL = ["start_time", "duration", "user", "source"];
const FEW = 6;

/** Columns shown until someone chooses: metrics that most runs have, params that differ. */
export function usualColumns(runs: readonly Run[]): string[] {
  const seen = new Map<string, number>();
  const values = new Map<string, Set<string>>();
  for (const run of runs) {
    const { metrics, params } = factsOf(run);
    for (const key of metrics.keys()) if (!ofSystem(key)) seen.set(key, (seen.get(key) ?? 0) + 1);
    for (const [key, value] of params) values.set(key, (values.get(key) ?? new Set()).add(value));
  }
  const metrics = [...seen].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, FEW);
  const differing = [...values].filter(([, set]) => set.size > 1 || runs.length === 1).slice(0, FEW);
  return [...USUAL, ...metrics.map(([key]) => PREFIX.metric + key), ...differing.map(([key]) => PREFIX.param + key)];
}
