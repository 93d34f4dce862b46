import type { Ink } from "./ink";
import type { Pen } from "./pen";

export interface Size {
  width: number;
  height: number;
}

export type Draw = (pen: Pen, ink: Ink) => void;

/** A picture laid out for one size: it can be drawn, and asked what stands where. */
export interface Scene {
  draw: Draw;
  /** What a file needs besides, where the page has widgets of its own for it. */
  alone?: Draw;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const widthOf = (box: Box): number => box.right - box.left;
export const heightOf = (box: Box): number => box.bottom - box.top;
