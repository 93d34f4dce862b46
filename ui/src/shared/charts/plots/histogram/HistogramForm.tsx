import type { PanelSettingsProps } from "../../board/contract";
import { CountField, Fields, FlagField, KeyField } from "../panel/fields";
import { type HistogramSettings, MOST_BINS } from "./settings";

export const HistogramForm = ({ keys, settings, change }: PanelSettingsProps<HistogramSettings>) => (
  <Fields>
    <KeyField label="Value" keys={keys} value={settings.column} change={(column) => change({ column })}>
      <FlagField label="Log" value={settings.log === true} change={(log) => change({ log })} />
    </KeyField>
    <CountField label="Ranges" value={settings.bins} least={1} most={MOST_BINS} placeholder="auto" change={(bins) => change({ bins })} />
  </Fields>
);
