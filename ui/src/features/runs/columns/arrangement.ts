/** Where columns stand and how wide they are. Pure: an arrangement goes in, another comes out. */

import { NARROWEST, WIDEST } from "@/shared/urlState/table";

import { type Column, columnOf, NAME_COLUMN } from "./columns";

export interface Arrangement {
  /** Keys shown, pinned ones among them. */
  cols: readonly string[];
  /** Keys of those that stay at the left. */
  pins: readonly string[];
}

export interface Placed {
  column: Column;
  width: number;
}

export interface Columns {
  /** The name first, then what is pinned. */
  pinned: readonly Placed[];
  free: readonly Placed[];
}

const WIDTH: Record<string, number> = { start_time: 104, end_time: 104, duration: 104, status: 108, user: 96, source: 132, version: 88, run_id: 92, description: 220 };
const WIDTH_OF_KIND = { attribute: 120, metric: 116, param: 124, tag: 124 } as const;

/** Room for a mean and its deviation. */
const SPREAD = 164;

const usualWidth = (column: Column, narrow: boolean, grouped = false): number => {
  // On a phone the pinned column must leave room for another.
  if (column === NAME_COLUMN) return narrow ? 208 : 288;
  if (grouped && column.kind === "metric") return SPREAD;
  return WIDTH[column.key] ?? WIDTH_OF_KIND[column.kind];
};

export const boundWidth = (width: number): number => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));

/** Columns as they stand on the page, from the left. On a phone nothing but the name is pinned. */
export function place({ cols, pins }: Arrangement, widths: Readonly<Record<string, number>>, narrow: boolean, grouped = false): Columns {
  const held = new Set(narrow ? [] : pins.filter((key) => cols.includes(key)));
  const placed = (column: Column): Placed => ({ column, width: widths[column.key] ?? usualWidth(column, narrow, grouped) });
  const known = (keys: readonly string[]): Placed[] => [...new Set(keys)].flatMap((key) => columnOf(key) ?? []).map(placed);
  return {
    pinned: [placed(NAME_COLUMN), ...known(pins.filter((key) => held.has(key)))],
    free: known(cols.filter((key) => !held.has(key) && key !== NAME_COLUMN.key)),
  };
}

/** Keys in the order in which they stand: pinned ones first. */
export const inOrder = ({ cols, pins }: Arrangement): string[] => {
  const held = pins.filter((key) => cols.includes(key));
  return [...held, ...cols.filter((key) => !held.includes(key))];
};

/**
 * A column put before another, or last where there is none.
 *
 * It is pinned where it comes to stand among the pinned ones, and not pinned elsewhere.
 */
export function moved(arrangement: Arrangement, key: string, before: string | undefined): Arrangement {
  if (key === before) return arrangement;
  const order = inOrder(arrangement);
  const rest = order.filter((other) => other !== key);
  const at = before === undefined ? rest.length : rest.indexOf(before);
  if (at < 0) return arrangement;
  const held = arrangement.pins.filter((other) => other !== key && rest.includes(other));
  const among = at < held.length;
  return {
    cols: [...rest.slice(0, at), key, ...rest.slice(at)],
    pins: among ? [...held.slice(0, at), key, ...held.slice(at)] : held,
  };
}

/** A column one place further to the left or to the right, within its side. */
export function stepped(arrangement: Arrangement, key: string, by: -1 | 1): Arrangement {
  const pinned = arrangement.pins.includes(key);
  const side = inOrder(arrangement).filter((other) => arrangement.pins.includes(other) === pinned);
  const at = side.indexOf(key);
  const other = side[at + by];
  if (at < 0 || other === undefined) return arrangement;
  const swapped = side.with(at, other).with(at + by, key);
  const rest = inOrder(arrangement).filter((one) => arrangement.pins.includes(one) !== pinned);
  return pinned ? { cols: [...swapped, ...rest], pins: swapped } : { cols: [...rest, ...swapped], pins: arrangement.pins };
}

export function pinned(arrangement: Arrangement, key: string, on: boolean): Arrangement {
  const others = arrangement.pins.filter((other) => other !== key);
  if (on) return { cols: arrangement.cols, pins: [...others, key] };
  // It stays where it was: first of those that scroll.
  const order = inOrder(arrangement).filter((other) => other !== key);
  const at = others.filter((other) => order.includes(other)).length;
  return { cols: [...order.slice(0, at), key, ...order.slice(at)], pins: others };
}

export const without = ({ cols, pins }: Arrangement, key: string): Arrangement => ({ cols: cols.filter((other) => other !== key), pins: pins.filter((other) => other !== key) });

/** One column in another's place, as when a metric's least value is wanted instead of its last. */
export function replaced({ cols, pins }: Arrangement, key: string, by: string): Arrangement {
  const swap = (keys: readonly string[]): string[] => [...new Set(keys.map((other) => (other === key ? by : other)))];
  return { cols: swap(cols), pins: swap(pins) };
}
