import { type RefObject, useLayoutEffect, useRef } from "react";

import type { Row } from "../rows/rows";

/** Keeps what one reads in its place when rows come or go above it. */
export function useAnchor(scroll: RefObject<HTMLElement | null>, rows: readonly Row[], height: number, order: string): void {
  const before = useRef({ rows, order });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { rows, order };
    const box = scroll.current;
    if (!box || last.rows === rows || box.scrollTop < height) return;
    if (last.order !== order) {
      // Another order or filter is another list: it is read from its beginning.
      box.scrollTo({ top: 0 });
      return;
    }
    const at = Math.floor(box.scrollTop / height);
    const key = last.rows[at]?.key;
    if (key === undefined || rows[at]?.key === key) return;
    const now = rows.findIndex((row) => row.key === key);
    if (now >= 0) box.scrollBy({ top: (now - at) * height });
  }, [scroll, rows, height, order]);
}
