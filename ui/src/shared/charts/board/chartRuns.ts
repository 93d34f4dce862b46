import { isLive } from "@/api/runs";
import type { Run } from "@/api/types";

import { shortId } from "../../runs/name";
import { type Paint, paintNames } from "../palette";
import type { ChartRun } from "./contract";

interface Choices {
  /** Ids of runs that are not drawn. */
  hidden?: ReadonlySet<string>;
  /** What runs are grouped by: the same words, the same group. */
  groupOf?: (run: Run) => string | undefined;
}

/** Runs as charts know them: with a name that no other has, and a colour. */
export function chartRunsOf(runs: readonly Run[], { hidden, groupOf }: Choices = {}): ChartRun[] {
  const [seen, unseen] = [runs.filter(({ info }) => !hidden?.has(info.run_id)), runs.filter(({ info }) => hidden?.has(info.run_id))];
  const idsOf = (some: readonly Run[]) => some.map(({ info }) => info.run_id);
  const paints = paintNames(idsOf(seen), idsOf(unseen));
  const names = new Map<string, number>();
  for (const { info } of runs) names.set(info.run_name ?? "", (names.get(info.run_name ?? "") ?? 0) + 1);
  return runs.map((run) => {
    const { run_id: runId, experiment_id: experimentId, run_name: name } = run.info;
    const label = !name ? shortId(runId) : (names.get(name) ?? 0) > 1 ? `${name} (${runId.slice(0, 4)})` : name;
    return { runId, experimentId, label, ...(paints.get(runId) as Paint), hidden: hidden?.has(runId) ?? false, live: isLive(run), group: groupOf?.(run) };
  });
}
