import { type BoardSearch, readBoardSearch } from "./board";
import { readFlag, readIds, readMaybe, readOne, set } from "./read";

const VIEWS = ["charts", "files", "evaluation"] as const;
const STATISTICS = ["min", "max"] as const;

export type CompareView = "table" | (typeof VIEWS)[number];
export type Statistic = "last" | (typeof STATISTICS)[number];
/** Which values of a metric are the better ones, where someone said so. */
export type Direction = "up" | "down" | "none";

/** Which runs stand side by side, and how. The names of the first two are MLflow's: its links work here. */
export interface CompareState extends BoardSearch {
  runs: string[];
  experiments?: string[];
  /** Only rows that differ. */
  differ?: true;
  /** The run that the others are measured against. */
  base?: string;
  side?: Exclude<CompareView, "table">;
  /** What of a metric is shown, where it is not the last value. */
  stat?: Exclude<Statistic, "last">;
  /** Part of the names that are shown. */
  q?: string;
  better?: Record<string, Direction>;
  /** File that is compared, and the run it is compared with. */
  file?: string;
  with?: string;
}

const MOST = 20;

const isDirection = (value: unknown): value is Direction => value === "up" || value === "down" || value === "none";

function directions(value: unknown): Record<string, Direction> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const said = Object.entries(value).filter((entry): entry is [string, Direction] => isDirection(entry[1]));
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}

export function readCompareState(search: Record<string, unknown>): CompareState {
  const experiments = readIds(search.experiments);
  const runs = readIds(search.runs).slice(0, MOST);
  const base = readMaybe(search.base);
  return set<CompareState>({
    ...readBoardSearch(search),
    runs,
    experiments: experiments.length ? experiments : undefined,
    differ: readFlag(search.differ),
    base: base && runs.includes(base) ? base : undefined,
    side: readOne(search.side, VIEWS),
    stat: readOne(search.stat, STATISTICS),
    q: readMaybe(search.q),
    better: directions(search.better),
    file: readMaybe(search.file),
    with: readMaybe(search.with),
  });
}
