import { type ReactNode, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";

import { useTheme } from "@/shared/theme";

import type { Exportable, Table } from "../../export/exportable";
import styles from "./Plot.module.css";
import { plotPNG, plotSVG } from "./files";
import type { Draw, Scene, Size } from "./scene";
import { useCanvas, useSize } from "./usePicture";

interface PlotProps<S extends Scene> {
  title: string;
  /** What the picture shows, in words. */
  label: string;
  /** A line below it: how many, what is left out. */
  words?: ReactNode;
  /** Lays the picture out; the same function as long as it would show the same. */
  stage: (size: Size) => S;
  table: () => Table;
  /** What is drawn above the picture while something is pointed at. */
  over?: (scene: S) => Draw | undefined;
  /** In less room than this one scrolls sideways. */
  leastWidth?: number;
  children?: (scene: S, size: Size) => ReactNode;
  ref?: Ref<Exportable>;
}

/** Of a file, where the picture was never seen. */
const USUAL: Size = { width: 900, height: 480 };

/** A picture on a canvas, a line of words below it, and both as files. */
export function Plot<S extends Scene>({ title, label, words, stage, table, over, leastWidth, children, ref }: PlotProps<S>) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const theme = useTheme();
  const scene = useMemo(() => size && stage(size), [size, stage]);
  const canvas = useCanvas(size, scene?.draw);
  const cover = useCanvas(size, scene && over?.(scene));
  const latest = useRef(table);
  useEffect(() => {
    latest.current = table;
  });
  useImperativeHandle(ref, (): Exportable => {
    const whole = size ?? USUAL;
    return {
      name: title,
      toSVG: () => plotSVG(title, stage(whole), whole, theme),
      toPNG: () => plotPNG(title, stage(whole), whole, theme),
      rows: () => latest.current(),
    };
  }, [title, stage, size, theme]);
  return (
    <div className={styles.plot}>
      <div className={styles.window}>
        <div ref={box} className={styles.picture} style={{ minWidth: leastWidth }}>
          <canvas ref={canvas} role="img" aria-label={label} />
          {over && <canvas ref={cover} aria-hidden />}
          {scene && size && children?.(scene, size)}
        </div>
      </div>
      {words && <div className={styles.words}>{words}</div>}
    </div>
  );
}
