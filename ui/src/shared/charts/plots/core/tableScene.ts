import { formatNumber } from "@/shared/format";

import type { Table } from "../../export/exportable";
import { textWidth } from "./pen";
import type { Scene, Size } from "./scene";

const ROW = 22;
const PAD = 10;
const MOST_WIDTH = 260;
/** A picture of more rows is better a CSV file. */
const MOST_ROWS = 200;

const words = (cell: string | number | null | undefined): string => (typeof cell === "number" ? formatNumber(cell) : (cell ?? ""));

/** A table as a picture, as wide and high as it is. */
export function tableScene({ columns, rows }: Table): { size: Size; scene: Scene } {
  const shown = rows.slice(0, MOST_ROWS);
  const widths = columns.map((name, i) => Math.min(MOST_WIDTH, Math.max(textWidth(name), ...shown.map((row) => textWidth(words(row[i])))) + 2 * PAD));
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  const width = Math.max(200, widths.reduce((sum, one) => sum + one, 0));
  const more = rows.length - shown.length;
  return {
    size: { width, height: (shown.length + 1 + Number(more > 0)) * ROW + PAD },
    scene: {
      draw: (pen, ink) => {
        const cell = (i: number, y: number, text: string, right: boolean, fill: string, weight = 400) =>
          pen.text((lefts[i] as number) + (right ? (widths[i] as number) - PAD : PAD), y, text, { fill, weight, align: right ? "right" : "left", most: (widths[i] as number) - 2 * PAD + 6 });
        const numeric = columns.map((_, i) => shown.some((row) => typeof row[i] === "number"));
        columns.forEach((name, i) => cell(i, ROW / 2, name, numeric[i] === true, ink.text2, 600));
        shown.forEach((row, k) => {
          const y = ROW * (k + 1);
          pen.line([0, y, width, y], { stroke: ink.line });
          row.forEach((value, i) => cell(i, y + ROW / 2, words(value), numeric[i] === true, ink.text));
        });
        if (more > 0) pen.text(PAD, ROW * (shown.length + 1.5), `${more.toLocaleString("en")} more rows`, { fill: ink.text3 });
      },
    },
  };
}
