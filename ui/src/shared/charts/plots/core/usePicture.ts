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

/** A canvas that shows what `draw` draws, sharp on every screen, once a frame at most. */
export function useCanvas(size: Size | undefined, draw: Draw | undefined): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (!size || !canvas.current) return undefined;
    const sheet = canvas.current;
    const frame = requestAnimationFrame(() => {
      const ratio = devicePixelRatio || 1;
      const context = sheet.getContext("2d");
      if (!context) return;
      // Setting the size clears the canvas, and costs more than clearing it.
      if (sheet.width !== Math.round(size.width * ratio) || sheet.height !== Math.round(size.height * ratio)) {
        sheet.width = Math.round(size.width * ratio);
        sheet.height = Math.round(size.height * ratio);
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      if (!draw) return;
      const ink = inkOf(theme);
      draw(canvasPen(context, ink.font), ink);
    });
    return () => cancelAnimationFrame(frame);
  }, [size, draw, theme]);
  return canvas;
}
