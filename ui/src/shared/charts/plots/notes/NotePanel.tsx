import { useCallback } from "react";

import { Note } from "@/shared/ui/Note";

import type { PanelViewProps } from "../../board/contract";
import { useTableFile } from "../core/useTableFile";
import type { NoteSettings } from "./settings";
import styles from "./Note.module.css";

export default function NotePanel({ settings, change, height, title, ref }: PanelViewProps<NoteSettings>) {
  const { text } = settings;
  useTableFile(ref, title, useCallback(() => ({ columns: ["Note"], rows: text.split("\n").map((line) => [line]) }), [text]));
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.note} style={{ height }} tabIndex={0} role="region" aria-label={title}>
      <Note text={text} save={async (next) => change({ text: next })} />
    </div>
  );
}
