import { type Raw, readMaybe, readTexts, set } from "../../../urlState/read";

export interface ValueSettings {
  columns: readonly string[];
  /** Column the rows are sorted by, with "-" before it for the greatest first. */
  order?: string;
}

export const readValues = (raw: Raw): ValueSettings => set({ columns: readTexts(raw.columns), order: readMaybe(raw.order) });
