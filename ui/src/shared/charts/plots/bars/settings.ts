import { type Raw, readCount, readMaybe, readOne, readText, set } from "../../../urlState/read";
import type { BarOrder } from "./bars";

const ORDERS: readonly BarOrder[] = ["most", "least", "name"];
export const USUAL_TOP = 20;
export const MOST_TOP = 200;

export interface BarSettings {
  value: string;
  by?: string;
  order?: BarOrder;
  top?: number;
}

export const readBars = (raw: Raw): BarSettings =>
  set({ value: readText(raw.value), by: readMaybe(raw.by), order: readOne(raw.order, ORDERS), top: readCount(raw.top, 1, MOST_TOP) });
