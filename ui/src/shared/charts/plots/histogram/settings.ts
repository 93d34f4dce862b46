import { type Raw, readCount, readFlag, readText, set } from "../../../urlState/read";

export const MOST_BINS = 200;

export interface HistogramSettings {
  column: string;
  bins?: number;
  log?: true;
}

export const readHistogram = (raw: Raw): HistogramSettings => set({ column: readText(raw.column), bins: readCount(raw.bins, 1, MOST_BINS), log: readFlag(raw.log) });
