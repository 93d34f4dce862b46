import { LineChart as LineIcon, Table2 } from "lucide-react";
import { useState } from "react";

import { formatDateTime, formatNumber } from "../format";
import { IconButton } from "../ui/Button";
import { LineChart } from "./LineChart";
import styles from "./MetricChart.module.css";
import type { Line } from "./plotData";
import { summarise, type XAxis } from "./series";

export interface ChartLook {
  axis: XAxis;
  log: boolean;
  smoothing: number;
}

interface MetricChartProps {
  metric: string;
  lines: readonly Line[];
  look: ChartLook;
  height?: number;
}

/** One metric of one or more runs: the picture, and the same in words and as a table. */
export function MetricChart({ metric, lines, look, height = 208 }: MetricChartProps) {
  const [asTable, setAsTable] = useState(false);
  const filled = lines.filter((line) => line.points.length > 0);
  const single = filled.every((line) => line.points.length === 1);
  return (
    <figure className={`panel ${styles.figure}`} data-testid={`chart-${metric}`}>
      <figcaption className={styles.caption}>
        <h2 className="clip" title={metric}>
          {metric}
        </h2>
        <span className="grow" />
        <IconButton label={asTable ? "Show as chart" : "Show as table"} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? <LineIcon /> : <Table2 />}
        </IconButton>
      </figcaption>
      {asTable ? (
        <PointTable lines={filled} height={height} />
      ) : single && filled.length > 0 ? (
        <OneValue lines={filled} height={height} />
      ) : (
        <LineChart lines={filled} axis={look.axis} log={look.log} smoothing={look.smoothing} height={height} label={`${metric} over ${look.axis}`} />
      )}
      <Summaries lines={filled} />
    </figure>
  );
}

function Summaries({ lines }: { lines: readonly Line[] }) {
  return (
    <table className={styles.summary} data-single={lines.length === 1 || undefined}>
      <thead className="sr-only">
        <tr>
          <th>Run</th>
          <th>Last</th>
          <th>Min</th>
          <th>Max</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const sum = summarise(line.points);
          if (!sum) return null;
          return (
            <tr key={line.label} data-testid="chart-summary">
              <th scope="row" title={line.label}>
                <i style={{ background: line.colour }} />
                <span className={lines.length > 1 ? "clip" : "sr-only"}>{line.label}</span>
              </th>
              <Figure name="last" value={sum.last} />
              <Figure name="min" value={sum.min} />
              <Figure name="max" value={sum.max} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const Figure = ({ name, value }: { name: string; value: number }) => (
  <td title={String(value)}>
    <span className="dimmer">{name}</span>{" "}
    <b className="num" data-testid={`chart-${name}`} data-value={value}>
      {formatNumber(value)}
    </b>
  </td>
);

/** A metric that was logged once has no line: its value says more. */
function OneValue({ lines, height }: { lines: readonly Line[]; height: number }) {
  const most = Math.max(...lines.map((line) => Math.abs(line.points[0]?.value ?? 0)), Number.MIN_VALUE);
  if (lines.length === 1)
    return (
      <div className={styles.one} style={{ height }}>
        <span className="num">{formatNumber(lines[0]?.points[0]?.value ?? NaN)}</span>
        <span className="dimmer">logged once, at step {lines[0]?.points[0]?.step}</span>
      </div>
    );
  return (
    <div className={styles.bars} style={{ height }}>
      {lines.map((line) => (
        <div key={line.label} title={line.label}>
          <i style={{ width: `${(Math.abs(line.points[0]?.value ?? 0) / most) * 100}%`, background: line.colour }} />
        </div>
      ))}
    </div>
  );
}

const TABLE_ROWS = 500;

function PointTable({ lines, height }: { lines: readonly Line[]; height: number }) {
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.points} style={{ height }} tabIndex={0} role="region" aria-label="Values">
      {lines.map((line) => (
        <table key={line.label}>
          <caption className={lines.length > 1 ? undefined : "sr-only"}>{line.label}</caption>
          <thead>
            <tr>
              <th>Step</th>
              <th>Time</th>
              <th>Value</th>
            </tr>
          </thead>
          <tbody className="num">
            {line.points.slice(-TABLE_ROWS).map((point, i) => (
              <tr key={i}>
                <td>{point.step}</td>
                <td>{formatDateTime(point.timestamp)}</td>
                <td>{formatNumber(point.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
