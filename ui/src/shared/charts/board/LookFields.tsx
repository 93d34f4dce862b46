import { type ReactNode, useState } from "react";

import { Combobox } from "../../ui/Combobox";
import { Checkbox, Select } from "../../ui/Controls";
import styles from "./LookFields.module.css";
import type { BoardLook } from "./state";

interface LookFieldsProps {
  metrics: readonly string[];
  look: BoardLook;
  change: (look: Partial<BoardLook>) => void;
  /** Whether there are groups, with something around their means. */
  grouped?: boolean;
}

/** How lines are looked at, in full. */
export function LookFields({ metrics, look, change, grouped }: LookFieldsProps) {
  return (
    <div className={styles.fields}>
      <Field name="Horizontal axis">
        <Select
          label="Horizontal axis"
          value={look.x?.startsWith("metric:") ? "metric" : (look.x ?? "step")}
          options={[
            ["step", "Step"],
            ["relative", "Time since the start"],
            ["time", "Time"],
            ["metric", "Another metric"],
          ]}
          onChange={(x) => change({ x: x === "metric" ? `metric:${metrics[0] ?? ""}` : x === "step" ? undefined : (x as "time"), zoom: undefined })}
        />
      </Field>
      {look.x?.startsWith("metric:") && (
        <Field name="Metric on it">
          <MetricField key={look.x} metrics={metrics} value={look.x.slice(7)} pick={(metric) => change({ x: `metric:${metric}`, zoom: undefined })} />
        </Field>
      )}
      <Check label="Logarithmic horizontal axis" checked={look.logX} change={(on) => change({ logX: on })} />
      <Check label="Logarithmic vertical axis" checked={look.log} change={(on) => change({ log: on })} />
      <Check label="Leave extreme values out of the picture" checked={look.robust} change={(on) => change({ robust: on })} />
      <Field name="Smoothed by">
        <Select
          label="Smoothed by"
          value={look.smoother ?? "ema"}
          options={[
            ["ema", "Exponential average"],
            ["mean", "Running mean"],
            ["gaussian", "Gaussian"],
          ]}
          onChange={(smoother) => change({ smoother: smoother === "ema" ? undefined : smoother })}
        />
      </Field>
      {grouped && (
        <Field name="Around means">
          <Select
            label="Around means"
            value={look.band ?? "deviation"}
            options={[
              ["deviation", "Standard deviation"],
              ["range", "Least to greatest"],
              ["none", "Nothing"],
            ]}
            onChange={(band) => change({ band: band === "deviation" ? undefined : band })}
          />
        </Field>
      )}
    </div>
  );
}

const Field = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className={styles.field}>
    <span>{name}</span>
    {children}
  </div>
);

export const Check = ({ label, checked, change }: { label: string; checked: true | undefined; change: (on: true | undefined) => void }) => (
  <label className={styles.check}>
    <Checkbox label={label} checked={checked === true} onChange={(on) => change(on || undefined)} />
    {label}
  </label>
);

function MetricField({ metrics, value, pick }: { metrics: readonly string[]; value: string; pick: (metric: string) => void }) {
  const [text, setText] = useState(value);
  const wanted = text.trim().toLowerCase();
  const found = metrics.filter((metric) => wanted === value.toLowerCase() || metric.toLowerCase().includes(wanted)).slice(0, 50);
  return <Combobox label="Metric on it" value={text} onChange={setText} completions={found.map((metric) => ({ value: metric }))} onPick={(metric) => metric && pick(metric)} />;
}
