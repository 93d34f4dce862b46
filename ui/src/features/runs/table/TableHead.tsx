import type { ReactNode, RefObject } from "react";

import type { Sort } from "@/shared/urlState/table";

import type { Placed } from "../columns/arrangement";
import { HeadCell } from "./HeadCell";
import type { HeadActs } from "./HeadMenu";
import styles from "./TableHead.module.css";
import { useColumnDrag } from "./useColumnDrag";
import type { useColumnResize } from "./useColumnResize";
import type { ColumnWindow } from "./useColumnWindow";

interface TableHeadProps {
  window: ColumnWindow;
  /** Keys of all columns that can be moved, as they stand. */
  order: readonly string[];
  widths: Readonly<Record<string, number>>;
  grouped: readonly string[];
  sort: Sort;
  acts: HeadActs;
  move: (key: string, before: string | undefined) => void;
  resize: ReturnType<typeof useColumnResize>;
  scroll: RefObject<HTMLElement | null>;
  /** What stands before the first column's name. */
  children: ReactNode;
}

const TITLE = { attribute: "", metric: "Metrics", param: "Parameters", tag: "Tags" } as const;

export function TableHead({ window, order, widths, grouped, sort, acts, move, resize, scroll, children }: TableHeadProps) {
  const { drag, start, wasDragged } = useColumnDrag(scroll, order, ({ key, before }) => move(key, before));
  const last = order.at(-1);
  const cell = (placed: Placed, before: Placed | undefined, pinned: boolean, inside?: ReactNode) => {
    const { key, kind } = placed.column;
    return (
      <HeadCell
        key={key}
        placed={placed}
        title={before?.column.kind === kind ? "" : TITLE[kind]}
        sort={sort}
        pinned={pinned}
        resized={key in widths}
        grouped={grouped.includes(key)}
        acts={acts}
        held={resize.draft?.key === key}
        drop={drag ? (drag.before === key ? "before" : drag.before === undefined && key === last ? "after" : undefined) : undefined}
        startResize={resize.start(key, placed.width)}
        startDrag={start(key)}
        wasDragged={wasDragged}
      >
        {inside}
      </HeadCell>
    );
  };
  return (
    <div className={styles.head} role="row" style={{ width: window.width }} data-dragging={drag !== null || undefined}>
      <div role="presentation" className={styles.pinned} style={{ width: window.pinnedWidth }}>
        {window.pinned.map((placed, i) => cell(placed, window.pinned[i - 1], true, i === 0 ? children : undefined))}
      </div>
      <div role="presentation" style={{ flex: "none", width: window.before }} />
      {window.span.map((placed, i) => cell(placed, window.span[i - 1], false))}
    </div>
  );
}
