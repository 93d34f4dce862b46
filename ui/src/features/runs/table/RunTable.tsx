import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef } from "react";

import type { Hover } from "@/shared/charts/board/hover";
import type { Paint } from "@/shared/charts/palette";
import { PageFoot } from "@/shared/table/PageFoot";
import { goesOn, type Paging } from "@/shared/table/paging";
import type { Sort } from "@/shared/urlState/table";

import { type Arrangement, inOrder, place } from "../columns/arrangement";
import type { Column } from "../columns/columns";
import { isPicked, type Picked } from "../rows/picked";
import type { Row } from "../rows/rows";
import { type RowActs, RowActsContext } from "./acts";
import { GroupLine } from "./GroupLine";
import type { HeadActs } from "./HeadMenu";
import { MoreLine } from "./MoreLine";
import { RunLine } from "./RunLine";
import styles from "./RunTable.module.css";
import { TableHead } from "./TableHead";
import { useAnchor } from "./useAnchor";
import { useColumnResize } from "./useColumnResize";
import { useColumnWindow } from "./useColumnWindow";
import { useNarrow } from "./useNarrow";

const ROW_HEIGHT = 32;
const DENSE_HEIGHT = 26;
/** The next page is asked for before one is there: a fast wheel passes some fifty rows. */
const AHEAD = 60;

interface DrawnRuns {
  paints: ReadonlyMap<string, Paint>;
  hidden: ReadonlySet<string>;
}

interface RunTableProps {
  rows: readonly Row[];
  arrangement: Arrangement;
  widths: Readonly<Record<string, number>>;
  /** What groups are made by. */
  by: readonly Column[];
  sort: Sort;
  headActs: HeadActs;
  move: (key: string, before: string | undefined) => void;
  rowActs: RowActs;
  selection: Picked;
  current: number;
  dense: boolean;
  absolute: boolean;
  hover: Hover;
  /** Absent where there are no charts beside the table. */
  drawn: DrawnRuns | undefined;
  /** What stands in the head before the first column's name. */
  corner: ReactNode;
  /** Changes with what is listed in which order. */
  order: string;
  paging: Paging;
  stale: boolean;
}

/** Runs as a grid of which only the visible rows and columns exist. */
export function RunTable(props: RunTableProps) {
  const { rows, arrangement, widths, by, selection, current, absolute, hover, drawn, paging, stale } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const height = props.dense ? DENSE_HEIGHT : ROW_HEIGHT;
  const resize = useColumnResize(props.headActs.resize);
  const { draft } = resize;
  const grouped = by.length > 0;
  const columns = useMemo(() => place(arrangement, draft ? { ...widths, [draft.key]: draft.width } : widths, narrow, grouped), [arrangement, widths, draft, narrow, grouped]);
  const order = useMemo(() => inOrder(arrangement), [arrangement]);
  const window = useColumnWindow(scroll, columns);
  const vertical = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => height, overscan: 14, scrollPaddingStart: 48 });
  useEffect(() => vertical.measure(), [vertical, height]);
  useEffect(() => {
    if (current >= 0) vertical.scrollToIndex(current);
  }, [vertical, current]);
  useAnchor(scroll, rows, height, props.order);

  const seen = vertical.getVirtualItems();
  const lastSeen = seen.at(-1)?.index ?? -1;
  useEffect(() => {
    if (goesOn(paging) && lastSeen >= rows.length - AHEAD) paging.load();
  }, [paging, lastSeen, rows.length]);

  const branching = useMemo(() => grouped || rows.some((row) => row.kind === "run" && row.children > 0), [rows, grouped]);
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      role="treegrid"
      aria-label="Runs"
      aria-rowcount={paging.more ? -1 : rows.length + 1}
      aria-colcount={columns.pinned.length + columns.free.length}
      aria-multiselectable
      aria-busy={stale}
      // Set by hand: scrolling to the side must not draw the page anew.
      onScroll={(event) => event.currentTarget.toggleAttribute("data-scrolled", event.currentTarget.scrollLeft > 0)}
      data-testid="run-table"
    >
      <RowActsContext value={props.rowActs}>
        <TableHead
          window={window}
          order={order}
          widths={widths}
          grouped={useMemo(() => by.map(({ key }) => key), [by])}
          sort={props.sort}
          acts={props.headActs}
          move={props.move}
          resize={resize}
          scroll={scroll}
        >
          {props.corner}
        </TableHead>
        <div role="rowgroup" className={styles.body} style={{ height: vertical.getTotalSize(), width: window.width }} data-stale={stale || undefined}>
          {seen.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const common = { window, top: item.start, height, index: item.index, current: item.index === current };
            if (row.kind === "group") return <GroupLine key={row.key} row={row} by={by} {...common} />;
            if (row.kind === "more") return <MoreLine key={row.key} row={row} {...common} />;
            const runId = row.run.info.run_id;
            return (
              <RunLine
                key={row.key}
                row={row}
                {...common}
                selected={isPicked(selection, runId)}
                absolute={absolute}
                branching={branching}
                hover={hover}
                paint={drawn?.paints.get(runId)}
                drawn={drawn !== undefined && !drawn.hidden.has(runId)}
              />
            );
          })}
        </div>
      </RowActsContext>
      <PageFoot paging={paging} />
    </div>
  );
}
