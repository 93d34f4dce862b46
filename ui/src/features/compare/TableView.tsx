import { useQueries } from "@tanstack/react-query";
import { useMemo, useRef } from "react";

import { summariesQuery } from "@/api/metrics";
import { isLive } from "@/api/runs";
import { useKeys } from "@/shared/keys";
import { Segments, Select } from "@/shared/ui/Controls";
import { notifyDone } from "@/shared/ui/notify";
import { Search } from "@/shared/ui/Search";

import styles from "./Compare.module.css";
import { type ColumnActs, CompareTable } from "./CompareTable";
import { movedRun, sidesOf } from "./sides";
import { labelOf, type ViewProps } from "./view";

const NONE = "none";

/** What the runs logged, row by row. */
export function TableView({ runs, labels, state, change }: ViewProps) {
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => search.current?.focus() });
  const statistic = state.stat ?? "last";
  // Only least and greatest values need more than the runs themselves.
  const answers = useQueries({ queries: runs.map((run) => ({ ...summariesQuery(run.info.run_id, isLive(run)), enabled: statistic !== "last" })), combine: (all) => all.map(({ data }) => data) });
  const sides = useMemo(() => {
    const summaries = new Map(runs.map((run, i) => [run.info.run_id, new Map(answers[i]?.map((summary) => [summary.key, summary]))]));
    return sidesOf(runs, { summaries, statistic, base: state.base, better: state.better ?? {}, onlyDiffering: state.differ === true, wanted: state.q ?? "" });
  }, [runs, answers, statistic, state.base, state.better, state.differ, state.q]);
  const acts: ColumnActs = {
    setBase: (base) => change({ base }),
    move: (id, by) => change({ runs: movedRun(state.runs, id, by) }),
    remove: (id) => {
      const before = { runs: state.runs, base: state.base };
      change({ runs: state.runs.filter((run) => run !== id), base: state.base === id ? undefined : state.base });
      notifyDone(`Took out ${labelOf({ runs, labels }, id)}`, async () => change(before));
    },
    setDirection: (metric, direction) => change({ better: { ...state.better, [metric]: direction } }),
  };
  return (
    <>
      <div className={styles.tools}>
        <Search inputRef={search} value={state.q ?? ""} onChange={(q) => change({ q: q || undefined })} placeholder="Search names" />
        <Segments
          label="Which lines"
          value={state.differ ? "differ" : "all"}
          options={[
            ["all", "All"],
            ["differ", "Only what differs"],
          ]}
          onChange={(choice) => change({ differ: choice === "differ" || undefined })}
        />
        <Segments
          label="Of metrics"
          value={statistic}
          options={[
            ["last", "Last"],
            ["min", "Min"],
            ["max", "Max"],
          ]}
          onChange={(stat) => change({ stat: stat === "last" ? undefined : stat })}
        />
        <Select
          label="Baseline"
          value={state.base ?? NONE}
          options={[[NONE, "No baseline"], ...labels.map(({ runId, label }) => [runId, `Against ${label}`] as const)]}
          onChange={(base) => change({ base: base === NONE ? undefined : base })}
        />
      </div>
      <CompareTable runs={runs} labels={labels} sides={sides} base={state.base} acts={acts} />
    </>
  );
}
