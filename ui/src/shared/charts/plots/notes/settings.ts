import { type Raw, readMaybe, readText, set } from "../../../urlState/read";

export interface NoteSettings {
  text: string;
  title?: string;
}

/** An address holds no book. */
const MOST_CHARACTERS = 4_000;

export const readNote = (raw: Raw): NoteSettings => set({ text: readText(raw.text).slice(0, MOST_CHARACTERS), title: readMaybe(raw.title) });
