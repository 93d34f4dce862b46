import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import type { Lifecycle } from "@/api/experiments";
import { scopedKeysQuery } from "@/api/runs";
import { sampleQuery } from "@/api/runSearch";

import { telling, usualColumns } from "./usual";

const NONE: string[] = [];

/**
 * The usual columns of the newest runs, undefined until these are known; a filter or another order does not change them,
 * nor do runs that come later, once there was a metric.
 */
export function useUsualColumns(experimentIds: readonly string[], lifecycle: Lifecycle, wanted: boolean): string[] | undefined {
  const [kept, setKept] = useState<string[] | null>(null);
  const asking = wanted && kept === null;
  const keys = useQuery({ ...scopedKeysQuery({ experimentIds }), enabled: asking });
  const columns = useMemo(() => (keys.data ? telling(keys.data) : NONE), [keys.data]);
  const sample = useQuery({ ...sampleQuery(experimentIds, lifecycle, columns), enabled: asking && keys.isSuccess });
  const usual = useMemo(() => (sample.data ? usualColumns(sample.data) : undefined), [sample.data]);
  if (kept === null && usual && sample.data?.some((run) => run.data?.metrics?.length)) setKept(usual);
  // Where there is no sample, the runs themselves will tell why.
  return kept ?? usual ?? (keys.isError || sample.isError ? NONE : undefined);
}
