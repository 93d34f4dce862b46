import type { Frame } from "../core/column";

/** Greatest first, then least first, then as the runs came. */
export function nextOrder(key: string, order: string | undefined): string | undefined {
  if (order === `-${key}`) return key;
  return order === key ? undefined : `-${key}`;
}

/** Rows in an order; runs without the value come last. */
export function sorted(frame: Frame, order: string | undefined): number[] {
  const rows = frame.ids.map((_, row) => row);
  const down = order?.startsWith("-") === true;
  const column = order === undefined ? undefined : frame.columns.get(down ? order.slice(1) : order);
  if (!column) return rows;
  const value = (row: number) => column.numbers[row] as number;
  const last = (row: number) => Number(Number.isNaN(value(row)));
  return rows.sort((a, b) => last(a) - last(b) || (last(a) ? 0 : down ? value(b) - value(a) : value(a) - value(b)) || a - b);
}
