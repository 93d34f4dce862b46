import type { Metric } from "@/api/types";
import { toNumber } from "@/api/metrics";
import { formatNumber } from "@/shared/format";

import styles from "./Metrics.module.css";

/** Metrics that were logged once: a number says it, a chart would not. */
export function ValueTiles({ metrics }: { metrics: readonly Metric[] }) {
  if (metrics.length === 0) return null;
  return (
    <dl className={styles.tiles} aria-label="Logged once">
      {metrics.map((metric) => (
        <div key={metric.key} className="panel" data-testid={`value-${metric.key}`}>
          <dt className="clip" title={metric.key}>
            {metric.key}
          </dt>
          <dd className="num" title={`${metric.value} at step ${metric.step ?? 0}`}>
            {formatNumber(toNumber(metric.value))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
