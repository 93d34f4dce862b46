/** The run table's state as its address holds it. */

export interface TableState {
  /** Filter in the filter language. */
  filter?: string;
  /** Column key and direction: "metrics.loss", "-metrics.loss" for descending. */
  sort?: string;
  /** Keys of the columns shown, in order; absent means the usual choice. */
  cols?: string[];
  view?: "deleted";
  /** Children stand among all other runs instead of below their parent. */
  flat?: true;
}

const text = (value: unknown): string | undefined => {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

/** State from whatever an address says; MLflow's own names for filter and order are understood. */
export function readTableState(search: Record<string, unknown>): TableState {
  const state: TableState = {
    filter: text(search.filter) ?? text(search.searchFilter),
    sort: text(search.sort) ?? legacySort(search),
    cols: Array.isArray(search.cols) ? search.cols.filter((col): col is string => typeof col === "string") : undefined,
    view: search.view === "deleted" || search.lifecycleFilter === "Deleted" ? "deleted" : undefined,
    flat: search.flat === true ? true : undefined,
  };
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}

function legacySort(search: Record<string, unknown>): string | undefined {
  const key = text(search.orderByKey);
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
