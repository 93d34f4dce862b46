import type { KeyValue, ModelVersion, Run } from "@/api/types";
import { toNumber } from "@/api/metrics";

/** A version with all that is compared; parts that cannot be read are absent. */
export interface Side {
  version: ModelVersion;
  run?: Run;
  card?: string;
  requirements?: string;
}

interface Line {
  name: string;
  /** What each version has; nothing where it has none. */
  values: (string | undefined)[];
  differs: boolean;
}

const line = (name: string, values: (string | undefined)[]): Line => ({ name, values, differs: new Set(values).size > 1 });

/** Lines for everything that any of some lists of pairs has, in the order of the alphabet. */
export function pairLines(lists: readonly (readonly KeyValue[] | undefined)[]): Line[] {
  const maps = lists.map((list) => new Map(list?.map(({ key, value = "" }) => [key, value])));
  const keys = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort((a, b) => a.localeCompare(b));
  return keys.map((key) => line(key, maps.map((map) => map.get(key))));
}

interface MetricLine {
  name: string;
  values: (number | undefined)[];
  /** By how much each is above the first; nothing for the first. */
  deltas: (number | undefined)[];
  differs: boolean;
}

/** Metrics of the source runs, with their differences from the first version's. */
export function metricLines(runs: readonly (Run | undefined)[]): MetricLine[] {
  const maps = runs.map((run) => new Map(run?.data?.metrics?.map(({ key, value }) => [key, toNumber(value)])));
  const keys = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort((a, b) => a.localeCompare(b));
  return keys.map((name) => {
    const values = maps.map((map) => map.get(name));
    const [first] = values;
    const deltas = values.map((value, i) => (i === 0 || value === undefined || first === undefined || !Number.isFinite(value - first) ? undefined : value - first));
    return { name, values, deltas, differs: new Set(values.map(String)).size > 1 };
  });
}

const REQUIREMENT = /^([A-Za-z0-9._-]+(?:\[[^\]]*\])?)\s*(.*)$/;

/** Packages of requirement files side by side. */
export function requirementLines(texts: readonly (string | undefined)[]): Line[] {
  return pairLines(
    texts.map((text) =>
      text
        ?.split("\n")
        .map((each) => each.replace(/(^|\s)#.*$/, "").trim())
        .flatMap((each) => {
          const found = REQUIREMENT.exec(each);
          return found?.[1] ? [{ key: found[1].toLowerCase().replaceAll("_", "-"), value: found[2]?.trim() || "any" }] : each ? [{ key: each, value: "any" }] : [];
        }),
    ),
  );
}
