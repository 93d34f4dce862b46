import type { Run } from "@/api/types";
import type { ChartRun } from "@/shared/charts/board/contract";
import type { CompareState } from "@/shared/urlState/compare";

/** What each view of the page is given. */
export interface ViewProps {
  runs: readonly Run[];
  /** The same runs, as they are called and coloured. */
  labels: readonly ChartRun[];
  state: CompareState;
  change: (next: Partial<CompareState>) => void;
}

/** Name that no other of the runs has. */
export const labelOf = ({ runs, labels }: Pick<ViewProps, "runs" | "labels">, id: string): string => labels[runs.findIndex((run) => run.info.run_id === id)]?.label ?? id;
