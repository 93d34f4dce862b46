import type { Theme } from "@/shared/theme";

import { canvasPen } from "./canvasPen";
import { type Ink, inkOf } from "./ink";
import type { Pen } from "./pen";
import type { Scene, Size } from "./scene";
import { svgPicture } from "./svgPen";

/** Room for the title above the picture, which on a page stands in the panel's head. */
const HEAD = 30;
const PIXELS = 2;

const drawTitle = (pen: Pen, ink: Ink, title: string, { width }: Size) => pen.text(12, 17, title, { fill: ink.text, size: 13, weight: 600, most: width - 24 });

export function plotSVG(title: string, scene: Scene, size: Size, theme: Theme): string {
  const ink = inkOf(theme);
  return svgPicture({ width: size.width, height: size.height + HEAD }, { font: ink.font, ground: ink.ground, title }, (pen, lower) => {
    drawTitle(pen, ink, title, size);
    lower(HEAD, () => {
      scene.draw(pen, ink);
      scene.alone?.(pen, ink);
    });
  });
}

export async function plotPNG(title: string, scene: Scene, size: Size, theme: Theme): Promise<Blob> {
  const ink = inkOf(theme);
  const canvas = document.createElement("canvas");
  canvas.width = size.width * PIXELS;
  canvas.height = (size.height + HEAD) * PIXELS;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw the picture.");
  context.scale(PIXELS, PIXELS);
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, size.width, size.height + HEAD);
  const pen = canvasPen(context, ink.font);
  drawTitle(pen, ink, title, size);
  context.translate(0, HEAD);
  scene.draw(pen, ink);
  scene.alone?.(pen, ink);
  return asPNG(canvas);
}

export const asPNG = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("This browser cannot write the picture."))), "image/png"));
