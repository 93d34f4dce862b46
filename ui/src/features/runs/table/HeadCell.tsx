import { ArrowDown, ArrowUp } from "lucide-react";
import type { KeyboardEvent, PointerEvent, ReactNode, RefObject } from "react";

import type { Sort } from "@/shared/urlState/table";

import { boundWidth, type Placed } from "../columns/arrangement";
import { NAME_COLUMN } from "../columns/columns";
import { type HeadActs, HeadMenu } from "./HeadMenu";
import styles from "./TableHead.module.css";

const KIND_WORD = { attribute: "", metric: "Metric", param: "Parameter", tag: "Tag" } as const;
const STEP = 16;

interface HeadCellProps {
  placed: Placed;
  /** The kind of its columns, above the first of them. */
  title: string;
  sort: Sort;
  pinned: boolean;
  resized: boolean;
  grouped: boolean;
  acts: HeadActs;
  held: boolean;
  /** Where a dragged column would come to stand. */
  drop: "before" | "after" | undefined;
  startResize: (event: PointerEvent<HTMLElement>) => void;
  startDrag: (event: PointerEvent<HTMLElement>) => void;
  wasDragged: RefObject<boolean>;
  children?: ReactNode;
}

export function HeadCell({ placed: { column, width }, title, sort, pinned, resized, grouped, acts, held, drop, startResize, startDrag, wasDragged, children }: HeadCellProps) {
  const { key } = column;
  const movable = column !== NAME_COLUMN;
  const sorted = sort.key === key;
  const arrow = sorted && (sort.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />);
  const words = [KIND_WORD[column.kind], column.aggregate, column.label].filter(Boolean).join(" ");
  const keys = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by === 0 || !(event.altKey || event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) acts.resize(key, boundWidth(width + by * STEP));
    else if (movable) acts.step(key, by);
  };
  const label = (
    <>
      {column.numeric && arrow}
      {column.aggregate && <small>{column.aggregate}</small>}
      <span>{column.label}</span>
      {!column.numeric && arrow}
    </>
  );
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : column.orderBy ? "none" : undefined}
      className={styles.cell}
      style={{ width }}
      data-numeric={column.numeric || undefined}
      data-column={key}
      data-movable={movable || undefined}
      data-drop={drop}
    >
      {title && (
        <span className={styles.kind} aria-hidden>
          {title}
        </span>
      )}
      {children}
      <button
        type="button"
        className={styles.sort}
        aria-disabled={!column.orderBy || undefined}
        title={words === column.label ? undefined : words}
        onClick={() => !wasDragged.current && column.orderBy && acts.sort(key)}
        onPointerDown={movable ? startDrag : undefined}
        onKeyDown={keys}
      >
        {label}
      </button>
      <HeadMenu column={column} pinned={pinned} resized={resized} grouped={grouped} acts={acts} />
      {/* For a pointer; Shift and the arrow keys do the same at the head itself. */}
      <div className={styles.grip} data-held={held || undefined} onPointerDown={startResize} onDoubleClick={() => acts.resize(key, undefined)} aria-hidden data-testid={`grip-${key}`} />
    </div>
  );
}
