import type { Card, Field } from "@/shared/models/card";

const FEW = 3;

const named = (field: Field): string => field.name || field.type;

function listed(fields: readonly Field[] | undefined): string {
  if (!fields?.length) return "";
  const shown = fields.slice(0, FEW).map(named).join(", ");
  return fields.length > FEW ? `${shown} +${fields.length - FEW}` : shown;
}

/** "(alcohol, sugar, pH +8) → long"; empty without a signature. */
export function signatureLine({ inputs, outputs }: Pick<Card, "inputs" | "outputs">): string {
  if (!inputs?.length && !outputs?.length) return "";
  const result = outputs?.map((field) => (field.name ? `${field.name}: ${field.type}` : field.type)).join(", ");
  return `(${listed(inputs)})${result ? ` → ${result}` : ""}`;
}

interface FieldDifference {
  name: string;
  /** Type in each version; nothing where it lacks the field. */
  types: (string | undefined)[];
  differs: boolean;
}

/** Fields of several signatures side by side, in the order in which they first come. */
export function fieldDifferences(all: readonly (readonly Field[] | undefined)[]): FieldDifference[] {
  const names = [...new Set(all.flatMap((fields) => fields?.map(named) ?? []))];
  return names.map((name) => {
    const types = all.map((fields) => {
      const found = fields?.find((field) => named(field) === name);
      return found && [found.type, found.note].filter(Boolean).join(", ");
    });
    return { name, types, differs: new Set(types).size > 1 };
  });
}
