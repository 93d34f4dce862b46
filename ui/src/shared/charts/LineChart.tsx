import "uplot/dist/uPlot.min.css";

import { useEffect, useRef } from "react";
import uPlot from "uplot";

import { useTheme } from "../theme";
import styles from "./LineChart.module.css";
import { plotOptions } from "./plot";
import { type Line, plotData } from "./plotData";
import type { XAxis } from "./series";

interface LineChartProps {
  lines: readonly Line[];
  axis: XAxis;
  log: boolean;
  smoothing: number;
  height: number;
  label: string;
}

/** Lines on a canvas, with the values at the pointer beside it. Drag to zoom, double-click to see all. */
export function LineChart({ lines, axis, log, smoothing, height, label }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const theme = useTheme();
  // The plot is made anew when its shape changes and only fed when its points do.
  const shape = JSON.stringify([lines.map((l) => [l.label, l.colour]), axis, log, smoothing > 0, height, theme]);

  useEffect(() => {
    if (!box.current || !card.current) return undefined;
    const host = box.current;
    const options = plotOptions({ lines, axis, log, smoothed: smoothing > 0, height, width: host.clientWidth, card: card.current });
    const made = new uPlot(options, plotData(lines, axis, log, smoothing), host);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      if (host.clientWidth > 0) made.setSize({ width: host.clientWidth, height });
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `shape` stands for all of them; points follow below
  }, [shape]);

  useEffect(() => {
    plot.current?.setData(plotData(lines, axis, log, smoothing));
  }, [lines, axis, log, smoothing]);

  return (
    <div className={styles.chart}>
      <div ref={box} role="img" aria-label={label} style={{ height }} />
      <div ref={card} className={styles.card} hidden aria-hidden />
    </div>
  );
}
