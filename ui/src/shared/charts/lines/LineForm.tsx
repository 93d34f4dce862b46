import { useId } from "react";

import type { PanelSettingsProps } from "../board/contract";
import { NamePicker } from "../board/NamePicker";
import styles from "./LineForm.module.css";
import type { LineSettings } from "./settings";

export function LineForm({ settings, change, keys }: PanelSettingsProps<LineSettings>) {
  return (
    <>
      <NamePicker label="Metrics" names={keys.metrics} chosen={settings.metrics} choose={(metrics) => change({ metrics })} />
      <div className={styles.fields}>
        <label>
          Title
          <input className="input" value={settings.title ?? ""} placeholder="The metrics' names" onChange={(event) => change({ title: event.target.value || undefined })} />
        </label>
        <NumberField label="Lowest value" value={settings.low} change={(low) => change({ low })} />
        <NumberField label="Highest value" value={settings.high} change={(high) => change({ high })} />
      </div>
    </>
  );
}

function NumberField({ label, value, change }: { label: string; value: number | undefined; change: (value: number | undefined) => void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input num"
        type="number"
        step="any"
        value={value ?? ""}
        placeholder="auto"
        onChange={(event) => change(Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber)}
      />
    </div>
  );
}
