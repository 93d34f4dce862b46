import { quotedKey } from "@/api/quote";
import type { RunKeys } from "@/api/types";
import { ofPrograms } from "@/shared/names";

export type ColumnKind = "attribute" | "metric" | "param" | "tag";

/** Which of a series' values a column shows; the last where none is named. */
export const AGGREGATES = ["min", "max", "first"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export interface Column {
  /** As the server names it: "metrics.loss", "min(metrics.loss)", "params.lr", "tags.team", "start_time". */
  key: string;
  kind: ColumnKind;
  /** The name without its kind. */
  label: string;
  numeric: boolean;
  aggregate?: Aggregate;
  /** What the server is asked to order by; absent where it cannot. */
  orderBy?: string;
  /** What groups are made by; absent where they cannot. */
  groupBy?: string;
}

const attribute = (key: string, label: string, rest: Partial<Column> = {}): Column => ({ key, kind: "attribute", label, numeric: false, ...rest });

/** The name comes first in every table and is not chosen. */
export const NAME_COLUMN: Column = attribute("run_name", "Run", { orderBy: "attributes.run_name", groupBy: "attributes.run_name" });

export const ATTRIBUTES: readonly Column[] = [
  attribute("start_time", "Started", { orderBy: "attributes.start_time", numeric: true }),
  attribute("duration", "Duration", { numeric: true }),
  attribute("status", "Status", { orderBy: "attributes.status", groupBy: "attributes.status" }),
  attribute("user", "User", { orderBy: "tags.`mlflow.user`", groupBy: "tags.mlflow.user" }),
  attribute("source", "Source", { orderBy: "tags.`mlflow.source.name`", groupBy: "tags.mlflow.source.name" }),
  attribute("version", "Version", { orderBy: "tags.`mlflow.source.git.commit`", groupBy: "tags.mlflow.source.git.commit" }),
  attribute("dataset", "Dataset", { groupBy: "dataset.name" }),
  attribute("description", "Description"),
  attribute("end_time", "Ended", { orderBy: "attributes.end_time", numeric: true }),
  attribute("run_id", "Run ID"),
  attribute("experiment", "Experiment"),
];

export const PREFIX: Record<Exclude<ColumnKind, "attribute">, string> = { metric: "metrics.", param: "params.", tag: "tags." };

const logged = (kind: Exclude<ColumnKind, "attribute">, name: string): Column => ({
  key: PREFIX[kind] + name,
  kind,
  label: name,
  numeric: kind === "metric",
  orderBy: PREFIX[kind] + quotedKey(name),
  ...(kind === "metric" ? {} : { groupBy: PREFIX[kind] + name }),
});

/** A metric's column that shows another of its values; the last for undefined. */
export function withAggregate(column: Column, aggregate: Aggregate | undefined): Column {
  const plain = logged("metric", column.label);
  if (!aggregate) return plain;
  return { ...plain, aggregate, key: `${aggregate}(${plain.key})`, orderBy: `${aggregate}(${plain.orderBy})` };
}

const AGGREGATED = /^(min|max|first)\(metrics\.(.+)\)$/;
const known = new Map([NAME_COLUMN, ...ATTRIBUTES].map((column) => [column.key, column]));

/** The column a key stands for; undefined for a key nobody knows. */
export function columnOf(key: string): Column | undefined {
  for (const kind of ["metric", "param", "tag"] as const) if (key.startsWith(PREFIX[kind])) return logged(kind, key.slice(PREFIX[kind].length));
  const found = AGGREGATED.exec(key);
  if (found) return withAggregate(logged("metric", found[2] as string), found[1] as Aggregate);
  return known.get(key);
}

/** Name of a column's value among a run's metrics. */
export const metricName = ({ label, aggregate }: Column): string => (aggregate ? `${aggregate}(${label})` : label);

/** Every column that runs with these keys could fill, by kind and name. */
export function columnsOf({ metrics = [], params = [], tags = [] }: RunKeys): Column[] {
  const order = new Intl.Collator();
  const sorted = (kind: Exclude<ColumnKind, "attribute">, names: readonly string[]) => [...names].sort(order.compare).map((name) => logged(kind, name));
  const shownTags = tags.filter((tag) => !ofPrograms(tag));
  return [...ATTRIBUTES, ...sorted("metric", metrics), ...sorted("param", params), ...sorted("tag", shownTags)];
}

/** What the server must send for an attribute's column. */
const NEEDED: Record<string, string> = {
  user: "tags.mlflow.user",
  source: "tags.mlflow.source.name",
  version: "tags.mlflow.source.git.commit",
  description: "tags.mlflow.note.content",
  dataset: "inputs",
};
/** What the tree is made of. */
const PARENT = "tags.mlflow.parentRunId";
/** Beyond so many, families are asked for as a whole. */
const MOST_NAMED = 1_000;

/** What a table with some columns asks the server for. */
export function wantedFrom(columns: readonly Column[]): string[] {
  const keyed = columns.filter(({ kind }) => kind !== "attribute");
  const attributes = columns.flatMap(({ kind, key }) => (kind === "attribute" ? (NEEDED[key] ?? []) : []));
  const named = keyed.length > MOST_NAMED ? ["metrics", "params", "tags", ...keyed.filter(({ aggregate }) => aggregate).map(({ key }) => key)] : keyed.map(({ key }) => key);
  return [...new Set([PARENT, ...attributes, ...named])].sort();
}
