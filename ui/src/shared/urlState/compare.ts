import { type BoardSearch, readBoardSearch } from "./board";

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

const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => ["string", "number"].includes(typeof item)).map(String) : []);
const word = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
const isDirection = (value: unknown): value is Direction => value === "up" || value === "down" || value === "none";

function directions(value: unknown): Record<string, Direction> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const said = Object.entries(value).filter((entry): entry is [string, Direction] => isDirection(entry[1]));
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}

export function readCompareState(search: Record<string, unknown>): CompareState {
  const experiments = words(search.experiments);
  const runs = [...new Set(words(search.runs))].slice(0, MOST);
  const base = word(search.base);
  const state: CompareState = {
    ...readBoardSearch(search),
    runs,
    experiments: experiments.length ? experiments : undefined,
    differ: search.differ === true ? true : undefined,
    base: base && runs.includes(base) ? base : undefined,
    side: VIEWS.find((side) => side === search.side),
    stat: STATISTICS.find((stat) => stat === search.stat),
    q: word(search.q),
    better: directions(search.better),
    file: word(search.file),
    with: word(search.with),
  };
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as unknown as CompareState;
}
