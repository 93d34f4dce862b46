import type { PanelSettingsProps } from "../../board/contract";
import { Fields, KeysField } from "../panel/fields";
import type { ValueSettings } from "./settings";

export const ValueForm = ({ keys, settings, change }: PanelSettingsProps<ValueSettings>) => (
  <Fields>
    <KeysField label="Columns" keys={keys} value={settings.columns} change={(columns) => change({ columns })} />
  </Fields>
);
