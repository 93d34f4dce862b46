import { Link } from "@tanstack/react-router";

import type { Run } from "@/api/types";
import { formatDateTime, formatDuration, formatNumber } from "@/shared/format";
import { factsOf } from "@/shared/runs/facts";
import { Segments } from "@/shared/ui/Controls";
import { Section } from "@/shared/ui/Facts";
import { StatusLabel } from "@/shared/ui/Status";

import styles from "./Compare.module.css";

interface CompareTableProps {
  series: readonly { run: Run; label: string; colour: string }[];
  onlyDiffering: boolean;
  setOnlyDiffering: (on: boolean) => void;
}

export function CompareTable({ series, onlyDiffering, setOnlyDiffering }: CompareTableProps) {
  const facts = series.map(({ run }) => factsOf(run));
  const names = (pick: "params" | "metrics") => [...new Set(facts.flatMap((f) => [...f[pick].keys()]))].sort((a, b) => a.localeCompare(b));
  const lines = (title: string, keys: string[], value: (index: number, key: string) => string | undefined) => {
    const all = keys.map((key) => ({ key, values: series.map((_, i) => value(i, key)) }));
    const kept = all.map((line) => ({ ...line, differs: new Set(line.values).size > 1 })).filter((line) => line.differs || !onlyDiffering);
    return (
      <tbody>
        <tr className={styles.group}>
          <th colSpan={series.length + 1} scope="rowgroup">
            {title} <span className="dimmer num">{kept.length}</span>
          </th>
        </tr>
        {kept.map((line) => (
          <tr key={line.key} data-differs={line.differs}>
            <th scope="row">{line.key}</th>
            {line.values.map((text, i) => (
              <td key={i}>{text ?? <span className="dimmer">–</span>}</td>
            ))}
          </tr>
        ))}
      </tbody>
    );
  };
  return (
    <Section
      title="Side by side"
      extra={
        <>
          <span className="grow" />
          <Segments
            label="Which lines"
            value={onlyDiffering ? "differ" : "all"}
            options={[
              ["all", "All"],
              ["differ", "Only what differs"],
            ]}
            onChange={(choice) => setOnlyDiffering(choice === "differ")}
          />
        </>
      }
    >
      <div className={styles.scroll}>
        <table className={styles.table} data-testid="compare-table">
          <thead>
            <tr>
              <td />
              {series.map(({ run, label, colour }) => (
                <th key={run.info.run_id} scope="col">
                  <i style={{ background: colour }} />
                  <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: run.info.experiment_id, runId: run.info.run_id }}>
                    {label}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Status</th>
              {series.map(({ run }) => (
                <td key={run.info.run_id}>
                  <StatusLabel status={run.info.status} />
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">Started</th>
              {series.map(({ run }) => (
                <td key={run.info.run_id}>{run.info.start_time ? formatDateTime(run.info.start_time) : "–"}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">Duration</th>
              {series.map(({ run: { info } }) => (
                <td key={info.run_id}>{info.end_time && info.start_time ? formatDuration(info.end_time - info.start_time) : "–"}</td>
              ))}
            </tr>
          </tbody>
          {lines("Parameters", names("params"), (i, key) => facts[i]?.params.get(key))}
          {lines("Metrics, last value", names("metrics"), (i, key) => {
            const value = facts[i]?.metrics.get(key);
            return value === undefined ? undefined : formatNumber(value);
          })}
        </table>
      </div>
    </Section>
  );
}
