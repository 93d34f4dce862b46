import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useMemo, useRef } from "react";

import { type Cell as Value, cellText } from "@/shared/artifacts/sheets";
import { formatNumber, plural } from "@/shared/format";
import { Select } from "@/shared/ui/Controls";

import type { PanelViewProps } from "../../board/contract";
import type { Table } from "../../export/exportable";
import { useTableFile } from "../core/useTableFile";
import { FlagField } from "../panel/fields";
import { BY_PLACE, differ, joined } from "./joined";
import type { TableSettings } from "./settings";
import styles from "./Tables.module.css";
import type { RunSheet } from "./useTables";

interface JoinedTableProps extends PanelViewProps<TableSettings> {
  sheets: readonly RunSheet[];
  /** Runs that have the table and are not read. */
  left: number;
}

const ROW = 27;
const PLACE = "row number";

/** Tables of runs in one: a column of each run beside that of the others. */
export function JoinedTable({ sheets, left, settings, change, height, title, ref }: JoinedTableProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => [...new Set(sheets.flatMap(({ sheet }) => sheet?.columns ?? []))], [sheets]);
  const by = settings.by !== undefined && columns.includes(settings.by) ? settings.by : BY_PLACE;
  const all = useMemo(() => joined(sheets.map(({ sheet }) => sheet), by), [sheets, by]);
  const rows = useMemo(() => (settings.differ ? all.rows.filter((row) => row.differs) : all.rows), [all, settings.differ]);
  const seen = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 12 });
  const table = useCallback(
    (): Table => ({
      columns: [by || PLACE, ...all.columns.flatMap((column) => sheets.map(({ run }) => `${column} · ${run.label}`))],
      rows: rows.map((row) => [row.key, ...row.cells.flat().map((cell) => (typeof cell === "number" ? cell : cell === undefined || cell === null ? null : String(cell)))]),
    }),
    [by, all, sheets, rows],
  );
  useTableFile(ref, title, table);
  const items = seen.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = seen.getTotalSize() - (items.at(-1)?.end ?? 0);
  const problems = sheets.filter(({ problem }) => problem);
  return (
    <div className={styles.panel} style={{ height }}>
      <div className={styles.tools}>
        <span className="dim">Joined by</span>
        <Select label="Rows are joined by" value={by || PLACE} options={[[PLACE, PLACE], ...columns.map((column) => [column, column] as const)]} onChange={(next) => change({ by: next === PLACE ? undefined : next })} />
        <FlagField label="Only rows that differ" value={settings.differ === true} change={(on) => change({ differ: on })} />
        <span className="grow" />
        <span className="dim num" data-testid="joined-count">
          {sheets.length > 1 ? `${all.differing.toLocaleString("en")} of ${plural(all.rows.length, "row")} differ` : plural(all.rows.length, "row")}
          {left > 0 && `; ${plural(left, "run")} more not shown`}
        </span>
      </div>
      {problems.map(({ run, problem }) => (
        <p key={run.runId} className={styles.problem}>
          {run.label}: {problem}
        </p>
      ))}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div ref={scroll} className={styles.scroll} tabIndex={0} role="region" aria-label={`${title}: rows of ${plural(sheets.length, "run")}`}>
        <table aria-rowcount={rows.length + 2}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {by || "row"}
              </th>
              {all.columns.map((column) => (
                <th key={column} scope="colgroup" colSpan={sheets.length}>
                  {column}
                </th>
              ))}
            </tr>
            <tr>
              {all.columns.flatMap((column) =>
                sheets.map(({ run }) => (
                  <th key={`${column}/${run.runId}`} scope="col" title={run.label}>
                    <i style={{ background: run.colour }} />
                    {run.label}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <tr aria-hidden style={{ height: before }} />}
            {items.map(({ index }) => {
              const row = rows[index];
              if (!row) return null;
              return (
                <tr key={row.key} aria-rowindex={index + 3} style={{ height: ROW }}>
                  <th scope="row" title={row.key}>
                    {row.key}
                  </th>
                  {row.cells.map((cells, c) => cells.map((cell, r) => <Cell key={`${c}/${r}`} cell={cell} differs={differ(cells)} first={r === 0} />))}
                </tr>
              );
            })}
            {after > 0 && <tr aria-hidden style={{ height: after }} />}
          </tbody>
        </table>
        {rows.length === 0 && <p className={styles.problem}>No row differs.</p>}
      </div>
    </div>
  );
}

/** Differences are told by the ground and, for those who do not see it, in words. */
function Cell({ cell, differs, first }: { cell: Value | undefined; differs: boolean; first: boolean }) {
  return (
    <td title={cellText(cell)} data-differs={differs || undefined} data-first={first || undefined} data-numeric={typeof cell === "number" || undefined}>
      {cell === undefined || cell === null ? <span className="dimmer">–</span> : typeof cell === "number" ? formatNumber(cell) : cellText(cell)}
      {differs && <span className="sr-only"> differs</span>}
    </td>
  );
}
