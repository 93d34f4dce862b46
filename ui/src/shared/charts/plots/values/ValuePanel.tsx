import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";

import type { PanelViewProps } from "../../board/contract";
import { type Column, type Frame, rowsOf, write } from "../core/column";
import { useTableFile } from "../core/useTableFile";
import { type PlotProps, RunPlot } from "../panel/RunPlot";
import { nextOrder, sorted } from "./order";
import type { ValueSettings } from "./settings";
import styles from "./Values.module.css";

export default function ValuePanel(panel: PanelViewProps<ValueSettings>) {
  const { columns } = panel.settings;
  return (
    <RunPlot panel={panel} keys={columns} needs={columns.length ? [] : [""]}>
      {(frame, acts) => <Rows frame={frame} settings={panel.settings} change={panel.change} title={panel.title} acts={acts} ref={panel.ref} />}
    </RunPlot>
  );
}

interface RowsProps extends PlotProps {
  frame: Frame;
  settings: ValueSettings;
  change: (settings: Partial<ValueSettings>) => void;
}

const ROW = 27;

function Rows({ frame, settings, change, title, acts, ref }: RowsProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => settings.columns.flatMap((key) => frame.columns.get(key) ?? []), [settings.columns, frame]);
  const rows = useMemo(() => sorted(frame, settings.order), [frame, settings.order]);
  useTableFile(ref, title, useCallback(() => rowsOf(frame, rows, columns), [frame, rows, columns]));
  const seen = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 12 });
  const items = seen.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = seen.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div ref={scroll} className={styles.scroll} tabIndex={0} role="region" aria-label={title}>
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {columns.map((column) => (
              <Head key={column.key} column={column} order={settings.order} set={(order) => change({ order })} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index] as number;
            return (
              <tr
                key={frame.ids[row]}
                aria-rowindex={index + 2}
                style={{ height: ROW }}
                data-pointed={acts.pointed === row || undefined}
                onPointerEnter={() => acts.point(row)}
                onPointerLeave={() => acts.point(undefined)}
              >
                <th scope="row">
                  <i style={{ background: acts.colour(row) ?? "var(--line-strong)" }} />
                  <button type="button" onClick={() => acts.open(row)}>
                    {frame.names[row]}
                  </button>
                </th>
                {columns.map((column) => (
                  <td key={column.key} data-numeric={column.kind !== "text" || undefined}>
                    {write(column, column.numbers[row] as number)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}

function Head({ column, order, set }: { column: Column; order: string | undefined; set: (order: string | undefined) => void }) {
  const way = order === column.key ? "ascending" : order === `-${column.key}` ? "descending" : undefined;
  return (
    <th scope="col" aria-sort={way} data-numeric={column.kind !== "text" || undefined}>
      <button type="button" onClick={() => set(nextOrder(column.key, order))}>
        {column.label}
        {way === "ascending" && <ArrowUp aria-hidden />}
        {way === "descending" && <ArrowDown aria-hidden />}
      </button>
    </th>
  );
}
