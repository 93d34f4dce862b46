import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

import { useTheme } from "@/shared/theme";

import { canvasPen } from "./canvasPen";
import { inkOf } from "./ink";
import type { Draw, Size } from "./scene";

/** The size of an element as it changes; undefined until it has one. */
export function useSize(box: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const host = box.current;
    if (!host) return undefined;
    const read = () => {
      const { clientWidth: width, clientHeight: height } = host;
      if (width > 0 && height > 0) setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(host);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** A canvas in the pixels of the screen, cleared. */
export function fitted(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio || 1;
  const context = canvas.getContext("2d");
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting the size clears the canvas, and costs more than clearing it.
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** A canvas that shows what `draw` draws, sharp on every screen, once a frame at most. */
export function useCanvas(size: Size | undefined, draw: Draw | undefined): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (!size || !canvas.current) return undefined;
    const sheet = canvas.current;
    const frame = requestAnimationFrame(() => {
      const context = fitted(sheet, size);
      if (!context || !draw) return;
      const ink = inkOf(theme);
      draw(canvasPen(context, ink.font), ink);
    });
    return () => cancelAnimationFrame(frame);
  }, [size, draw, theme]);
  return canvas;
}
