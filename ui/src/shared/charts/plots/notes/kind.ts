import { NotebookPen } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { type NoteSettings, readNote } from "./settings";
import { NoteForm } from "./NoteForm";

export const noteKind: PanelKind<NoteSettings> = {
  name: "note",
  label: "Note",
  about: "A text in Markdown among the charts",
  icon: NotebookPen,
  defaults: () => ({ text: "" }),
  read: readNote,
  describe: ({ title }) => title ?? "Note",
  mentions: ({ text }) => [text],
  View: lazy(() => import("./NotePanel")),
  Settings: NoteForm,
};
