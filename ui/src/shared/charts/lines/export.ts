/** A chart of lines as files. */

import type { Theme } from "../../theme";
import type { Exportable, Table } from "../export/exportable";
import { plotPNG, plotSVG } from "../plots/core/files";
import { clipped, type Pen, textWidth } from "../plots/core/pen";
import type { Ink } from "../plots/core/ink";
import type { Scene, Size } from "../plots/core/scene";
import type { LegendEntry } from "./Legend";
import { stage, type StageWish } from "./stage";

interface ExportWish {
  title: string;
  /** What the horizontal axis shows. */
  axis: string;
  wish: StageWish;
  entries: readonly LegendEntry[];
  size: Size | undefined;
  theme: Theme;
}

const USUAL: Size = { width: 640, height: 320 };
const ROW = 18;
/** Room for the name of the horizontal axis. */
const AXIS = 14;
const MOST_LABEL = 260;

export function exportOf({ title, axis, wish, entries, size = USUAL, theme }: ExportWish): Exportable {
  const picture = { width: Math.max(size.width, USUAL.width), height: Math.max(size.height, USUAL.height) };
  const key = legendOf(entries, { ...picture, height: picture.height + AXIS });
  const scene: Scene = {
    draw: (pen, ink) => {
      stage(wish, picture).draw(pen, ink);
      pen.text(picture.width - 12, picture.height + AXIS / 2, axis, { fill: ink.text3, align: "right" });
      key.draw(pen, ink);
    },
  };
  const whole = { width: picture.width, height: picture.height + AXIS + key.height };
  return {
    name: title,
    toSVG: () => plotSVG(title, scene, whole, theme),
    toPNG: () => plotPNG(title, scene, whole, theme),
    rows: () => rowsOf(entries),
  };
}

/** The legend below the picture, in as many rows as it needs. */
export function legendOf(entries: readonly LegendEntry[], { width, height }: Size): { height: number; draw: (pen: Pen, ink: Ink) => void } {
  if (entries.length < 2) return { height: 4, draw: () => undefined };
  let [x, y] = [12, 0];
  const places = entries.map((entry) => {
    const label = clipped(entry.label, MOST_LABEL);
    const room = 20 + textWidth(label) + 16;
    if (x + room > width && x > 12) [x, y] = [12, y + ROW];
    const place = { entry, label, x, y };
    x += room;
    return place;
  });
  return {
    height: y + ROW + 8,
    draw: (pen, ink) => {
      for (const { entry, label, x: left, y: row } of places) {
        const middle = height + row + 9;
        pen.line([left, middle, left + 14, middle], { stroke: entry.colour, width: 2.5, dash: entry.dash });
        pen.text(left + 20, middle, label, { fill: ink.text2 });
      }
    },
  };
}

/** Every point that the chart was made from. */
export function rowsOf(entries: readonly LegendEntry[]): Table {
  const isGrouped = entries.some(({ tracks }) => tracks[0]?.group !== undefined);
  const several = entries.length > 1 || isGrouped;
  const columns = [...(isGrouped ? ["group"] : []), ...(several ? ["run"] : []), "step", "time", "value"];
  const rows = entries.flatMap((entry) =>
    entry.tracks.flatMap(({ label, group, points }) =>
      points.map(({ step, timestamp, value }) => [...(isGrouped ? [group ?? ""] : []), ...(several ? [label] : []), step, new Date(timestamp).toISOString(), value]),
    ),
  );
  return { columns, rows };
}
