import type { CompareState } from "@/shared/urlState/compare";

export const MOST_COMPARED = 20;

export const compareSearch = (runs: readonly string[], experiments: readonly string[]): CompareState => ({ runs: runs.slice(0, MOST_COMPARED), experiments: [...experiments] });
