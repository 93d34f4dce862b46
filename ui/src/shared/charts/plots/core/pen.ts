/** Where a picture is drawn to: a canvas, or a file. A plot is drawn once and comes out as both. */
export interface Pen {
  /** `points`: x, y, x, y, … */
  line: (points: readonly number[], look: StrokeLook) => void;
  area: (rings: readonly (readonly number[])[], fill: string, alpha?: number) => void;
  rect: (x: number, y: number, width: number, height: number, look: FillLook) => void;
  dot: (x: number, y: number, radius: number, look: FillLook) => void;
  text: (x: number, y: number, text: string, look: TextLook) => void;
  /** What `draw` does is seen only inside the rectangle. */
  inside: (x: number, y: number, width: number, height: number, draw: () => void) => void;
}

interface StrokeLook {
  stroke: string;
  width?: number;
  alpha?: number;
  dash?: readonly number[];
}

export interface FillLook {
  fill?: string;
  stroke?: string;
  width?: number;
  alpha?: number;
}

interface TextLook {
  fill: string;
  size?: number;
  weight?: number;
  align?: "left" | "center" | "right";
  /** Turned by a quarter, for the name of a vertical axis. */
  upright?: boolean;
  /** Cut with an ellipsis where it is longer. */
  most?: number;
}

export const TEXT_SIZE = 11;
/** Average width of a character by its height, to lay out before anything is drawn. */
export const textWidth = (text: string, size = TEXT_SIZE): number => text.length * size * 0.56;

export function clipped(text: string, most: number | undefined, size = TEXT_SIZE): string {
  if (most === undefined || textWidth(text, size) <= most) return text;
  return `${text.slice(0, Math.max(1, Math.floor(most / (size * 0.56)) - 1))}…`;
}
