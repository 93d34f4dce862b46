import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo } from "react";

import type { Columns, Placed } from "../columns/arrangement";

/** Columns that exist just now, and how much room the ones before them take. */
export interface ColumnWindow {
  pinned: readonly Placed[];
  pinnedWidth: number;
  span: readonly Placed[];
  before: number;
  /** Of the whole table. */
  width: number;
}

const widthOf = (placed: readonly Placed[]): number => placed.reduce((sum, { width }) => sum + width, 0);

export function useColumnWindow(scroll: RefObject<HTMLElement | null>, { pinned, free }: Columns): ColumnWindow {
  const virtual = useVirtualizer({
    horizontal: true,
    count: free.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => free[index]?.width ?? 0,
    overscan: 4,
  });
  useEffect(() => virtual.measure(), [virtual, free]);
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = (items.at(-1)?.index ?? -1) + 1;
  // The same while no column comes or goes: rows need not be drawn anew as one scrolls down.
  return useMemo(() => {
    const pinnedWidth = widthOf(pinned);
    return { pinned, pinnedWidth, span: free.slice(from, to), before: widthOf(free.slice(0, from)), width: pinnedWidth + widthOf(free) };
  }, [pinned, free, from, to]);
}
