import { type Raw, readFlag, readMaybe, set } from "../../../urlState/read";

export interface TableSettings {
  /** The first table found where absent. */
  path?: string;
  /** Column by which rows are joined; by their place where absent. */
  by?: string;
  /** Only rows in which the runs differ. */
  differ?: true;
}

export const readTables = (raw: Raw): TableSettings => set({ path: readMaybe(raw.path), by: readMaybe(raw.by), differ: readFlag(raw.differ) });
