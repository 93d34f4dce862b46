export interface MetricGroup {
  name: string;
  metrics: string[];
}

/** Fewer charts than this need no heading of their own. */
const GROUP = 3;

/** Metrics by what stands before the first slash, where several share it; the others first, the machine's own last. */
export function groupMetrics(keys: readonly string[]): MetricGroup[] {
  const prefix = (key: string) => key.slice(0, Math.max(0, key.indexOf("/")));
  const sizes = new Map<string, number>();
  for (const key of keys) sizes.set(prefix(key), (sizes.get(prefix(key)) ?? 0) + 1);
  const groups = new Map<string, string[]>();
  for (const key of keys.toSorted((a, b) => a.localeCompare(b))) {
    const own = prefix(key);
    const name = own === "system" || (sizes.get(own) ?? 0) >= GROUP ? own : "";
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  const rank = (name: string) => (name === "" ? 0 : name === "system" ? 2 : 1);
  return [...groups].map(([name, metrics]) => ({ name, metrics })).sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name));
}
