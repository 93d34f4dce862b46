import { SlidersHorizontal } from "lucide-react";

import { IconButton } from "../../ui/Button";
import { Segments, Slider } from "../../ui/Controls";
import { Popover } from "../../ui/Menu";
import styles from "./Board.module.css";
import type { BoardContext } from "./contract";
import { Check, LookFields } from "./LookFields";
import type { BoardLook } from "./state";

interface LookToolsProps {
  context: BoardContext;
  change: (look: Partial<BoardLook>) => void;
}

/** How all lines of the board are looked at. */
export function LookTools({ context: { look, keys, runs }, change }: LookToolsProps) {
  const { x = "step", smooth = 0 } = look;
  return (
    <div className={styles.look}>
      <span className={styles.slider}>
        <span className="dim">Smoothing</span>
        <Slider label="Smoothing" value={smooth} max={0.99} step={0.01} onChange={(next) => change({ smooth: next || undefined })} />
        <span className={`num dim ${styles.amount}`}>{smooth.toFixed(2)}</span>
      </span>
      <Segments
        label="Horizontal axis"
        value={x}
        options={[["step", "Step"], ["relative", "Relative"], ["time", "Time"], ...(x.startsWith("metric:") ? [[x, x.slice(7)] as const] : [])]}
        onChange={(axis) => change({ x: axis === "step" ? undefined : (axis as BoardLook["x"]), zoom: undefined })}
      />
      <Segments
        label="Vertical axis"
        value={look.log ? "log" : "linear"}
        options={[
          ["linear", "Linear"],
          ["log", "Log"],
        ]}
        onChange={(scale) => change({ log: scale === "log" || undefined })}
      />
      <Popover
        label="How lines are drawn"
        trigger={
          <IconButton label="How lines are drawn" look="plain">
            <SlidersHorizontal />
          </IconButton>
        }
      >
        <div className={styles.popover}>
          <LookFields metrics={keys.metrics} look={look} change={change} grouped={runs.some(({ group }) => group !== undefined)} />
          <Check label="Each chart is zoomed by itself" checked={look.apart} change={(apart) => change({ apart, zoom: undefined })} />
        </div>
      </Popover>
    </div>
  );
}
