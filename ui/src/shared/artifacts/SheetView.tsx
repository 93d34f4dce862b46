import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";

import { plural } from "@/shared/format";

import type { Sheet } from "./kinds";
import styles from "./Preview.module.css";

const NUMBER = /^-?[\d.]+(e[-+]?\d+)?$/i;
const ROW = 27;

/** A table of any length: only the rows in sight exist. */
export function SheetView({ sheet }: { sheet: Sheet }) {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: sheet.rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 20 });
  const numeric = sheet.columns.map((_, i) => sheet.rows.slice(0, 40).every((row) => NUMBER.test(row[i] ?? "")));
  const items = rows.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <p className={styles.count}>
        {plural(sheet.rows.length, "row")}, {plural(sheet.columns.length, "column")}
      </p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div ref={scroll} className={styles.sheet} tabIndex={0} role="region" aria-label="Table">
        <table>
          <thead>
            <tr>
              {sheet.columns.map((column, i) => (
                <th key={i} data-numeric={numeric[i] || undefined}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <tr style={{ height: before }} />}
            {items.map((item) => (
              <tr key={item.index} style={{ height: ROW }}>
                {sheet.rows[item.index]?.map((cell, i) => (
                  <td key={i} title={cell} data-numeric={numeric[i] || undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
            {after > 0 && <tr style={{ height: after }} />}
          </tbody>
        </table>
      </div>
    </>
  );
}
