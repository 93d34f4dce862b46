/** Runs side by side, as rows: what each logged under a name, whether they differ, which is best. Pure. */

import { toNumber } from "@/api/metrics";
import type { Run, SeriesSummary } from "@/api/types";
import { formatDateTime, formatDuration, formatNumber } from "@/shared/format";
import { naturally, ofPrograms } from "@/shared/names";
import { directionOf } from "@/shared/runs/direction";
import { factsOf } from "@/shared/runs/facts";
import type { Direction, Statistic } from "@/shared/urlState/compare";

export interface Cell {
  text: string | undefined;
  /** By how much it is more or less than the baseline's. */
  delta?: string;
  /** Whether that is for the better; nothing where that is not known. */
  better?: boolean;
  best?: true;
}

export interface Row {
  key: string;
  cells: Cell[];
  differs: boolean;
  /** Of a metric: which values are the better ones. */
  direction?: Direction;
}

export interface Side {
  title: string;
  numeric: boolean;
  rows: Row[];
  /** Rows that are left out because they do not differ. */
  alike: number;
  /** Rows that are left out because there are too many. */
  more: number;
}

/** Rows of a side that a browser shows without delay, with twenty runs; names can be searched. */
const MOST_ROWS = 400;

export interface Choices {
  summaries: ReadonlyMap<string, ReadonlyMap<string, SeriesSummary>>;
  statistic: Statistic;
  base: string | undefined;
  better: Readonly<Record<string, Direction>>;
  onlyDiffering: boolean;
  wanted: string;
}

const signed = (change: number): string => (change > 0 ? "+" : "") + formatNumber(change);

/** "+0.02 (+3 %)", or nothing where there is no difference. */
export function deltaOf(value: number, base: number): string | undefined {
  if (!Number.isFinite(value) || !Number.isFinite(base) || value === base) return undefined;
  const share = base === 0 ? "" : ` (${signed(Number(((100 * (value - base)) / Math.abs(base)).toPrecision(2)))} %)`;
  return signed(value - base) + share;
}

/** Places of the greatest or least of some values; none where all are alike. */
export function bestOf(values: readonly (number | undefined)[], direction: Direction): number[] {
  const present = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  if (direction === "none" || present.length < 2 || new Set(present).size < 2) return [];
  const best = direction === "up" ? Math.max(...present) : Math.min(...present);
  return values.flatMap((value, i) => (value === best ? i : []));
}

/** Numbers of a row as cells: how far from the baseline's, which are the best. */
function measured(values: readonly (number | undefined)[], base: number, direction: Direction, text = formatNumber): Cell[] {
  const best = new Set(bestOf(values, direction));
  const against = values[base];
  return values.map((value, i): Cell => {
    if (value === undefined) return { text: undefined };
    const delta = against === undefined || i === base ? undefined : deltaOf(value, against);
    const better = delta === undefined || against === undefined || direction === "none" ? undefined : value > against === (direction === "up");
    return { text: text(value), delta, better, ...(best.has(i) ? { best: true } : {}) };
  });
}

const numberIn = (text: string | undefined): number | undefined => (text !== undefined && /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined);

/** Settings keep their own words; those that are numbers tell how far they are from the baseline's. */
function settings(texts: readonly (string | undefined)[], base: number): Cell[] {
  const numbers = texts.map(numberIn);
  const against = numbers[base];
  return texts.map((text, i) => {
    const value = numbers[i];
    return { text, delta: value === undefined || against === undefined || i === base ? undefined : deltaOf(value, against) };
  });
}

const rowOf = (key: string, cells: Cell[], direction?: Direction): Row => ({ key, cells, direction, differs: new Set(cells.map(({ text }) => text)).size > 1 });

const namesOf = (runs: readonly Run[], of: (run: Run) => Iterable<string>): string[] =>
  [...new Set(runs.flatMap((run) => [...of(run)]))].sort(naturally);

function metricValue(run: Run, key: string, { statistic, summaries }: Choices): number | undefined {
  const last = factsOf(run).metrics.get(key);
  if (statistic === "last") return last;
  const summary = summaries.get(run.info.run_id)?.get(key);
  return summary ? toNumber(statistic === "min" ? summary.minimum : summary.maximum) : last;
}

const CODE: readonly (readonly [tag: string, title: string])[] = [
  ["mlflow.source.name", "Source"],
  ["mlflow.project.entryPoint", "Entry point"],
  ["mlflow.source.git.repoURL", "Repository"],
  ["mlflow.source.git.branch", "Branch"],
  ["mlflow.source.git.commit", "Commit"],
  ["mlflow.source.git.dirty", "Uncommitted changes"],
  ["mlflow.docker.image.uri", "Image"],
];

const datasets = (run: Run): Map<string, string> =>
  new Map(run.inputs?.dataset_inputs?.map(({ dataset, tags }) => [[dataset.name, tags?.find(({ key }) => key === "mlflow.data.context")?.value].filter(Boolean).join(", "), dataset.digest]));

const ownTags = (run: Run): string[] => [...factsOf(run).tags.keys()].filter((tag) => !ofPrograms(tag));

/** Everything that runs can be compared by, in sections. */
export function sidesOf(runs: readonly Run[], choices: Choices): Side[] {
  const base = runs.findIndex((run) => run.info.run_id === choices.base);
  const directed = (key: string): Direction => choices.better[key] ?? directionOf(key) ?? "none";
  const texts = (keys: string[], value: (run: Run, key: string) => string | undefined) => keys.map((key) => rowOf(key, runs.map((run) => ({ text: value(run, key) }))));
  const durations = runs.map(({ info }) => (info.end_time && info.start_time ? info.end_time - info.start_time : undefined));
  const about = [
    rowOf("Started", runs.map(({ info }) => ({ text: info.start_time ? formatDateTime(info.start_time) : undefined }))),
    rowOf("Duration", durations.map((ms) => ({ text: ms === undefined ? undefined : formatDuration(ms) }))),
    rowOf("User", runs.map((run) => ({ text: factsOf(run).tags.get("mlflow.user") ?? run.info.user_id }))),
  ];
  const params = namesOf(runs, (run) => factsOf(run).params.keys()).map((key) => rowOf(key, settings(runs.map((run) => factsOf(run).params.get(key)), base)));
  const metrics = namesOf(runs, (run) => factsOf(run).metrics.keys()).map((key) => rowOf(key, measured(runs.map((run) => metricValue(run, key, choices)), base, directed(key)), directed(key)));
  const code = CODE.map(([tag, title]) => rowOf(title, runs.map((run) => ({ text: factsOf(run).tags.get(tag) })))).filter((row) => row.cells.some(({ text }) => text));
  const sides: [title: string, numeric: boolean, rows: Row[]][] = [
    ["Run", false, about],
    ["Parameters", false, params],
    ["Metrics", true, metrics],
    ["Tags", false, texts(namesOf(runs, ownTags), (run, key) => factsOf(run).tags.get(key))],
    ["Data sets", false, texts(namesOf(runs, (run) => datasets(run).keys()), (run, key) => datasets(run).get(key))],
    ["Code", false, code],
  ];
  const wanted = choices.wanted.toLowerCase();
  return sides
    .map(([title, numeric, rows]): Side => {
      const found = rows.filter((row) => row.key.toLowerCase().includes(wanted));
      const kept = choices.onlyDiffering ? found.filter((row) => row.differs) : found;
      return { title, numeric, rows: kept.slice(0, MOST_ROWS), alike: found.length - kept.length, more: Math.max(0, kept.length - MOST_ROWS) };
    })
    .filter((side) => side.rows.length + side.alike > 0);
}

/** Runs with one of them a place further to the left or right. */
export function movedRun(runs: readonly string[], id: string, by: -1 | 1): string[] {
  const at = runs.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= runs.length) return [...runs];
  const next = [...runs];
  next.splice(at, 1);
  next.splice(to, 0, id);
  return next;
}
