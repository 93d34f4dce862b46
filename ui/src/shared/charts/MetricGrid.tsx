import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";

import { metricHistoryQuery } from "@/api/metrics";
import { isLive } from "@/api/runs";
import type { Run } from "@/api/types";

import { Failed } from "../ui/State";
import styles from "./MetricGrid.module.css";
import { type ChartLook, MetricChart } from "./MetricChart";
import type { Line } from "./plotData";

export interface Source {
  run: Run;
  label: string;
  colour: string;
}

interface MetricGridProps {
  metrics: readonly string[];
  sources: readonly Source[];
  look: ChartLook;
}

/** A chart per metric. What is out of sight is not fetched. */
export function MetricGrid({ metrics, sources, look }: MetricGridProps) {
  return (
    <div className={styles.grid}>
      {metrics.map((metric) => (
        <WhenSeen key={metric}>
          <FetchedChart metric={metric} sources={sources} look={look} />
        </WhenSeen>
      ))}
    </div>
  );
}

function WhenSeen({ children }: { children: React.ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !box.current) return undefined;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true), { rootMargin: "300px" });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [seen]);
  return (
    <div ref={box} className={styles.cell}>
      {seen && children}
    </div>
  );
}

function FetchedChart({ metric, sources, look }: { metric: string; sources: readonly Source[]; look: ChartLook }) {
  const having = useMemo(() => sources.filter(({ run }) => run.data?.metrics?.some((m) => m.key === metric)), [sources, metric]);
  const answers = useQueries({ queries: having.map(({ run }) => metricHistoryQuery(run.info.run_id, metric, isLive(run))) });
  const failure = answers.find((answer) => answer.error)?.error;
  const known = answers.map((answer) => answer.dataUpdatedAt).join();
  const shape = having.map((source) => source.label + source.colour).join();
  const lines = useMemo<Line[]>(
    () => having.map(({ label, colour }, i) => ({ label, colour, points: answers[i]?.data ?? [] })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `known` changes when any answer does, `shape` when the runs do
    [known, shape],
  );
  if (failure) return <Failed error={failure} />;
  if (answers.some((answer) => answer.isPending)) return <div className={`panel ${styles.waiting}`} role="status" aria-label={`Loading ${metric}`} />;
  return <MetricChart metric={metric} lines={lines} look={look} />;
}
