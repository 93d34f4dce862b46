import type { Column } from "../core/column";

/** Ends of a stretch of an axis: numbers, or words of a text column. */
export type Brush = readonly [from: number | string, to: number | string];
export type Brushes = Readonly<Record<string, Brush>>;

/** A brush as numbers of its column, the lesser first; undefined where its words are gone. */
export function rangeOf(column: Column, brush: Brush | undefined): [number, number] | undefined {
  if (!brush) return undefined;
  const [from, to] = brush.map((end) => (typeof end === "number" ? end : column.levels.indexOf(end))) as [number, number];
  if (column.kind === "text" && (from < 0 || to < 0)) return undefined;
  return from <= to ? [from, to] : [to, from];
}

/** What an axis says of two of its places: for text the words between them. */
export function brushBetween(column: Column, one: number, other: number): Brush | undefined {
  const [from, to] = one <= other ? [one, other] : [other, one];
  if (column.kind !== "text") return [from, to];
  const [first, last] = [Math.max(0, Math.ceil(from)), Math.min(column.levels.length - 1, Math.floor(to))];
  return first <= last ? [column.levels[first] as string, column.levels[last] as string] : undefined;
}

/** Whether each row lies inside every brush. A run without a value is in no brush. */
export function insideBrushes(columns: readonly Column[], brushes: Brushes, count: number): Uint8Array {
  const inside = new Uint8Array(count).fill(1);
  for (const column of columns) {
    const range = rangeOf(column, brushes[column.key]);
    if (!range) continue;
    for (let row = 0; row < count; row += 1) {
      const value = column.numbers[row] as number;
      if (!(value >= range[0] && value <= range[1])) inside[row] = 0;
    }
  }
  return inside;
}

/** The list with one of its items at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const out = [...items];
  const [item] = out.splice(from, 1);
  if (item !== undefined) out.splice(Math.max(0, Math.min(out.length, to)), 0, item);
  return out;
}
