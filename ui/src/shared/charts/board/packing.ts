/** Where heads of sections and panels lie on a board of some width. Pure. */

import type { BoardSection } from "./sections";
import type { PanelSize } from "./state";

export interface Placed {
  /** Id of a panel, or key of a section. */
  key: string;
  section: string;
  head: boolean;
  top: number;
  left: number;
  width: number;
  height: number;
}

export const styleOf = ({ top, left, width, height }: Placed) => ({ top, left, width, height });

interface Packing {
  placed: readonly Placed[];
  columns: number;
  height: number;
}

const GAP = 12;
const HEAD = 40;
const LEAST_WIDTH = 350;

function columnsOf(width: number): number {
  return Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
}

export function pack(sections: readonly BoardSection[], width: number, height: number, sizeOf: (id: string) => PanelSize | undefined): Packing {
  const columns = columnsOf(width);
  const unit = (width - GAP * (columns - 1)) / columns;
  const placed: Placed[] = [];
  let top = 0;
  // A single section that is open has nothing to say in a head of its own.
  const headed = sections.length > 1 || sections.some(({ open }) => !open);
  for (const { key, ids, open } of sections) {
    if (headed) {
      placed.push({ key, section: key, head: true, top, left: 0, width, height: HEAD });
      top += HEAD;
    }
    if (!open) continue;
    let column = 0;
    for (const id of ids) {
      const size = sizeOf(id);
      const span = size === "full" ? columns : size === "wide" ? Math.min(2, columns) : 1;
      if (column + span > columns) {
        top += height + GAP;
        column = 0;
      }
      placed.push({ key: id, section: key, head: false, top, left: column * (unit + GAP), width: span * unit + GAP * (span - 1), height });
      column += span;
    }
    top += height + GAP;
  }
  return { placed, columns, height: top };
}

/** What lies between two heights. */
export function between({ placed }: Packing, from: number, to: number): Placed[] {
  let [low, high] = [0, placed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = placed[middle] as Placed;
    if (item.top + item.height < from) low = middle + 1;
    else high = middle;
  }
  const found: Placed[] = [];
  for (let i = low; i < placed.length && (placed[i] as Placed).top <= to; i += 1) found.push(placed[i] as Placed);
  return found;
}
