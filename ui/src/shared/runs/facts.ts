import { toNumber } from "@/api/metrics";
import type { Run } from "@/api/types";

export interface RunFacts {
  metrics: Map<string, number>;
  params: Map<string, string>;
  tags: Map<string, string>;
}

const read = new WeakMap<Run, RunFacts>();

/** A run's lists as maps, made once. */
export function factsOf(run: Run): RunFacts {
  let facts = read.get(run);
  if (!facts) {
    facts = {
      metrics: new Map(run.data?.metrics?.map((m) => [m.key, toNumber(m.value)])),
      params: new Map(run.data?.params?.map((p) => [p.key, p.value ?? ""])),
      tags: new Map(run.data?.tags?.map((t) => [t.key, t.value ?? ""])),
    };
    read.set(run, facts);
  }
  return facts;
}
