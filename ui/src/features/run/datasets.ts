import type { Schemas } from "@/api/types";
import { type Field, readFields } from "@/shared/models/card";

type DatasetInput = Schemas["DatasetInput"];

/** A data set as a run noted it. */
export interface DatasetFacts {
  name: string;
  digest: string;
  /** "training", "evaluation"… */
  context?: string;
  /** Where it came from, in words. */
  source: string;
  fields?: Field[];
  /** Numbers about it, such as how many rows. */
  profile: [name: string, value: string][];
}

const json = (text: string | undefined): unknown => {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // Of another make: nothing that could be told.
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function sourceOf(text: string | undefined, type: string): string {
  const source = json(text);
  if (!isRecord(source)) return text || type;
  const told = source.uri ?? source.url ?? source.path ?? source.table_name ?? source.delta_table_name;
  return typeof told === "string" ? told : type;
}

/** The schema is JSON: columns under one name, tensors under another. */
function fieldsOf(text: string | undefined): Field[] | undefined {
  const schema = json(text);
  if (!isRecord(schema)) return undefined;
  const specs = schema.mlflow_colspec ?? (isRecord(schema.mlflow_tensorspec) ? schema.mlflow_tensorspec.features : undefined);
  return specs === undefined ? undefined : readFields(specs);
}

const words = (name: string): string => name.replaceAll("_", " ").replace(/^num /, "");

export function datasetFacts({ dataset, tags }: DatasetInput): DatasetFacts {
  const profile = json(dataset.profile);
  return {
    name: dataset.name,
    digest: dataset.digest,
    context: tags?.find((tag) => tag.key === "mlflow.data.context")?.value,
    source: sourceOf(dataset.source, dataset.source_type),
    fields: fieldsOf(dataset.schema),
    profile: isRecord(profile) ? Object.entries(profile).map(([name, value]) => [words(name), typeof value === "number" ? value.toLocaleString("en") : JSON.stringify(value)]) : [],
  };
}
