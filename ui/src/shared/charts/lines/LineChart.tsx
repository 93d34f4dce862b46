import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";

import type { Size } from "../plots/core/scene";
import { useHovered } from "../board/hover";
import type { Pointing } from "../board/contract";
import type { XKind } from "./abscissas";
import { Pointed } from "./Pointed";
import { nearestCurve, readingsAt, stepFrom } from "./readings";
import styles from "./Lines.module.css";
import type { Domain } from "./scales";
import { type LineScene, wholeDomain } from "./stage";
import { useLayers } from "./useLayers";

interface LineChartProps {
  scene: LineScene;
  size: Size;
  kind: XKind;
  label: string;
  pointing: Pick<Pointing, "hover" | "cursor">;
  openRun?: (runId: string) => void;
  zoom: (domain: Domain | undefined) => void;
  /** Curve that is pointed at in the legend. */
  front?: string;
}

/** Shorter drags are clicks of an unsteady hand. */
const LEAST_DRAG = 6;

/** Lines on a canvas. Drag to look closer, double-click to see all, click a line to open its run, arrow keys to read. */
export function LineChart({ scene, size, kind, label, pointing: { hover, cursor }, openRun, zoom, front }: LineChartProps) {
  const hovered = useHovered(hover);
  const [near, setNear] = useState<string>();
  const [here, setHere] = useState<"pointer" | "keys">();
  const [drag, setDrag] = useState<readonly [from: number, to: number]>();
  const frame = useRef(0);
  const { box, curves } = scene;

  const ahead = near ?? front;
  const leading = useMemo(() => {
    const ids = curves.filter((curve) => (ahead === undefined ? hovered !== undefined && curve.runIds.includes(hovered) : curve.id === ahead)).map(({ id }) => id);
    return ids.length < curves.length ? ids.join("\n") : "";
  }, [curves, hovered, ahead]);
  const canvas = useLayers(size, scene, leading);

  const spot = (event: PointerEvent<HTMLElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { at: event.clientX - left + box.left, height: event.clientY - top + box.top };
  };
  const point = (at: number, height: number) => {
    const x = scene.x.invert(Math.max(box.left, Math.min(box.right, at)));
    const found = nearestCurve(scene, readingsAt(scene, x), at, height)?.curve;
    setHere("pointer");
    setNear(found?.id);
    hover.set(found?.runIds.length === 1 ? found.runIds[0] : undefined);
    cursor.set(x);
  };
  const leave = () => {
    cancelAnimationFrame(frame.current);
    setHere(undefined);
    setNear(undefined);
    hover.set(undefined);
    cursor.set(undefined);
  };
  const release = () => {
    if (drag && Math.abs(drag[1] - drag[0]) >= LEAST_DRAG) {
      const [from, to] = drag.map((at) => scene.x.invert(Math.max(box.left, Math.min(box.right, at)))).sort((a, b) => a - b);
      zoom([from as number, to as number]);
    } else if (near && openRun) {
      const runIds = curves.find(({ id }) => id === near)?.runIds ?? [];
      if (runIds.length === 1) openRun(runIds[0] as string);
    }
    setDrag(undefined);
  };
  /** Zooms around the cursor, as far out as there is something to see. */
  const closer = (factor: number) => {
    const [low, high] = scene.x.domain;
    const middle = cursor.get() ?? (low + high) / 2;
    const [least, greatest] = wholeDomain(curves) ?? scene.x.domain;
    const [from, to] = [Math.max(least, middle - (middle - low) * factor), Math.min(greatest, middle + (high - middle) * factor)];
    zoom(from <= least && to >= greatest ? undefined : [from, to]);
  };
  const press = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as -1 | 1 | undefined;
    if (by) {
      let x = cursor.get();
      for (let i = 0; i < (event.shiftKey ? 10 : 1); i += 1) x = stepFrom(curves, x, by, scene.x.domain);
      cursor.set(x);
      setHere("keys");
    } else if (event.key === "Home" || event.key === "End") {
      cursor.set(stepFrom(curves, undefined, event.key === "Home" ? 1 : -1, scene.x.domain));
      setHere("keys");
    } else if (event.key === "+" || event.key === "-") closer(event.key === "+" ? 0.5 : 2);
    else if (event.key === "0") zoom(undefined);
    else if (event.key === "Escape" && here) leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const [from, to] = drag ? [Math.min(...drag), Math.max(...drag)] : [0, 0];
  return (
    <div className={styles.chart} style={{ height: size.height }} data-clickable={(near !== undefined && openRun !== undefined) || undefined}>
      <canvas ref={canvas} aria-hidden />
      {/* A picture that is read by moving in it: what stands at the cursor is told below, and the table has all of it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={styles.area}
        data-testid="plot-area"
        style={{ left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top }}
        role="application"
        aria-roledescription="chart"
        aria-label={`${label}. Arrow keys read its values, plus and minus look closer and less close.`}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={press}
        onFocus={(event) => {
          if (!event.currentTarget.matches(":focus-visible")) return;
          setHere("keys");
        }}
        onBlur={leave}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          const { at } = spot(event);
          setDrag([at, at]);
        }}
        onPointerMove={(event) => {
          const { at, height } = spot(event);
          if (drag) {
            // Only a drag takes the pointer for itself: a double click must reach what is below it.
            if (Math.abs(at - drag[0]) >= LEAST_DRAG) event.currentTarget.setPointerCapture(event.pointerId);
            setDrag([drag[0], at]);
          }
          cancelAnimationFrame(frame.current);
          frame.current = requestAnimationFrame(() => point(at, height));
        }}
        onPointerUp={release}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => {
          if (!drag) leave();
        }}
        onDoubleClick={() => zoom(undefined)}
      />
      {drag && to - from >= LEAST_DRAG && <div className={styles.select} style={{ left: Math.max(from, box.left), width: Math.min(to, box.right) - Math.max(from, box.left), top: box.top, height: box.bottom - box.top }} />}
      <Pointed scene={scene} size={size} kind={kind} cursor={cursor} near={near ?? curves.find(({ runIds }) => hovered !== undefined && runIds.includes(hovered))?.id} here={here} />
    </div>
  );
}
