import type { PanelSettingsProps } from "../../board/contract";
import { Field, Fields } from "../panel/fields";
import type { NoteSettings } from "./settings";

export const NoteForm = ({ settings, change }: PanelSettingsProps<NoteSettings>) => (
  <Fields>
    <Field label="Title">
      <input className="input" aria-label="Title" value={settings.title ?? ""} placeholder="Note" onChange={(event) => change({ title: event.target.value || undefined })} />
    </Field>
    <Field label="Text">
      <textarea className="textarea mono" aria-label="Text, in Markdown" rows={8} maxLength={4000} value={settings.text} placeholder="Markdown" onChange={(event) => change({ text: event.target.value })} />
    </Field>
  </Fields>
);
