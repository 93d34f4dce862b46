/** What a chart of lines shows, where it differs from the board's look. Pure. */

import { type BoardLook, readLook } from "../board/state";

export interface LineSettings {
  metrics: readonly string[];
  title?: string;
  /** Ends of the vertical axis that are fixed. */
  low?: number;
  high?: number;
  /** Where this chart is looked at in its own way. */
  look?: BoardLook;
}

export function readLineSettings(raw: Readonly<Record<string, unknown>>): LineSettings {
  const finite = (value: unknown): value is number => Number.isFinite(value);
  return {
    metrics: Array.isArray(raw.metrics) ? raw.metrics.filter((metric): metric is string => typeof metric === "string") : [],
    ...(typeof raw.title === "string" && raw.title ? { title: raw.title } : {}),
    ...(finite(raw.low) ? { low: raw.low } : {}),
    ...(finite(raw.high) ? { high: raw.high } : {}),
    ...(typeof raw.look === "object" && raw.look !== null ? { look: readLook(raw.look as Record<string, unknown>) } : {}),
  };
}

export const titleOf = ({ title, metrics }: LineSettings): string => title ?? (metrics.length > 3 ? `${metrics.slice(0, 2).join(", ")} and ${metrics.length - 2} more` : metrics.join(", "));
