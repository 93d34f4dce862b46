/** The run table's state as its address, and a saved view, hold it. */

import { type DrawnState, readDrawn } from "../runs/drawn";
import { type BoardSearch, readBoardSearch } from "./board";
import { readFlag, readIds, readOne, readTyped, set } from "./read";

export type Layout = "both" | "charts";

export interface TableState extends BoardSearch, DrawnState {
  /** Filter in the filter language. */
  filter?: string;
  /** Words to be found anywhere in a run. */
  q?: string;
  /** Column key and direction: "metrics.loss", "-metrics.loss" for descending. */
  sort?: string;
  /** Keys of the columns shown, in order; absent means the usual choice. */
  cols?: string[];
  /** Keys of those that stay at the left while others scroll. */
  pins?: string[];
  /** Widths that someone dragged, in pixels. */
  widths?: Record<string, number>;
  view?: "deleted";
  /** Children stand among all other runs instead of below their parent. */
  flat?: true;
  /** Keys of the columns whose values make groups. */
  group?: string[];
  /** What stands on the page beside the table; absent means the table alone. */
  layout?: Layout;
  /** Width of the table beside charts, in pixels. */
  split?: number;
  /** Rows are lower. */
  dense?: true;
  /** Times are written out, not told as ages. */
  times?: "absolute";
  /** Name of the saved view this began as; empty for none, where a default would be taken. */
  saved?: string;
}

const words = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : undefined);

const filled = <T extends object>(value: T | undefined): T | undefined => (value && Object.keys(value).length > 0 ? value : undefined);

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

export const WIDEST = 900;
export const NARROWEST = 56;

const widths = (value: unknown): Record<string, number> =>
  Object.fromEntries(
    Object.entries(record(value) ?? {}).flatMap(([key, width]) =>
      typeof width === "number" && Number.isFinite(width) ? [[key, Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)))] as const] : [],
    ),
  );

/** State from whatever an address says; MLflow's own names for filter and order are understood. */
export function readTableState(search: Record<string, unknown>): TableState {
  return set<TableState>({
    filter: readTyped(search.filter) ?? readTyped(search.searchFilter),
    q: readTyped(search.q),
    sort: readTyped(search.sort) ?? legacySort(search),
    cols: words(search.cols),
    pins: filled(words(search.pins)),
    widths: filled(widths(search.widths)),
    view: search.view === "deleted" || search.lifecycleFilter === "Deleted" ? "deleted" : undefined,
    flat: readFlag(search.flat),
    group: filled(words(search.group)),
    layout: readOne(search.layout, ["both", "charts"]),
    split: typeof search.split === "number" && search.split >= 100 && search.split <= 10_000 ? search.split : undefined,
    dense: readFlag(search.dense),
    times: readOne(search.times, ["absolute"]),
    ...readBoardSearch(search),
    ...readDrawn(search),
    saved: typeof search.saved === "string" ? search.saved : undefined,
  });
}

function legacySort(search: Record<string, unknown>): string | undefined {
  const key = readTyped(search.orderByKey);
  if (!key) return undefined;
  const plain = key.replaceAll("`", "").replace(/^attributes\./, "");
  return search.orderByAsc === true || search.orderByAsc === "true" ? plain : `-${plain}`;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export const DEFAULT_SORT: Sort = { key: "start_time", descending: true };

export function readSort(sort: string | undefined): Sort {
  if (!sort) return DEFAULT_SORT;
  return sort.startsWith("-") ? { key: sort.slice(1), descending: true } : { key: sort, descending: false };
}

export const writeSort = ({ key, descending }: Sort): string | undefined => {
  if (key === DEFAULT_SORT.key && descending === DEFAULT_SORT.descending) return undefined;
  return descending ? `-${key}` : key;
};

/** What a click on a column's head does: numbers and times start with the greatest, words with the first. */
export function nextSort(current: Sort, key: string, numeric: boolean): Sort {
  if (current.key !== key) return { key, descending: numeric };
  if (current.descending === numeric) return { key, descending: !numeric };
  return DEFAULT_SORT;
}

/** Several experiments in one table: which, and how it is looked at. */
interface SeveralState extends TableState {
  ids: string[];
}

export function readSeveralState(search: Record<string, unknown>): SeveralState {
  return { ...readTableState(search), ids: readIds(Array.isArray(search.ids) ? search.ids : search.experiments) };
}
