import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useRef } from "react";

import { summariesQuery } from "@/api/metrics";
import { isLive } from "@/api/runs";
import type { Run } from "@/api/types";
import { LookControls } from "@/shared/charts/LookControls";
import { MetricGrid } from "@/shared/charts/MetricGrid";
import { colourOf } from "@/shared/charts/palette";
import { useKeys } from "@/shared/keys";
import { Search } from "@/shared/ui/Search";
import { Empty } from "@/shared/ui/State";
import { lookOf, stateOf } from "@/shared/urlState/look";
import type { RunState } from "@/shared/urlState/run";

import { groupMetrics } from "./groups";
import styles from "./Metrics.module.css";
import { ValueTiles } from "./ValueTiles";

const CODE = `for step in range(100):
    loss = train_one_epoch()
    mlflow.log_metric("train/loss", loss, step=step)`;

export function Metrics({ run }: { run: Run }) {
  const state: RunState = useSearch({ strict: false });
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => search.current?.focus() });
  const change = (next: Partial<RunState>) => void navigate({ to: ".", search: (before: RunState) => ({ ...before, ...next }), replace: true });

  const sources = useMemo(() => [{ run, label: run.info.run_name || run.info.run_id.slice(0, 8), colour: colourOf(0) }], [run]);
  const summaries = useQuery(summariesQuery(run.info.run_id, isLive(run)));
  const all = run.data?.metrics ?? [];
  const wanted = (state.find ?? "").toLowerCase();
  const found = all.filter(({ key }) => key.toLowerCase().includes(wanted));
  const once = new Set(summaries.data?.filter((summary) => summary.count === 1).map((summary) => summary.key));
  const groups = groupMetrics(found.map(({ key }) => key).filter((key) => !once.has(key)));
  if (all.length === 0)
    return (
      <Empty title="No metrics yet" code={CODE}>
        Each metric gets a chart here as soon as it is logged.
      </Empty>
    );
  return (
    <>
      <div className={styles.tools}>
        <Search inputRef={search} value={state.find ?? ""} onChange={(find) => change({ find: find || undefined })} placeholder="Search metrics" />
        <span className="grow" />
        <LookControls look={lookOf(state)} onChange={(look) => change(stateOf(look))} />
      </div>
      {found.length === 0 && <Empty title="No metric has such a name">Clear the search to see all {all.length}.</Empty>}
      <ValueTiles metrics={found.filter(({ key }) => once.has(key)).toSorted((a, b) => a.key.localeCompare(b.key))} />
      {!summaries.isPending && groups.map(({ name, metrics }) => (
        <section key={name} className={styles.group}>
          {groups.length > 1 && (
            <h2>
              {name || "Metrics"} <span className="dimmer num">{metrics.length}</span>
            </h2>
          )}
          <MetricGrid metrics={metrics} sources={sources} look={lookOf(state)} />
        </section>
      ))}
    </>
  );
}
