import { readFlag, readIds, readMaybe, readTyped, set } from "./read";
import type { Sort } from "./table";

/** How a list is looked at, as its address holds it. */
export interface ListState {
  /** Part of a name, or a filter. */
  q?: string;
  /** Column and direction: "name", "-name" for descending. */
  sort?: string;
  /** Names of the metrics that have a column; absent means the usual choice. */
  metrics?: string[];
}

export function readListState(search: Record<string, unknown>): ListState {
  return set<ListState>({
    q: readTyped(search.q),
    sort: readMaybe(search.sort),
    metrics: Array.isArray(search.metrics) ? readIds(search.metrics) : undefined,
  });
}

/** The order an address names, if it is one of those that the list knows. */
export function readOrder(sort: string | undefined, known: readonly string[], usual: Sort): Sort {
  const key = sort?.replace(/^-/, "");
  return key !== undefined && known.includes(key) ? { key, descending: sort?.startsWith("-") === true } : usual;
}

export const writeOrder = ({ key, descending }: Sort): string => (descending ? `-${key}` : key);

/** What a click on a column's head does: numbers and times start with the greatest, words with the first. */
export const turned = (current: Sort, key: string, numeric: boolean): Sort => ({ key, descending: current.key === key ? !current.descending : numeric });

/** Which versions of a model stand side by side: numbers, each once, ten at most. */
interface VersionsState {
  versions: string[];
  differ?: true;
}

export const MOST_VERSIONS = 10;

export function readVersionsState(search: Record<string, unknown>): VersionsState {
  const numbers = readIds(search.versions).filter((version) => /^\d+$/.test(version));
  return set<VersionsState>({ versions: numbers.slice(0, MOST_VERSIONS), differ: readFlag(search.differ) });
}
