import { type RefObject, useEffect, useRef } from "react";

import { canvasPen } from "../plots/core/canvasPen";
import { inkOf } from "../plots/core/ink";
import type { Size } from "../plots/core/scene";
import { fitted } from "../plots/core/usePicture";
import { useTheme } from "../../theme";
import type { LineScene } from "./stage";

/** How much is left of lines while others stand in front of them. */
const FAINT = 0.2;

/**
 * A canvas with the axes and lines of a chart. The lines are kept as they were painted: which of them stands in front
 * changes with the pointer, and a hundred dashed lines take longer than a frame.
 *
 * @param front - ids of the curves in front, a line each
 */
export function useLayers(size: Size, scene: LineScene, front: string): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const kept = useRef<{ scene: LineScene; theme: string; lines: HTMLCanvasElement }>(undefined);
  const theme = useTheme();
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = canvas.current && fitted(canvas.current, size);
      if (!context) return;
      const ink = inkOf(theme);
      if (kept.current?.scene !== scene || kept.current.theme !== theme) {
        const lines = kept.current?.lines ?? document.createElement("canvas");
        const apart = fitted(lines, size);
        if (apart) scene.lines(canvasPen(apart, ink.font), ink);
        kept.current = { scene, theme, lines };
      }
      const pen = canvasPen(context, ink.font);
      scene.axes(pen, ink);
      context.globalAlpha = front ? FAINT : 1;
      context.drawImage(kept.current.lines, 0, 0, size.width, size.height);
      context.globalAlpha = 1;
      if (front) scene.front(new Set(front.split("\n")))(pen, ink);
    });
    return () => cancelAnimationFrame(frame);
  }, [size, scene, front, theme]);
  return canvas;
}
