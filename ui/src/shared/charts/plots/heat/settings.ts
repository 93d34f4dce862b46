import { type Raw, readCount, readFlag, readOne, readText, set } from "../../../urlState/read";
import type { Fold } from "./surface";

export const MOST_CELLS = 60;
const FOLDS: readonly Fold[] = ["mean", "min", "max", "count"];

export interface HeatSettings {
  x: string;
  y: string;
  value: string;
  logX?: true;
  logY?: true;
  contour?: true;
  fold?: Fold;
  bins?: number;
}

export const readHeat = (raw: Raw): HeatSettings =>
  set({
    x: readText(raw.x),
    y: readText(raw.y),
    value: readText(raw.value),
    logX: readFlag(raw.logX),
    logY: readFlag(raw.logY),
    contour: readFlag(raw.contour),
    fold: readOne(raw.fold, FOLDS),
    bins: readCount(raw.bins, 1, MOST_CELLS),
  });
