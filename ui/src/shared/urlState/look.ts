import type { ChartLook } from "../charts/MetricChart";
import type { RunState } from "./run";

export const lookOf = (state: RunState): ChartLook => ({ axis: state.x ?? "step", log: state.log === true, smoothing: state.smooth ?? 0 });

export const stateOf = (look: ChartLook): RunState => ({
  x: look.axis === "step" ? undefined : look.axis,
  log: look.log || undefined,
  smooth: look.smoothing || undefined,
});
