import { rankRatio, spearman } from "./correlation";
import { type Feature, judge, MOST_BINS } from "./forest";

/** A param as the worker gets it: numbers, of words their places in a list. */
export interface Param {
  key: string;
  label: string;
  words: boolean;
  numbers: Float64Array;
}

export interface Question {
  params: readonly Param[];
  target: Float64Array;
}

export interface Influence {
  key: string;
  label: string;
  /** Share of what all params together matter, 0 … 1. */
  importance: number;
  /** Spearman's rho of numbers; of words the correlation ratio, without a sign. Undefined where it cannot be told. */
  correlation?: number;
  signed: boolean;
  /** Runs that have the param. */
  count: number;
}

export interface Influences {
  runs: number;
  explained: number;
  rows: Influence[];
  /** Params that are the same in all runs say nothing. */
  constant: string[];
}

/** Fewer runs than these say little, whatever the method. */
export const FEW_RUNS = 30;

/** Numbers in up to 31 bins of about equally many runs; the most frequent 31 words. Bin 0: no value. */
function featureOf({ words, numbers }: Param, rows: readonly number[]): Feature {
  const known = rows.map((row) => numbers[row] as number).filter((value) => !Number.isNaN(value));
  const edges = words ? frequent(known) : quantiles(known);
  const places = new Map(edges.map((edge, i) => [edge, i + 1]));
  const bin = (value: number): number => {
    if (Number.isNaN(value)) return 0;
    if (words) return places.get(value) ?? MOST_BINS - 1;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edges[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, edges.length - 1) + 1;
  };
  return { bins: Uint8Array.from(rows, (row) => bin(numbers[row] as number)), count: Math.min(MOST_BINS, edges.length + 1 + Number(words)), words };
}

function quantiles(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const distinct = [...new Set(sorted)];
  if (distinct.length < MOST_BINS) return distinct;
  const upper = Array.from({ length: MOST_BINS - 1 }, (_, i) => sorted[Math.min(sorted.length - 1, Math.ceil(((i + 1) * sorted.length) / (MOST_BINS - 1)) - 1)] as number);
  return [...new Set(upper)];
}

function frequent(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_BINS - 2).map(([value]) => value);
}

/** How much each param has to do with the metric. The same question has the same answer, always. */
export function influencesOf({ params, target }: Question): Influences {
  const rows: number[] = [];
  target.forEach((value, row) => Number.isNaN(value) || rows.push(row));
  const ys = Float64Array.from(rows, (row) => target[row] as number);
  const features = params.map((param) => featureOf(param, rows));
  const varies = features.map(({ bins }) => bins.some((at) => at !== bins[0]));
  const told = params.filter((_, i) => varies[i]);
  const { importances, explained } = judge(features.filter((_, i) => varies[i]), ys);
  const total = importances.reduce((sum, one) => sum + Math.max(0, one), 0);
  return {
    runs: rows.length,
    explained,
    constant: params.filter((_, i) => !varies[i]).map((param) => param.label),
    rows: told
      .map((param, i) => {
        const having = rows.filter((row) => !Number.isNaN(param.numbers[row]));
        const [xs, values] = [having.map((row) => param.numbers[row] as number), having.map((row) => target[row] as number)];
        const correlation = param.words ? rankRatio(xs, values) : spearman(xs, values);
        return {
          key: param.key,
          label: param.label,
          importance: total > 0 ? Math.max(0, importances[i] as number) / total : 0,
          correlation: Number.isNaN(correlation) ? undefined : correlation,
          signed: !param.words,
          count: having.length,
        };
      })
      .sort((a, b) => b.importance - a.importance || a.label.localeCompare(b.label)),
  };
}
