import { Pause, Play } from "lucide-react";
import { useEffect, useImperativeHandle, useRef, useState } from "react";

import { artifactUrl } from "@/api/artifacts";
import { useTheme } from "@/shared/theme";
import { IconButton } from "@/shared/ui/Button";
import { Slider } from "@/shared/ui/Controls";

import type { PanelViewProps } from "../../board/contract";
import type { Exportable } from "../../export/exportable";
import { gridPNG, gridSVG } from "./gridFile";
import { ImageDialog } from "./ImageDialog";
import styles from "./Images.module.css";
import { stepsOf } from "./series";
import type { ImageSettings } from "./settings";
import { type Row, type Tile, tileRows } from "./tiles";

interface ImageGridProps extends PanelViewProps<ImageSettings> {
  rows: readonly Row[];
  /** A single file of each run. */
  stepless: boolean;
  name: string;
}

/** How long an image stays while the steps play. */
const PACE_MS = 600;
const SIZES = { small: 84, usual: 132, large: 240 };

export function ImageGrid({ rows, stepless, name, settings, change, height, title, hover, open, ref }: ImageGridProps) {
  const steps = stepsOf(rows.map(({ images }) => images));
  const [moved, setMoved] = useState<number>();
  const [playing, setPlaying] = useState(false);
  const [large, setLarge] = useState<Tile>();
  const box = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const step = moved ?? settings.step ?? steps.at(-1) ?? 0;
  const at = Math.max(0, steps.findLastIndex((one) => one <= step));
  const shown = tileRows(rows, settings.all || stepless ? "all" : (steps[at] ?? 0));
  const last = steps.length - 1;
  useEffect(() => {
    if (!playing) return undefined;
    const next = (before: number | undefined) => {
      const place = steps.findLastIndex((one) => one <= (before ?? step));
      return steps[place >= last ? 0 : place + 1];
    };
    const timer = setInterval(() => setMoved(next), PACE_MS);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- steps are the same as long as their number is
  }, [playing, last]);
  useImperativeHandle(
    ref,
    (): Exportable => ({
      name: title,
      toSVG: () => gridSVG(title, box.current, theme),
      toPNG: () => gridPNG(title, box.current, theme),
      rows: () => ({ columns: ["Run", "Step", "File", "Run ID"], rows: rows.flatMap(({ run, images }) => images.map((image) => [run.label, stepless ? null : image.step, image.path, run.runId])) }),
    }),
    [title, rows, stepless, theme],
  );
  const keep = (index: number) => change({ step: index === last ? undefined : steps[index] });
  return (
    <div className={styles.panel} style={{ height }}>
      {!stepless && !settings.all && steps.length > 1 && (
        <div className={styles.steps}>
          <IconButton label={playing ? "Pause" : "Play the steps"} onClick={() => setPlaying(!playing)}>
            {playing ? <Pause /> : <Play />}
          </IconButton>
          <Slider
            wide
            label={`Step of ${name}`}
            value={at}
            max={last}
            step={1}
            words={`step ${steps[at]}`}
            onChange={(index) => {
              setPlaying(false);
              setMoved(steps[index]);
            }}
            onCommit={keep}
          />
          <span className={`num ${styles.step}`}>step {steps[at]?.toLocaleString("en")}</span>
        </div>
      )}
      <div ref={box} className={styles.grid} data-all={settings.all && !stepless ? true : undefined} style={{ "--tile": `${SIZES[settings.size ?? "usual"]}px` } as React.CSSProperties}>
        {shown.map(({ run, tiles }) => (
          <section key={run.runId} className={styles.row} aria-label={run.label} onPointerEnter={() => hover.set(run.runId)} onPointerLeave={() => hover.set(undefined)}>
            <button type="button" className={styles.run} title={run.label} onClick={() => open?.(run)}>
              <i style={{ background: run.colour }} />
              <span className="clip">{run.label}</span>
            </button>
            <div className={styles.tiles}>
              {tiles.map((tile, i) => (
                <Thumb key={i} tile={tile} wanted={settings.all ? undefined : steps[at]} name={name} show={setLarge} />
              ))}
            </div>
          </section>
        ))}
      </div>
      {large && <ImageDialog rows={rows} tile={large} name={name} stepless={stepless} move={setLarge} close={() => setLarge(undefined)} />}
    </div>
  );
}

interface ThumbProps {
  tile: Tile | undefined;
  wanted: number | undefined;
  name: string;
  show: (tile: Tile) => void;
}

function Thumb({ tile, wanted, name, show }: ThumbProps) {
  // The image that could not be loaded, by its path: another one is tried again.
  const [failed, setFailed] = useState<string>();
  if (!tile || failed === tile.path) return <span className={styles.none}>{tile ? "not there" : "–"}</span>;
  const words = tile.step === undefined ? name : `${name}, step ${tile.step}`;
  return (
    <button type="button" className={styles.tile} aria-label={`Enlarge ${words} of ${tile.run.label}`} onClick={() => show(tile)}>
      <img
        src={artifactUrl({ runId: tile.run.runId }, tile.preview ?? tile.path)}
        alt=""
        loading="lazy"
        decoding="async"
        data-run={tile.run.label}
        data-step={tile.step}
        onError={() => setFailed(tile.path)}
        // Pixels of a tiny image are what one wants to see.
        onLoad={({ currentTarget: image }) => image.toggleAttribute("data-tiny", image.naturalWidth <= 64)}
      />
      {tile.step !== undefined && wanted !== tile.step && <span className="num">{tile.step.toLocaleString("en")}</span>}
    </button>
  );
}
