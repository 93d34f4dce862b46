import { parse } from "yaml";

export interface Field {
  name: string;
  type: string;
  note: string;
}

export interface Card {
  inputs?: Field[];
  outputs?: Field[];
  params?: Field[];
  /** Each flavor and the version of its library. */
  facts: [string, string][];
  python?: string;
  /** Where the model is, for `load_model`. */
  uri?: string;
  bytes?: number;
  created?: string;
  mlflow?: string;
  /** File of the example of an input, beside the MLmodel. */
  example?: string;
  /** File with an example of a request to the scoring server. */
  request?: string;
  /** Whether there are files that tell the environment. */
  environment: boolean;
}

interface Spec {
  name?: string;
  type?: string;
  required?: boolean;
  default?: unknown;
  shape?: number[] | null;
  "tensor-spec"?: { dtype?: string; shape?: number[] };
  items?: Spec;
  properties?: Record<string, Spec>;
  values?: Spec;
}

/** "double", "array<string>", "tensor float64 (-1, 4)", "{a: long, b: string}". */
export function typeName(spec: Spec): string {
  if (spec["tensor-spec"]) return `tensor ${spec["tensor-spec"].dtype ?? ""} (${(spec["tensor-spec"].shape ?? []).join(", ")})`;
  if (spec.type === "array") return `array<${spec.items ? typeName(spec.items) : "any"}>`;
  if (spec.type === "map") return `map<${spec.values ? typeName(spec.values) : "any"}>`;
  if (spec.type === "object" && spec.properties) {
    const fields = Object.entries(spec.properties).map(([name, field]) => `${name}: ${typeName(field)}`);
    return `{${fields.join(", ")}}`;
  }
  return spec.type ?? "any";
}

const optional = (spec: Spec): string => (spec.required === false ? "optional" : "");
const byDefault = (spec: Spec): string => `default ${JSON.stringify(spec.default ?? null)}`;

/** Columns or tensors of a schema that was read from JSON: a list of them, or one. */
export function readFields(specs: unknown, note: (spec: Spec) => string = optional): Field[] {
  return (Array.isArray(specs) ? (specs as Spec[]) : [specs as Spec]).map((spec) => ({ name: spec.name ?? "", type: typeName(spec), note: note(spec) }));
}

function fields(text: unknown, note: (spec: Spec) => string): Field[] | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return readFields(JSON.parse(text), note);
  } catch {
    return undefined; // A signature of another make: the file itself is among the artifacts.
  }
}

type Settings = Record<string, unknown>;

const words = (value: unknown): string | undefined => (typeof value === "string" || typeof value === "number" ? String(value) : undefined);

function uriOf(file: Settings): string | undefined {
  if (file.model_id) return `models:/${words(file.model_id)}`;
  return file.run_id && file.artifact_path ? `runs:/${words(file.run_id)}/${words(file.artifact_path)}` : undefined;
}

/** Reads an MLmodel file; what it does not tell is left out. */
export function readCard(text: string): Card {
  const file = (parse(text) ?? {}) as Settings;
  const signature = (file.signature ?? {}) as Settings;
  const example = (file.saved_input_example_info ?? {}) as Settings;
  const flavors = Object.entries((file.flavors ?? {}) as Record<string, Settings>);
  const generic = flavors.find(([flavor]) => flavor === "python_function")?.[1];
  const facts = flavors.map(([flavor, settings]): [string, string] => {
    const version = Object.entries(settings ?? {}).find(([key]) => key.endsWith("_version") && key !== "python_version")?.[1];
    return [flavor, flavor === "python_function" ? `Python ${String(settings?.python_version ?? "?")}` : version ? String(version) : ""];
  });
  return {
    inputs: fields(signature.inputs, optional),
    outputs: fields(signature.outputs, optional),
    params: fields(signature.params, byDefault),
    facts,
    python: words(generic?.python_version),
    uri: uriOf(file),
    bytes: typeof file.model_size_bytes === "number" ? file.model_size_bytes : undefined,
    created: words(file.utc_time_created),
    mlflow: words(file.mlflow_version),
    example: words(example.artifact_path),
    request: words(example.serving_input_path),
    environment: generic?.env !== undefined,
  };
}
