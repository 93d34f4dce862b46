import type { ChartRun } from "../../board/contract";
import { imageAt, type StepImage, stepsOf } from "./series";
import type { RunImages } from "./useImages";

/** An image in its place: of a run, at a step. */
export interface Tile {
  run: ChartRun;
  /** Undefined of a file that has no steps. */
  step?: number;
  path: string;
  preview?: string;
}

export interface Row {
  run: ChartRun;
  images: readonly StepImage[];
}

export const rowsWith = (runs: readonly RunImages[], key: string): Row[] =>
  runs.flatMap(({ run, series }) => {
    const images = series.get(key);
    return images?.length ? [{ run, images }] : [];
  });

const tileOf = (run: ChartRun, { step, path, preview }: StepImage): Tile => ({ run, step, path, preview });

/** A row a run: at one step a single tile, or a tile a step with gaps where a run has none. */
export function tileRows(rows: readonly Row[], at: number | "all"): { run: ChartRun; tiles: (Tile | undefined)[] }[] {
  if (at !== "all") return rows.map(({ run, images }) => ({ run, tiles: [imageAt(images, at)].map((image) => image && tileOf(run, image)) }));
  const steps = stepsOf(rows.map(({ images }) => images));
  return rows.map(({ run, images }) => ({
    run,
    tiles: steps.map((step) => {
      const image = images.findLast((one) => one.step === step);
      return image && tileOf(run, image);
    }),
  }));
}

/** The next tile in a direction: sideways in time, up and down over the runs. Itself at an end. */
export function neighbour(rows: readonly Row[], tile: Tile, key: "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown"): Tile {
  const at = rows.findIndex(({ run }) => run.runId === tile.run.runId);
  const row = rows[at];
  if (!row) return tile;
  const place = row.images.findIndex(({ path }) => path === tile.path);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const image = row.images[place + (key === "ArrowLeft" ? -1 : 1)];
    return image ? tileOf(row.run, image) : tile;
  }
  const other = rows[at + (key === "ArrowUp" ? -1 : 1)];
  const image = other && (imageAt(other.images, tile.step ?? 0) ?? other.images[0]);
  return other && image ? tileOf(other.run, image) : tile;
}
