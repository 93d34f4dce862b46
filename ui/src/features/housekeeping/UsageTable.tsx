import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowDown, ChevronDown, ChevronRight } from "lucide-react";
import { Fragment } from "react";

import { type ExperimentUse, largestRunsQuery, type RunUse } from "@/api/housekeeping";
import { formatBytes } from "@/shared/format";
import { IconButton } from "@/shared/ui/Button";
import { Share } from "@/shared/ui/Progress";
import type { HousekeepingState } from "@/shared/urlState/housekeeping";

import styles from "./Housekeeping.module.css";
import { sorted, totalOf, totalsOf } from "./usage";

const COLUMNS = [
  ["name", "Experiment", false],
  ["runs", "Runs", true],
  ["points", "Points", true],
  ["records", "Records", true],
  ["files", "Files", true],
  ["bytes", "Size of files", true],
  ["total", "Together", true],
] as const;

interface UsageTableProps {
  uses: readonly ExperimentUse[];
  finished: number;
  state: HousekeepingState;
  change: (next: HousekeepingState) => void;
}

export function UsageTable({ uses, finished, state, change }: UsageTableProps) {
  const by = state.sort ?? "total";
  const { largest } = totalsOf(uses);
  return (
    <div className={styles.scroll}>
      <table className="list" aria-label="What experiments take">
        <thead>
          <tr>
            {COLUMNS.map(([key, title, right]) => (
              <th key={key} className={right ? "right" : undefined} aria-sort={by === key ? (right ? "descending" : "ascending") : undefined}>
                <button type="button" className={styles.sort} data-active={by === key || undefined} onClick={() => change({ sort: key === "total" ? undefined : key })}>
                  {title}
                  {by === key && <ArrowDown aria-hidden />}
                </button>
              </th>
            ))}
            <th className={styles.share}>
              <span className="sr-only">Share</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted(uses, by).map((use) => {
            const open = state.open === use.experiment_id;
            return (
              <Fragment key={use.experiment_id}>
                <tr data-testid="usage-row">
                  <td className={styles.name}>
                    <span className="row-gap" style={{ gap: 2 }}>
                      <IconButton
                        label={`Largest runs of ${use.name}`}
                        aria-expanded={open}
                        disabled={!use.runs}
                        onClick={() => change({ open: open ? undefined : use.experiment_id })}
                      >
                        {open ? <ChevronDown /> : <ChevronRight />}
                      </IconButton>
                      <Link to="/experiments/$experimentId" params={{ experimentId: use.experiment_id }} className="name clip">
                        {use.name}
                      </Link>
                      {use.deleted && <InBin />}
                    </span>
                  </td>
                  <td className="right num dim">
                    {(use.runs ?? 0).toLocaleString("en")}
                    {!!use.binned_runs && !use.deleted && <span title="in the bin"> ({use.binned_runs.toLocaleString("en")} deleted)</span>}
                  </td>
                  <td className="right num dim">{(use.points ?? 0).toLocaleString("en")}</td>
                  <td className="right num dim">{formatBytes(use.record_bytes ?? 0)}</td>
                  {use.unknown ? (
                    <td className="right dim" colSpan={2} title={use.unknown}>
                      unknown: {use.unknown.slice(0, 60)}
                      {use.unknown.length > 60 && "…"}
                    </td>
                  ) : (
                    <>
                      <td className="right num dim">
                        {use.at_least && "≥ "}
                        {(use.files ?? 0).toLocaleString("en")}
                      </td>
                      <td className="right num dim">
                        {use.at_least && "≥ "}
                        {formatBytes(use.file_bytes ?? 0)}
                      </td>
                    </>
                  )}
                  <td className="right num">{formatBytes(totalOf(use))}</td>
                  <td className={styles.share}>
                    <Share of={totalOf(use) / largest} />
                  </td>
                </tr>
                {open && <LargestRuns use={use} finished={finished} />}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function LargestRuns({ use, finished }: { use: ExperimentUse; finished: number }) {
  const query = useQuery(largestRunsQuery(use.experiment_id, finished));
  const largest = Math.max(1, ...(query.data ?? []).map(totalOf));
  if (!query.data)
    return (
      <tr className={styles.below}>
        <td colSpan={8} className="dim" role={query.error ? "alert" : "status"}>
          {query.error?.message ?? "Loading…"}
        </td>
      </tr>
    );
  return query.data.map((run) => <RunRow key={run.run_id} run={run} experimentId={use.experiment_id} largest={largest} />);
}

function RunRow({ run, experimentId, largest }: { run: RunUse; experimentId: string; largest: number }) {
  return (
    <tr className={styles.below} data-testid="usage-run">
      <td>
        <span className="row-gap">
          <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId: run.run_id }} className="dim clip">
            {run.name}
          </Link>
          {run.deleted && <InBin />}
        </span>
      </td>
      <td />
      <td className="right num dim">{(run.points ?? 0).toLocaleString("en")}</td>
      <td className="right num dim">{formatBytes(run.record_bytes ?? 0)}</td>
      <td className="right num dim">{(run.files ?? 0).toLocaleString("en")}</td>
      <td className="right num dim">{formatBytes(run.file_bytes ?? 0)}</td>
      <td className="right num">{formatBytes(totalOf(run))}</td>
      <td className={styles.share}>
        <Share of={totalOf(run) / largest} />
      </td>
    </tr>
  );
}

const InBin = () => (
  <span className="chip" data-tone="warn">
    Deleted
  </span>
);
