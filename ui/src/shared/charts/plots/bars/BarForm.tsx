import type { PanelSettingsProps } from "../../board/contract";
import { ChoiceField, CountField, Fields, KeyField } from "../panel/fields";
import { type BarSettings, MOST_TOP, USUAL_TOP } from "./settings";

export const BarForm = ({ keys, settings, change }: PanelSettingsProps<BarSettings>) => (
  <Fields>
    <KeyField label="Value" keys={keys} value={settings.value} change={(value) => change({ value })} />
    <KeyField label="Groups" keys={keys} value={settings.by ?? ""} none="A bar for each run" change={(by) => change({ by: by || undefined })} />
    <ChoiceField
      label="Order"
      value={settings.order ?? "most"}
      options={[
        ["most", "Most first"],
        ["least", "Least first"],
        ["name", "By name"],
      ]}
      change={(order) => change({ order: order === "most" ? undefined : order })}
    />
    <CountField label="At most" value={settings.top} least={1} most={MOST_TOP} placeholder={String(USUAL_TOP)} change={(top) => change({ top })} />
  </Fields>
);
