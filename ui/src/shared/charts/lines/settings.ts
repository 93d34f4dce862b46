/** What a chart of lines shows, where it differs from the board's look. Pure. */

import { type BoardLook, readLook } from "../board/state";

export interface LineSettings {
  metrics: readonly string[];
  title?: string;
  /** Ends of the vertical axis that are fixed. */
  low?: number;
  high?: number;
  /** Where this chart is drawn in its own way: all of it, so that nothing of the board's mixes in. */
  look?: BoardLook;
  /** Where it is zoomed by itself. */
  zoom?: readonly [from: number, to: number];
}

export function readLineSettings(raw: Readonly<Record<string, unknown>>): LineSettings {
  const finite = (value: unknown): value is number => Number.isFinite(value);
  return {
    metrics: Array.isArray(raw.metrics) ? raw.metrics.filter((metric): metric is string => typeof metric === "string") : [],
    ...(typeof raw.title === "string" && raw.title ? { title: raw.title } : {}),
    ...(finite(raw.low) ? { low: raw.low } : {}),
    ...(finite(raw.high) ? { high: raw.high } : {}),
    ...(typeof raw.look === "object" && raw.look !== null ? { look: readLook(raw.look as Record<string, unknown>) } : {}),
    ...zoomOf(raw),
  };
}

function zoomOf(raw: Readonly<Record<string, unknown>>): Pick<LineSettings, "zoom"> {
  const { zoom } = readLook({ zoom: raw.zoom });
  return zoom ? { zoom } : {};
}

/** How a chart is drawn on a board that is looked at in some way. */
export function effectiveLook({ look, zoom }: LineSettings, common: BoardLook): BoardLook {
  return look ? { ...look, zoom } : common.apart ? { ...common, zoom } : common;
}

export const titleOf = ({ title, metrics }: LineSettings): string => title ?? (metrics.length > 3 ? `${metrics.slice(0, 2).join(", ")} and ${metrics.length - 2} more` : metrics.join(", "));
