import type { PanelSettingsProps } from "../../board/contract";
import { Fields, FlagField, KeyField } from "../panel/fields";
import type { BoxSettings } from "./settings";

export const BoxForm = ({ keys, settings, change }: PanelSettingsProps<BoxSettings>) => (
  <Fields>
    <KeyField label="Value" keys={keys} value={settings.value} change={(value) => change({ value })}>
      <FlagField label="Log" value={settings.log === true} change={(log) => change({ log })} />
    </KeyField>
    <KeyField label="Groups" keys={keys} value={settings.by ?? ""} none="All runs in one" change={(by) => change({ by: by || undefined })} />
    <FlagField label="Density as well (violin)" value={settings.violin === true} change={(violin) => change({ violin })} />
  </Fields>
);
