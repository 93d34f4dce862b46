import { Segments, Slider } from "../../ui/Controls";
import styles from "./Board.module.css";
import type { BoardKeys } from "./contract";
import type { BoardLook } from "./state";

interface LookToolsProps {
  keys: BoardKeys;
  look: BoardLook;
  change: (look: Partial<BoardLook>) => void;
}

/** How all lines of the board are looked at. */
export function LookTools({ look, change }: LookToolsProps) {
  const x = look.x ?? "step";
  const smooth = look.smooth ?? 0;
  return (
    <div className={styles.look}>
      <span className={styles.slider}>
        <span className="dim">Smoothing</span>
        <Slider label="Smoothing" value={smooth} max={0.99} step={0.01} onChange={(next) => change({ smooth: next || undefined })} />
        <span className={`num dim ${styles.amount}`}>{smooth.toFixed(2)}</span>
      </span>
      <Segments
        label="Horizontal axis"
        value={x.startsWith("metric:") ? "metric" : x}
        options={[
          ["step", "Step"],
          ["relative", "Relative"],
          ["time", "Time"],
        ]}
        onChange={(axis) => change({ x: axis === "time" || axis === "relative" ? axis : undefined, zoom: undefined })}
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
    </div>
  );
}
