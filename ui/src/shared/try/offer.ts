/** What a model takes, as the form that tries it sees it. */

export interface Column {
  /** Empty where the signature names none. */
  name: string;
  type: string;
  required: boolean;
}

export interface Param {
  name: string;
  type: string;
  /** The default as JSON. */
  preset: string;
  list: boolean;
}

export interface Offer {
  name: string;
  version?: string;
  streams: boolean;
  /** Columns with names, of which a form can be made; nothing for tensors and for models without a signature. */
  columns?: Column[];
  params: Param[];
  /** A request that the model is known to answer, as JSON values. */
  example?: Record<string, unknown>;
}

/** A model as a scoring server describes it. */
interface Described {
  name: string;
  version?: string | null;
  streams?: boolean;
  inputs?: Record<string, unknown>[] | null;
  params?: Record<string, unknown>[] | null;
  example?: Record<string, unknown> | null;
}

const SCALARS = new Set(["boolean", "integer", "long", "float", "double", "string", "binary", "datetime"]);

export const isScalar = (type: string): boolean => SCALARS.has(type);

/** More fields beside each other than anyone fills in: such a model is asked in JSON. */
const MOST_COLUMNS = 200;

const isNamedColumn = (spec: Record<string, unknown>): boolean => typeof spec.name === "string" && spec.name !== "" && spec.type !== "tensor";

export function offerOf(described: Described): Offer {
  const inputs = described.inputs ?? [];
  return {
    name: described.name,
    version: described.version ?? undefined,
    streams: described.streams === true,
    columns: inputs.length > 0 && inputs.length <= MOST_COLUMNS && inputs.every(isNamedColumn) ? inputs.map(columnOf) : undefined,
    params: (described.params ?? []).map(paramOf),
    example: described.example ?? undefined,
  };
}

const columnOf = (spec: Record<string, unknown>): Column => ({ name: String(spec.name), type: String(spec.type), required: spec.required !== false });

const paramOf = (spec: Record<string, unknown>): Param => ({
  name: String(spec.name),
  type: String(spec.type ?? spec.dtype ?? "string"),
  preset: spec.default === undefined || spec.default === null ? "" : typeof spec.default === "string" ? spec.default : JSON.stringify(spec.default),
  list: spec.shape !== undefined && spec.shape !== null,
});
