import uPlot from "uplot";

import { formatDateTime, formatDuration, formatNumber } from "../format";
import type { Line } from "./plotData";
import type { XAxis } from "./series";

interface PlotShape {
  lines: readonly Line[];
  axis: XAxis;
  log: boolean;
  smoothed: boolean;
  width: number;
  height: number;
  card: HTMLElement;
}

const cssValue = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function writeX(x: number, axis: XAxis): string {
  if (axis === "time") return formatDateTime(x * 1000);
  if (axis === "relative") return formatDuration(x * 1000);
  return `step ${x.toLocaleString("en")}`;
}

/** Colour with the given opacity (two hex digits). */
const faint = (colour: string, alpha: string) => `${colour}${alpha}`;

export function plotOptions(shape: PlotShape): uPlot.Options {
  const { lines, axis, log, smoothed, width, height } = shape;
  const ink = cssValue("--text-3");
  const grid = { stroke: cssValue("--line"), width: 1 };
  const font = `11px ${cssValue("--font")}`;
  const common = { stroke: ink, font, ticks: { show: false }, gap: 6 };
  const thick = { width: 1.6, spanGaps: true, points: { size: 5, fill: cssValue("--bg") } };
  return {
    width,
    height,
    padding: [8, 10, 0, 0],
    legend: { show: false },
    scales: { x: { time: axis === "time" }, y: { distr: log ? 3 : 1, range: log ? undefined : yRange } },
    axes: [
      { ...common, grid: { show: false }, size: 28, ...(axis === "time" ? {} : { values: (_, ticks) => ticks.map((t) => (axis === "relative" ? formatDuration(t * 1000) : compact(t))) }) },
      { ...common, grid, size: yAxisWidth, values: (_, ticks) => ticks.map((t) => (t === null ? "" : formatNumber(t))) },
    ],
    series: [
      {},
      ...lines.flatMap(({ label, colour }): uPlot.Series[] =>
        smoothed
          ? [
              { label: `${label} (raw)`, stroke: faint(colour, "40"), ...thick, width: 1, points: { show: false } },
              { label, stroke: colour, ...thick },
            ]
          : [{ label, stroke: colour, ...thick }],
      ),
    ],
    cursor: { points: { size: 7 }, drag: { x: true, y: false }, focus: { prox: 24 }, y: false },
    hooks: { setCursor: [(plot) => showCard(plot, shape)] },
  };
}

/** A flat line stands in the middle instead of on an axis. */
function yRange(_plot: uPlot, least: number, most: number): uPlot.Range.MinMax {
  if (least === null || most === null) return [0, 1];
  if (least === most) {
    const room = Math.abs(least) * 0.1 || 1;
    return [least - room, most + room];
  }
  const room = (most - least) * 0.06;
  return [least - room, most + room];
}

function yAxisWidth(_plot: uPlot, values: string[] | null): number {
  const longest = (values ?? []).reduce((most, text) => Math.max(most, text?.length ?? 0), 3);
  return 14 + longest * 6.4;
}

const compact = (step: number): string =>
  Math.abs(step) >= 10_000 ? new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 }).format(step) : formatNumber(step);

/** The values at the pointer. A line without a value just there tells its nearest earlier one. */
function showCard(plot: uPlot, { lines, axis, smoothed, card }: PlotShape): void {
  const { idx, left } = plot.cursor;
  const at = idx === null || idx === undefined ? undefined : plot.data[0][idx];
  if (at === undefined || left === undefined || left < 0) {
    card.hidden = true;
    return;
  }
  const rows = lines.map((line, i) => {
    const ys = plot.data[smoothed ? 2 * i + 2 : i + 1];
    const value = ys?.[idx as number];
    const raw = smoothed ? plot.data[2 * i + 1]?.[idx as number] : undefined;
    return { line, value, raw };
  });
  card.replaceChildren(heading(writeX(at, axis)), ...rows.filter((r) => r.value !== undefined && r.value !== null).slice(0, 12).map(cardRow));
  card.hidden = card.childElementCount < 2;
  const right = left + plot.bbox.left / devicePixelRatio;
  const flip = right > plot.width - 190;
  card.style.transform = `translate(${flip ? right - 14 : right + 14}px, 10px) ${flip ? "translateX(-100%)" : ""}`;
}

function heading(text: string): HTMLElement {
  const head = document.createElement("div");
  head.className = "dim num";
  head.textContent = text;
  return head;
}

function cardRow({ line, value, raw }: { line: Line; value?: number | null; raw?: number | null }): HTMLElement {
  const row = document.createElement("div");
  const mark = document.createElement("i");
  mark.style.background = line.colour;
  const name = document.createElement("span");
  name.textContent = line.label;
  const number = document.createElement("b");
  number.className = "num";
  number.textContent = formatNumber(value as number) + (raw === undefined || raw === null ? "" : `  (${formatNumber(raw)})`);
  row.append(mark, name, number);
  return row;
}
