import { Select } from "@/shared/ui/Controls";

import type { PanelSettingsProps } from "../../board/contract";
import { ChoiceField, Field, Fields } from "../panel/fields";
import type { ImageSettings } from "./settings";
import { useImagePaths, useImages } from "./useImages";

export function ImageForm({ runs, settings, change }: PanelSettingsProps<ImageSettings>) {
  const { keys, pending } = useImages(runs);
  const paths = useImagePaths(runs, true);
  const chosen = settings.key ? `key:${settings.key}` : settings.path ? `path:${settings.path}` : "";
  const options = [
    ...keys.map((key) => [`key:${key}`, `${key} (steps)`] as const),
    ...[...paths].sort(([, a], [, b]) => b - a).map(([path, count]) => [`path:${path}`, `${path} (${count})`] as const),
  ];
  const known = options.some(([value]) => value === chosen) || chosen === "" ? options : [[chosen, settings.key ?? settings.path ?? ""] as const, ...options];
  return (
    <Fields>
      <Field label="Images">
        {known.length ? (
          <Select
            label="Images"
            value={chosen || (known[0]?.[0] ?? "")}
            options={known}
            onChange={(next) => change(next.startsWith("key:") ? { key: next.slice(4), path: undefined } : { key: undefined, path: next.slice(5) })}
          />
        ) : (
          <span className="dimmer">{pending ? "Looking for images" : "The runs that are shown have logged no images."}</span>
        )}
      </Field>
      <ChoiceField
        label="Steps"
        value={settings.all ? "all" : "one"}
        options={[
          ["one", "One, with a slider"],
          ["all", "All beside one another"],
        ]}
        change={(next) => change({ all: next === "all" || undefined })}
      />
      <ChoiceField
        label="Size"
        value={settings.size ?? "usual"}
        options={[
          ["small", "Small"],
          ["usual", "Usual"],
          ["large", "Large"],
        ]}
        change={(next) => change({ size: next === "usual" ? undefined : next })}
      />
    </Fields>
  );
}
