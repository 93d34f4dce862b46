import { Link } from "@tanstack/react-router";
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Ellipsis, Flag, Minus, X } from "lucide-react";

import type { Run } from "@/api/types";
import type { ChartRun } from "@/shared/charts/board/contract";
import { IconButton } from "@/shared/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";
import { StatusDot } from "@/shared/ui/Status";
import type { Direction } from "@/shared/urlState/compare";

import styles from "./Compare.module.css";
import type { Cell, Row, Side } from "./sides";

export interface ColumnActs {
  setBase: (id: string | undefined) => void;
  move: (id: string, by: -1 | 1) => void;
  remove: (id: string) => void;
  setDirection: (metric: string, direction: Direction) => void;
}

interface CompareTableProps {
  runs: readonly Run[];
  labels: readonly ChartRun[];
  sides: readonly Side[];
  base: string | undefined;
  acts: ColumnActs;
}

/** A column a run, a row a name. Head and names stay in sight. */
export function CompareTable({ runs, labels, sides, base, acts }: CompareTableProps) {
  return (
    <ScrollRegion label="Side by side" className={styles.scroll}>
      <table className={styles.table} data-testid="compare-table">
        <thead>
          <tr>
            <td />
            {runs.map((run, i) => (
              <Head key={run.info.run_id} run={run} label={labels[i]} isBase={run.info.run_id === base} first={i === 0} last={i === runs.length - 1} few={runs.length <= 2} acts={acts} />
            ))}
          </tr>
        </thead>
        {sides.map((side) => (
          <tbody key={side.title}>
            <tr className={styles.group}>
              <th colSpan={runs.length + 1} scope="rowgroup">
                <span>
                  {side.title} <span className={`dim num ${styles.count}`}>{side.rows.length}</span>
                  {side.more > 0 && <span className={`dim ${styles.count}`}> of {(side.rows.length + side.more).toLocaleString("en")}; search for the others</span>}
                  {side.alike > 0 && <span className={`dim ${styles.count}`}>, {side.alike.toLocaleString("en")} alike</span>}
                </span>
              </th>
            </tr>
            {side.rows.map((row) => (
              <Line key={row.key} row={row} numeric={side.numeric} setDirection={acts.setDirection} />
            ))}
          </tbody>
        ))}
      </table>
    </ScrollRegion>
  );
}

interface HeadProps {
  run: Run;
  label: ChartRun | undefined;
  isBase: boolean;
  first: boolean;
  last: boolean;
  few: boolean;
  acts: ColumnActs;
}

function Head({ run: { info }, label, isBase, first, last, few, acts }: HeadProps) {
  const id = info.run_id;
  const name = label?.label ?? id;
  return (
    <th scope="col">
      <div className={styles.head}>
        <i style={{ background: label?.colour }} aria-hidden />
        <StatusDot status={info.status} />
        <Link className="clip" to="/experiments/$experimentId/runs/$runId" params={{ experimentId: info.experiment_id, runId: id }} title={name}>
          {name}
        </Link>
        {isBase && <span className="chip">baseline</span>}
        <Menu
          trigger={
            <IconButton label={`Column of ${name}`}>
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Flag />} onSelect={() => acts.setBase(isBase ? undefined : id)}>
            {isBase ? "No baseline" : "Use as baseline"}
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<ArrowLeft />} disabled={first} onSelect={() => acts.move(id, -1)}>
            Move to the left
          </MenuItem>
          <MenuItem icon={<ArrowRight />} disabled={last} onSelect={() => acts.move(id, 1)}>
            Move to the right
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<X />} disabled={few} onSelect={() => acts.remove(id)}>
            Take out
          </MenuItem>
        </Menu>
      </div>
    </th>
  );
}

const NEXT: Record<Direction, Direction> = { up: "down", down: "none", none: "up" };
const WORDS: Record<Direction, string> = { up: "more is better", down: "less is better", none: "neither more nor less is better" };
const SIGNS: Record<Direction, typeof ArrowUp> = { up: ArrowUp, down: ArrowDown, none: Minus };

function Line({ row, numeric, setDirection }: { row: Row; numeric: boolean; setDirection: ColumnActs["setDirection"] }) {
  const { key, direction } = row;
  const Sign = direction && SIGNS[direction];
  return (
    <tr data-differs={row.differs}>
      <th scope="row">
        <div className={styles.key}>
          <span className="clip" title={key}>
            {key}
          </span>
          {direction && Sign && (
            <button type="button" aria-label={`${key}: ${WORDS[direction]}; change`} title={WORDS[direction]} onClick={() => setDirection(key, NEXT[direction])}>
              <Sign aria-hidden />
            </button>
          )}
        </div>
      </th>
      {row.cells.map((cell, i) => (
        <Value key={i} cell={cell} numeric={numeric} />
      ))}
    </tr>
  );
}

function Value({ cell: { text, delta, better, best }, numeric }: { cell: Cell; numeric: boolean }) {
  if (text === undefined)
    return (
      <td data-numeric={numeric || undefined}>
        <span className="dim">–</span>
      </td>
    );
  return (
    <td data-numeric={numeric || undefined} title={text}>
      {best && <span className={styles.best}>best</span>}
      {text}
      {delta && (
        <span className={styles.delta} data-better={better}>
          {" "}
          {delta}
        </span>
      )}
    </td>
  );
}
