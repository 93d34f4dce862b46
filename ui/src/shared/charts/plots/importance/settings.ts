import { type Raw, readText, readTexts, set } from "../../../urlState/read";

export interface ImportanceSettings {
  metric: string;
  /** All params where absent. */
  params?: readonly string[];
}

export function readImportance(raw: Raw): ImportanceSettings {
  const params = readTexts(raw.params);
  return set({ metric: readText(raw.metric), params: params.length ? params : undefined });
}
