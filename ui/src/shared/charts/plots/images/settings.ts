import { type Raw, readFlag, readMaybe, readOne, set } from "../../../urlState/read";

export interface ImageSettings {
  /** Name of a series. */
  key?: string;
  /** Or the path of a single file that runs have. */
  path?: string;
  /** The last one where absent. */
  step?: number;
  /** All steps beside one another instead of one of them. */
  all?: true;
  size?: "small" | "large";
}

export const readImages = (raw: Raw): ImageSettings =>
  set({
    key: readMaybe(raw.key),
    path: readMaybe(raw.path),
    step: typeof raw.step === "number" && Number.isInteger(raw.step) ? raw.step : undefined,
    all: readFlag(raw.all),
    size: readOne(raw.size, ["small", "large"] as const),
  });
