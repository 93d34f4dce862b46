import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { artifactUrl } from "@/api/artifacts";
import { tableTextQuery } from "@/api/plots";
import { runColumnsQuery } from "@/api/runs";
import { type Sheet, sheetOf } from "@/shared/artifacts/sheets";

import type { ChartRun } from "../../board/contract";
import { loggedTables } from "./joined";

/** More tables than these beside one another are not read. */
export const MOST_TABLE_RUNS = 8;
const TAG = "tags.mlflow.loggedArtifacts";

/** Which runs that are shown have logged which tables. */
export function useLoggedTables(runs: readonly ChartRun[]): { pathsOf: ReadonlyMap<string, readonly string[]>; paths: string[]; pending: boolean; error: Error | null } {
  const shown = useMemo(() => runs.filter((run) => !run.hidden), [runs]);
  const query = useQuery({
    ...runColumnsQuery({ experimentIds: [...new Set(shown.map((run) => run.experimentId))], runIds: shown.map((run) => run.runId), columns: [TAG] }),
    enabled: shown.length > 0,
  });
  const { data } = query;
  return useMemo(() => {
    const tags = data?.columns?.[TAG] ?? [];
    const pathsOf = new Map((data?.run_ids ?? []).map((id, i) => [id, loggedTables(tags[i] === null ? undefined : String(tags[i]))]));
    return { pathsOf, paths: [...new Set([...pathsOf.values()].flat())].sort(), pending: query.isPending && shown.length > 0, error: query.error };
  }, [data, query.isPending, query.error, shown]);
}

export interface RunSheet {
  run: ChartRun;
  sheet?: Sheet;
  /** Why there is none. */
  problem?: string;
}

/** One table of several runs. */
export function useSheets(runs: readonly ChartRun[], path: string): { sheets: RunSheet[]; pending: boolean } {
  const answers = useQueries({ queries: runs.map(({ runId }) => tableTextQuery(artifactUrl({ runId }, path))) });
  const known = answers.map(({ dataUpdatedAt, errorUpdatedAt }) => dataUpdatedAt + errorUpdatedAt).join();
  const sheets = useMemo(
    () => runs.map((run, i): RunSheet => ({ run, ...sheetFrom(answers[i]?.data, answers[i]?.error ?? null) })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `known` changes when any answer does
    [runs, known],
  );
  return { sheets, pending: answers.some(({ isPending }) => isPending) };
}

function sheetFrom(read: { text: string; cut: boolean } | undefined, error: Error | null): Omit<RunSheet, "run"> {
  if (error) return { problem: error.message };
  if (!read) return {};
  if (read.cut) return { problem: "The table is larger than 20 MB: download it." };
  try {
    const sheet = sheetOf(JSON.parse(read.text));
    return sheet ? { sheet } : { problem: "The file holds no table." };
  } catch {
    return { problem: "The file is no JSON: only such tables can be shown here." };
  }
}
