/** Filters that were used last, remembered by this browser. */

const KEY = "penstock.filters";
const MOST = 8;

export function recentFilters(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((filter): filter is string => typeof filter === "string") : [];
  } catch {
    // A browser may keep nothing, or something else under this name.
    return [];
  }
}

export const withRecent = (kept: readonly string[], filter: string): string[] => [filter, ...kept.filter((other) => other !== filter)].slice(0, MOST);

export function rememberFilter(filter: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(withRecent(recentFilters(), filter)));
  } catch {
    // Then it is not remembered.
  }
}
