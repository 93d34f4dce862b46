import { colourOf } from "../../palette";
import { type Column, extentOf, write } from "./column";
import type { Ink } from "./ink";
import type { Pen } from "./pen";

/** Words beyond these share a grey: more hues would not be told apart. */
const MOST_HUES = 10;

/** How a column colours the runs. */
interface Paint {
  /** Colour of a row, the grey of "no value" included. */
  of: (row: number, ink: Ink) => string;
  /** What the colours mean, from left to right. */
  legend: (ink: Ink) => readonly { colour: string; text: string }[];
  ramp: boolean;
}

const place = (value: number, [least, most]: [number, number], log: boolean): number => {
  if (least === most) return 0.5;
  const at = log ? (Math.log(value) - Math.log(least)) / (Math.log(most) - Math.log(least)) : (value - least) / (most - least);
  return Math.min(1, Math.max(0, at));
};

/** Text gets hues, numbers a ramp from dark to light. */
export function paintOf(column: Column, log = false): Paint {
  if (column.kind === "text") {
    const of = (value: number, ink: Ink) => (Number.isNaN(value) || value >= MOST_HUES ? ink.text3 : colourOf(value));
    return {
      of: (row, ink) => of(column.numbers[row] as number, ink),
      legend: (ink) => [
        ...column.levels.slice(0, MOST_HUES).map((text, i) => ({ colour: of(i, ink), text })),
        ...(column.levels.length > MOST_HUES ? [{ colour: ink.text3, text: `${column.levels.length - MOST_HUES} more` }] : []),
      ],
      ramp: false,
    };
  }
  const rows = log ? Array.from(column.numbers.keys()).filter((row) => (column.numbers[row] as number) > 0) : undefined;
  const extent = extentOf(column, rows) ?? [0, 1];
  const step = (value: number, ink: Ink) => ink.ramp[Math.round(place(value, extent, log) * (ink.ramp.length - 1))] as string;
  return {
    of: (row, ink) => {
      const value = column.numbers[row] as number;
      return Number.isNaN(value) || (log && value <= 0) ? ink.lineStrong : step(value, ink);
    },
    legend: (ink) => [
      { colour: ink.ramp[0] as string, text: short(column, extent[0]) },
      { colour: ink.ramp.at(-1) as string, text: short(column, extent[1]) },
    ],
    ramp: true,
  };
}

/** An end of the ramp: four digits are enough to read colours by. */
export const short = (column: Column, value: number): string => write(column, column.kind === "number" ? Number(value.toPrecision(4)) : value);

/** A bar of the ramp with its ends in words, at the right end of a line. Returns what it took. */
export function drawRamp(pen: Pen, ink: Ink, right: number, y: number, name: string, [least, most]: readonly [string, string]): void {
  const length = 96;
  const end = right - most.length * 6.3 - 5;
  ink.ramp.forEach((fill, i) => pen.rect(end - length + (i * length) / ink.ramp.length, y - 4, length / ink.ramp.length + 0.6, 8, { fill }));
  pen.text(right, y, most, { fill: ink.text3, align: "right" });
  pen.text(end - length - 5, y, least, { fill: ink.text3, align: "right" });
  pen.text(end - length - 5 - least.length * 6.3 - 8, y, name, { fill: ink.text2, align: "right", most: 130 });
}

/** Coloured squares with words, from the right end of a line as many as fit. */
function drawHues(pen: Pen, ink: Ink, left: number, right: number, y: number, name: string, legend: readonly { colour: string; text: string }[]): void {
  let at = left;
  pen.text(at, y, name, { fill: ink.text2, most: 110 });
  at += Math.min(110, name.length * 6.3) + 10;
  for (const { colour, text } of legend) {
    const width = Math.min(110, text.length * 6.3) + 26;
    if (at + width > right) break;
    pen.rect(at, y - 4, 8, 8, { fill: colour });
    pen.text(at + 12, y, text, { fill: ink.text3, most: 110 });
    at += width;
  }
}

export function drawLegend(pen: Pen, ink: Ink, box: { left: number; right: number }, y: number, name: string, paint: Paint): void {
  const legend = paint.legend(ink);
  if (paint.ramp) drawRamp(pen, ink, box.right, y, name, [legend[0]?.text ?? "", legend[1]?.text ?? ""]);
  else drawHues(pen, ink, box.left, box.right, y, name, legend);
}
