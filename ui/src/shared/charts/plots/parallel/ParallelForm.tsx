import type { PanelSettingsProps } from "../../board/contract";
import { Fields, KeyField, KeysField } from "../panel/fields";
import type { ParallelSettings } from "./settings";

export function ParallelForm({ keys, settings, change }: PanelSettingsProps<ParallelSettings>) {
  return (
    <Fields>
      <KeysField label="Axes" keys={keys} value={settings.columns} change={(columns) => change({ columns })} />
      <KeyField label="Colour" keys={keys} value={settings.colour ?? ""} none="The last metric" change={(colour) => change({ colour: colour || undefined })} />
      <p className="dimmer">In the chart: drag on an axis to brush it, drag its name to move it, press its name for its scale and for brushes as numbers.</p>
    </Fields>
  );
}
