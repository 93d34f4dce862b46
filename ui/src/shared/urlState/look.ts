import type { ChartLook } from "../charts/MetricChart";
import type { RunState } from "./run";

export const lookOf = ({ x, log, smooth }: RunState): ChartLook => ({ axis: x === "time" || x === "relative" ? x : "step", log: log === true, smoothing: smooth ?? 0 });

export const stateOf = (look: ChartLook): RunState => ({
  x: look.axis === "step" ? undefined : look.axis,
  log: look.log || undefined,
  smooth: look.smoothing || undefined,
});
