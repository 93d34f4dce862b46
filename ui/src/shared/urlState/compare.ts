import { readRunState, type RunState } from "./run";

/** Which runs stand side by side. The names are MLflow's: its links work here. */
export interface CompareState extends RunState {
  runs: string[];
  experiments?: string[];
  differ?: true;
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => ["string", "number"].includes(typeof item)).map(String) : []);

export function readCompareState(search: Record<string, unknown>): CompareState {
  const experiments = words(search.experiments);
  return {
    ...readRunState(search),
    runs: [...new Set(words(search.runs))].slice(0, 20),
    ...(experiments.length ? { experiments } : {}),
    ...(search.differ === true ? { differ: true } : {}),
  };
}
