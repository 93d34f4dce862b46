import { Segments, Slider } from "../ui/Controls";
import styles from "./LookControls.module.css";
import type { ChartLook } from "./MetricChart";

export function LookControls({ look, onChange }: { look: ChartLook; onChange: (look: ChartLook) => void }) {
  return (
    <div className={styles.controls}>
      <span className={styles.slider}>
        <span className="dim">Smoothing</span>
        <Slider label="Smoothing" value={look.smoothing} max={0.99} step={0.01} onChange={(smoothing) => onChange({ ...look, smoothing })} />
        <span className={`num dim ${styles.amount}`}>{look.smoothing.toFixed(2)}</span>
      </span>
      <Segments
        label="Horizontal axis"
        value={look.axis}
        options={[
          ["step", "Step"],
          ["relative", "Relative"],
          ["time", "Time"],
        ]}
        onChange={(axis) => onChange({ ...look, axis })}
      />
      <Segments
        label="Vertical axis"
        value={look.log ? "log" : "linear"}
        options={[
          ["linear", "Linear"],
          ["log", "Log"],
        ]}
        onChange={(scale) => onChange({ ...look, log: scale === "log" })}
      />
    </div>
  );
}
