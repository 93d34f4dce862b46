import type { Theme } from "@/shared/theme";

import { canvasPen } from "../core/canvasPen";
import { asPNG } from "../core/files";
import { inkOf } from "../core/ink";

interface Placed {
  image: HTMLImageElement;
  x: number;
  y: number;
  words: string;
}

const CELL = 200;
const GAP = 12;
const HEAD = 36;
const WORDS = 20;
const MOST_COLUMNS = 6;

/** The images of a grid that were loaded, in rows of six. */
function placed(box: HTMLElement | null): { all: Placed[]; width: number; height: number } {
  const images = [...(box?.querySelectorAll("img") ?? [])].filter((image) => image.complete && image.naturalWidth > 0);
  const columns = Math.max(1, Math.min(MOST_COLUMNS, images.length));
  const all = images.map((image, i) => ({
    image,
    x: GAP + (i % columns) * (CELL + GAP),
    y: HEAD + Math.floor(i / columns) * (CELL + WORDS + GAP),
    words: [image.dataset.run, image.dataset.step && `step ${image.dataset.step}`].filter(Boolean).join(", "),
  }));
  return { all, width: GAP + columns * (CELL + GAP), height: HEAD + Math.ceil(Math.max(1, images.length) / columns) * (CELL + WORDS + GAP) };
}

function drawn(title: string, box: HTMLElement | null, theme: Theme): HTMLCanvasElement {
  const { all, width, height } = placed(box);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * 2, height * 2];
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw the picture.");
  const ink = inkOf(theme);
  const pen = canvasPen(context, ink.font);
  context.scale(2, 2);
  pen.rect(0, 0, width, height, { fill: ink.ground });
  pen.text(GAP, 18, title, { fill: ink.text, size: 13, weight: 600 });
  for (const { image, x, y, words } of all) {
    const scale = Math.min(CELL / image.naturalWidth, CELL / image.naturalHeight);
    context.imageSmoothingEnabled = image.naturalWidth > 64;
    context.drawImage(image, x, y, image.naturalWidth * scale, image.naturalHeight * scale);
    pen.text(x, y + CELL + 10, words, { fill: ink.text2, most: CELL });
  }
  return canvas;
}

export const gridPNG = async (title: string, box: HTMLElement | null, theme: Theme): Promise<Blob> => asPNG(drawn(title, box, theme));

/** Images are pixels in any file: the drawing holds one picture. */
export function gridSVG(title: string, box: HTMLElement | null, theme: Theme): string {
  const canvas = drawn(title, box, theme);
  const [width, height] = [canvas.width / 2, canvas.height / 2];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><image width="${width}" height="${height}" href="${canvas.toDataURL("image/png")}"/></svg>`;
}
