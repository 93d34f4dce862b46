import { type ReactNode } from "react";

import type { PanelSettingsProps } from "../board/contract";
import { Check, LookFields } from "../board/LookFields";
import { NamePicker } from "../board/NamePicker";
import { Slider } from "../../ui/Controls";
import styles from "./LineForm.module.css";
import type { LineSettings } from "./settings";

/** What a chart of lines shows, and how where that differs from the board. */
export function LineForm({ settings, change, keys, look, runs }: PanelSettingsProps<LineSettings>) {
  const own = settings.look;
  return (
    <>
      <NamePicker label="Metrics" names={keys.metrics} chosen={settings.metrics} choose={(metrics) => change({ metrics })} />
      <div className={styles.fields}>
        <Labelled name="Title">
          <input className="input" value={settings.title ?? ""} placeholder="The metrics' names" onChange={(event) => change({ title: event.target.value || undefined })} />
        </Labelled>
        <NumberField name="Lowest value" value={settings.low} change={(low) => change({ low })} />
        <NumberField name="Highest value" value={settings.high} change={(high) => change({ high })} />
      </div>
      <Check label="Drawn in its own way, not as the board's other lines" checked={own ? true : undefined} change={(on) => change({ look: on && { ...look, zoom: undefined, apart: undefined }, zoom: undefined })} />
      {own && (
        <>
          <div className={styles.smoothing}>
            Smoothing
            <Slider label="Smoothing of this chart" value={own.smooth ?? 0} max={0.99} step={0.01} onChange={(smooth) => change({ look: { ...own, smooth: smooth || undefined } })} />
            <span className="num">{(own.smooth ?? 0).toFixed(2)}</span>
          </div>
          <LookFields metrics={keys.metrics} look={own} change={(some) => change({ look: { ...own, ...some } })} grouped={runs.some(({ group }) => group !== undefined)} />
        </>
      )}
    </>
  );
}

const Labelled = ({ name, children }: { name: string; children: ReactNode }) => (
  <label>
    {name}
    {children}
  </label>
);

const NumberField = ({ name, value, change }: { name: string; value: number | undefined; change: (value: number | undefined) => void }) => (
  <Labelled name={name}>
    <input
      className="input num"
      type="number"
      step="any"
      value={value ?? ""}
      placeholder="auto"
      onChange={(event) => change(Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)}
    />
  </Labelled>
);
