import { Select } from "@/shared/ui/Controls";

import type { PanelSettingsProps } from "../../board/contract";
import { Field, Fields, FlagField } from "../panel/fields";
import type { TableSettings } from "./settings";
import { useLoggedTables } from "./useTables";

export function TableForm({ runs, settings, change }: PanelSettingsProps<TableSettings>) {
  const { paths, pending } = useLoggedTables(runs);
  const all = settings.path && !paths.includes(settings.path) ? [settings.path, ...paths] : paths;
  return (
    <Fields>
      <Field label="Table">
        {all.length ? (
          <Select label="Table" value={settings.path ?? (all[0] as string)} options={all.map((path) => [path, path] as const)} onChange={(path) => change({ path, by: undefined })} />
        ) : (
          <span className="dimmer">{pending ? "Looking for tables" : "The runs that are shown have logged no tables."}</span>
        )}
      </Field>
      <FlagField label="Only rows that differ" value={settings.differ === true} change={(differ) => change({ differ })} />
      <p className="dimmer">By which column rows are joined is chosen in the chart.</p>
    </Fields>
  );
}
