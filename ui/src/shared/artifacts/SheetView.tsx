import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState } from "react";

import { plural } from "@/shared/format";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";

import { cellText, columnWidths, nextOrder, numericColumns, type Order, orderOf, type Sheet } from "./sheets";
import styles from "./Sheet.module.css";

const ROW = 28;
/** More columns than anyone looks at side by side; the browser would choke on them. */
const MOST_COLUMNS = 200;

/** A table of any length: only the rows in sight exist. A click on a column's head sorts. */
export function SheetView({ sheet, note }: { sheet: Sheet; note?: ReactNode }) {
  const scroll = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<Order>();
  const numeric = useMemo(() => numericColumns(sheet), [sheet]);
  const widths = useMemo(() => columnWidths(sheet), [sheet]);
  const places = useMemo(() => orderOf(sheet, order, numeric), [sheet, order, numeric]);
  const rows = useVirtualizer({ count: places.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 20 });
  const columns = sheet.columns.slice(0, MOST_COLUMNS);
  const items = rows.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <p className={styles.count}>
        {plural(sheet.rows.length, "row")}, {plural(sheet.columns.length, "column")}
        {columns.length < sheet.columns.length && `, of which the first ${MOST_COLUMNS} are shown`}
        {note}
      </p>
      <ScrollRegion label="Table" ref={scroll} className={styles.sheet}>
        <table aria-rowcount={sheet.rows.length + 1}>
          <colgroup>
            {columns.map((_, i) => (
              <col key={i} style={{ width: `calc(${widths[i] ?? 10}ch + 30px)` }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th
                  key={i}
                  scope="col"
                  data-numeric={numeric[i] || undefined}
                  aria-sort={order?.column !== i ? undefined : order.descending ? "descending" : "ascending"}
                >
                  <button type="button" title={column} onClick={() => setOrder(nextOrder(order, i, numeric[i] === true))}>
                    <span className="clip">{column}</span>
                    {order?.column === i && (order.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <tr aria-hidden style={{ height: before }} />}
            {items.map((item) => {
              const place = places[item.index] ?? 0;
              const row = sheet.rows[place] ?? [];
              return (
                <tr key={place} style={{ height: ROW }} aria-rowindex={item.index + 2}>
                  {columns.map((_, i) => {
                    const cell = row[i];
                    return (
                      <td key={i} title={cellText(cell)} data-numeric={numeric[i] || undefined}>
                        {cell === null ? <span className="dimmer">–</span> : cellText(cell)}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
            {after > 0 && <tr aria-hidden style={{ height: after }} />}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}
