import type { PanelSettingsProps } from "../../board/contract";
import { Fields, KeyField, KeysField } from "../panel/fields";
import type { ImportanceSettings } from "./settings";

export const ImportanceForm = ({ keys, settings, change }: PanelSettingsProps<ImportanceSettings>) => (
  <Fields>
    <KeyField label="Metric" keys={keys} value={settings.metric} change={(metric) => change({ metric })} />
    <KeysField label="Params" keys={{ metrics: [], params: keys.params, tags: keys.tags }} value={settings.params ?? []} change={(params) => change({ params: params.length ? params : undefined })} />
    <p className="dimmer">
      {settings.params ? "" : "All params. "}A random forest learns the metric from the params; a param matters as much as its forecasts worsen when the param&rsquo;s values are shuffled. Params that go together share their
      importance, and none of this says what causes what.
    </p>
  </Fields>
);
