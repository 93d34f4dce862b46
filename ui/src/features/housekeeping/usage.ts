import type { ExperimentUse, RunUse } from "@/api/housekeeping";

export const totalOf = ({ record_bytes = 0, file_bytes = 0 }: ExperimentUse | RunUse): number => record_bytes + file_bytes;

/** Columns that storage can be sorted by, with what they sort by. */
const SORTS: Readonly<Record<string, (use: ExperimentUse) => number | string>> = {
  name: (use) => use.name.toLowerCase(),
  runs: (use) => use.runs ?? 0,
  points: (use) => use.points ?? 0,
  records: (use) => use.record_bytes ?? 0,
  files: (use) => use.files ?? 0,
  bytes: (use) => use.file_bytes ?? 0,
  total: totalOf,
};

/** Names from the first, numbers from the greatest. */
export function sorted(uses: readonly ExperimentUse[], by: string): ExperimentUse[] {
  const value = SORTS[by] ?? totalOf;
  return uses.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (typeof left === "string" || typeof right === "string") return String(left).localeCompare(String(right));
    return right - left;
  });
}

interface Totals {
  runs: number;
  points: number;
  records: number;
  files: number;
  bytes: number;
  largest: number;
  unknown: number;
}

export const totalsOf = (uses: readonly ExperimentUse[]): Totals => ({
  runs: sum(uses, (use) => use.runs),
  points: sum(uses, (use) => use.points),
  records: sum(uses, (use) => use.record_bytes),
  files: sum(uses, (use) => use.files),
  bytes: sum(uses, (use) => use.file_bytes),
  largest: Math.max(1, ...uses.map(totalOf)),
  unknown: uses.filter((use) => use.unknown).length,
});

const sum = (uses: readonly ExperimentUse[], value: (use: ExperimentUse) => number | undefined): number => uses.reduce((all, use) => all + (value(use) ?? 0), 0);
