import { useImperativeHandle, useMemo, useRef, useState } from "react";

import type { PanelViewProps } from "../board/contract";
import { useMakeSignal } from "../board/signal";
import { useSize } from "../plots/core/usePicture";
import { formatNumber } from "../../format";
import { useTheme } from "../../theme";
import { Button } from "../../ui/Button";
import { xKind, xMetric } from "./abscissas";
import { exportOf } from "./export";
import { Legend } from "./Legend";
import { LineChart } from "./LineChart";
import styles from "./Lines.module.css";
import { OneValue } from "./OneValue";
import { effectiveLook, type LineSettings } from "./settings";
import { stage } from "./stage";
import { unitOf } from "./units";
import { entriesOf, useCurves } from "./useCurves";
import { useTracks } from "./useTracks";

const ROW = 24;
const ROWS = 4;
const AXES = { step: "step", time: "time", relative: "time since the start" } as const;
const NONE: ReadonlySet<string> = new Set();

/** Metrics of runs as lines, with a legend that tells their values. */
export function LinePanel({ runs, settings, look: common, change, changeLook, height, title, hover, cursor, open, ref }: PanelViewProps<LineSettings>) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const theme = useTheme();
  const [off, setOff] = useState<ReadonlySet<string>>(NONE);
  const [front, point] = useState<string>();
  const look = useMemo(() => effectiveLook(settings, common), [settings, common]);
  // Places on another axis mean nothing here.
  const alone = useMakeSignal<number | undefined>(undefined);
  const pointing = { hover, cursor: look.x === common.x ? cursor : alone };
  const shown = useMemo(() => runs.filter((run) => !run.hidden), [runs]);
  const { tracks, pending, failure, retry } = useTracks({ runs: shown, metrics: settings.metrics, look, width: size?.width ?? 0 });
  const entries = useMemo(() => entriesOf(tracks), [tracks]);
  const seen = useMemo(() => entries.filter(({ id }) => !off.has(id)), [entries, off]);
  const curves = useCurves(seen, look);

  const unit = useMemo(() => unitOf(settings.metrics), [settings.metrics]);
  const write = unit?.write ?? formatNumber;
  const single = entries.every((entry) => entry.tracks.every(({ points }) => points.length === 1));
  const legendHeight = single ? 0 : entries.length === 1 ? 8 + ROW : 24 + ROW * Math.min(entries.length, ROWS);
  const picture = useMemo(() => (size ? { width: size.width, height: height - legendHeight } : undefined), [size, height, legendHeight]);
  const kind = xKind(look.x);
  const axis = kind === "metric" ? (xMetric(look.x) ?? "") : AXES[kind];
  const { zoom, robust = false, log = false, logX = false } = look;
  const { low, high } = settings;
  const wish = useMemo(() => ({ curves, kind, log, logX, robust, low, high, zoom, unit }), [curves, kind, log, logX, robust, low, high, zoom, unit]);
  const scene = useMemo(() => picture && stage(wish, picture), [wish, picture]);
  useImperativeHandle(ref, () => exportOf({ title, axis, wish, entries: seen, size: picture, theme }), [title, axis, wish, seen, picture, theme]);

  const zoomTo = (domain: typeof zoom) => {
    if (look === common) changeLook({ zoom: domain });
    else change({ zoom: domain });
  };
  return (
    <div ref={box} className={styles.panel}>
      {failure && entries.length === 0 ? (
        <div className={styles.one} style={{ height }} role="alert">
          <p className="dim">{failure.message}</p>
          <Button onClick={retry}>Try again</Button>
        </div>
      ) : pending && entries.length === 0 ? (
        <div className={styles.waiting} role="status" aria-label={`Loading ${title}`} style={{ height }} />
      ) : entries.length === 0 ? (
        <p className={`dimmer ${styles.one}`} style={{ height }}>
          {shown.length === 0 ? "All runs are hidden" : "None of these runs logged it"}
        </p>
      ) : single ? (
        <OneValue tracks={entries.flatMap((entry) => entry.tracks)} write={write} height={height} />
      ) : (
        scene &&
        picture && (
          <>
            <LineChart
              scene={scene}
              size={picture}
              kind={kind}
              label={`${title} over ${axis}`}
              pointing={pointing}
              openRun={open && ((runId) => shown.filter((run) => run.runId === runId).forEach(open))}
              zoom={zoomTo}
              front={front}
            />
            <Legend entries={entries} off={off} setOff={setOff} hover={hover} point={point} write={write} />
          </>
        )
      )}
    </div>
  );
}
