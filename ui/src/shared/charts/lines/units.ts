/** Units of what a machine tells of itself, by the endings of the metrics' names. Pure. */

import { formatBytes, formatNumber } from "../../format";
import { ofSystem } from "../../names";
import type { Domain } from "./scales";

export interface Unit {
  write: (value: number) => string;
  /** Ends of the axis that are known beforehand. */
  domain?: Domain;
}

const UNITS: readonly (readonly [ending: string, unit: Unit])[] = [
  ["percentage", { write: (value) => `${formatNumber(value)} %`, domain: [0, 100] }],
  ["megabytes", { write: (value) => (value === 0 ? "0" : `${value < 0 ? "−" : ""}${formatBytes(Math.abs(value) * 1e6)}`) }],
  ["watts", { write: (value) => `${formatNumber(value)} W` }],
  ["celsius", { write: (value) => `${formatNumber(value)} °C` }],
];

/** The unit that all of some metrics have; none for what programs log. */
export function unitOf(metrics: readonly string[]): Unit | undefined {
  const found = metrics.map((metric) => (ofSystem(metric) ? UNITS.find(([ending]) => metric.endsWith(ending))?.[1] : undefined));
  return found.every((unit) => unit === found[0]) ? found[0] : undefined;
}
