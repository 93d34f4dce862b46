import { type Raw, readFlag, readMaybe, readText, set } from "../../../urlState/read";

export interface BoxSettings {
  value: string;
  by?: string;
  log?: true;
  violin?: true;
}

export const readBoxes = (raw: Raw): BoxSettings => set({ value: readText(raw.value), by: readMaybe(raw.by), log: readFlag(raw.log), violin: readFlag(raw.violin) });
