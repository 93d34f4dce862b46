import { type Raw, readMaybe, readTexts, set } from "../../../urlState/read";
import type { Brush, Brushes } from "./brushes";

export interface ParallelSettings {
  columns: readonly string[];
  logs?: readonly string[];
  /** The last metric among the columns where absent. */
  colour?: string;
  brushes?: Brushes;
}

const isEnd = (value: unknown): value is number | string => typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
const isBrush = (value: unknown): value is Brush => Array.isArray(value) && value.length === 2 && value.every(isEnd) && typeof value[0] === typeof value[1];

export function readParallel(raw: Raw): ParallelSettings {
  const logs = readTexts(raw.logs);
  const brushes = typeof raw.brushes === "object" && raw.brushes !== null ? Object.fromEntries(Object.entries(raw.brushes).filter((pair): pair is [string, Brush] => isBrush(pair[1]))) : {};
  return set({
    columns: readTexts(raw.columns),
    logs: logs.length ? logs : undefined,
    colour: readMaybe(raw.colour),
    brushes: Object.keys(brushes).length ? brushes : undefined,
  });
}
