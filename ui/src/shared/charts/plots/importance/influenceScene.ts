import { formatNumber } from "@/shared/format";

import type { Table } from "../../export/exportable";
import { labelRoom } from "../core/frame";
import type { Ink } from "../core/ink";
import type { Pen } from "../core/pen";
import type { Scene, Size } from "../core/scene";
import type { Influence, Influences } from "./importance";

const TOP = 30;
const LEAST_ROW = 19;
const MOST_ROW = 28;

interface InfluenceScene extends Scene {
  shown: number;
}

const percent = (share: number): string => `${share < 0.0995 && share > 0 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;

/** The sign is told by the side, by the colour, and in words. */
const correlationText = ({ correlation, signed }: Influence): string =>
  correlation === undefined ? "–" : signed ? `${correlation > 0 ? "+" : ""}${formatNumber(Number(correlation.toFixed(2)))}` : `|${formatNumber(Number(correlation.toFixed(2)))}|`;

/** The most important params as bars, beside them the correlation as bars from the middle. */
export function influenceScene(rows: readonly Influence[], size: Size): InfluenceScene {
  const shown = Math.min(rows.length, Math.max(1, Math.floor((size.height - TOP - 4) / LEAST_ROW)));
  const row = Math.min(MOST_ROW, (size.height - TOP - 4) / Math.max(1, shown));
  const left = labelRoom(rows.slice(0, shown).map(({ label }) => label), 60, size.width * 0.3) + 12;
  const room = size.width - left - 24;
  const bars = { from: left, to: left + room * 0.52 - 48 };
  const sides = { from: left + room * 0.52 + 12, to: size.width - 62 };
  const most = Math.max(1e-9, ...rows.map(({ importance }) => importance));
  const middle = (sides.from + sides.to) / 2;
  const half = (sides.to - sides.from) / 2;
  return {
    shown,
    draw: (pen, ink) => {
      pen.text(bars.from, 14, "importance", { fill: ink.text2 });
      pen.text(middle, 14, "correlation", { fill: ink.text2, align: "center" });
      pen.line([middle, TOP - 4, middle, TOP + row * shown], { stroke: ink.lineStrong });
      rows.slice(0, shown).forEach((influence, i) => {
        const y = TOP + row * (i + 0.5);
        pen.text(left - 8, y, influence.label, { fill: ink.text, align: "right", most: left - 14 });
        pen.rect(bars.from, y - 5, Math.max(1, ((bars.to - bars.from) * influence.importance) / most), 10, { fill: ink.accent, alpha: 0.85 });
        pen.text(bars.to + 44, y, percent(influence.importance), { fill: ink.text2, align: "right" });
        drawSide(pen, ink, influence, middle, half, y);
        pen.text(size.width - 8, y, correlationText(influence), { fill: ink.text2, align: "right" });
      });
    },
  };
}

function drawSide(pen: Pen, ink: Ink, { correlation, signed }: Influence, middle: number, half: number, y: number): void {
  if (correlation === undefined) return;
  const length = Math.abs(correlation) * half;
  // Words have no order: what they have to do with the metric stands on both sides.
  if (!signed) pen.rect(middle - length, y - 4, 2 * length, 8, { stroke: ink.text3 });
  else pen.rect(correlation > 0 ? middle : middle - length, y - 5, length, 10, { fill: correlation > 0 ? ink.good : ink.bad, alpha: 0.85 });
}

export const influenceTable = ({ rows }: Influences): Table => ({
  columns: ["Param", "Importance", "Correlation", "Kind of correlation", "Runs with it"],
  rows: rows.map(({ label, importance, correlation, signed, count }) => [label, importance, correlation ?? null, signed ? "Spearman's rho" : "correlation ratio of ranks", count]),
});
