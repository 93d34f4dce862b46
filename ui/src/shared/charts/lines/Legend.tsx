import type { Hover } from "../board/hover";
import { formatNumber } from "../../format";
import type { Track } from "./curves";
import styles from "./Lines.module.css";
import { summarise } from "./summary";

export interface LegendEntry extends Pick<Track, "id" | "label" | "colour" | "dash"> {
  runIds: readonly string[];
  tracks: readonly Track[];
}

interface LegendProps {
  entries: readonly LegendEntry[];
  off: ReadonlySet<string>;
  setOff: (off: ReadonlySet<string>) => void;
  hover: Hover;
  point: (id: string | undefined) => void;
  write: (value: number) => string;
}

/** What each line is, with its last, least and greatest value. A click hides it, with Alt it hides all others. */
export function Legend({ entries, off, setOff, hover, point, write }: LegendProps) {
  const toggle = (id: string, alone: boolean) => {
    const others = entries.map((entry) => entry.id).filter((other) => other !== id);
    if (!alone) setOff(off.has(id) ? new Set([...off].filter((other) => other !== id)) : new Set([...off, id]));
    else setOff(others.every((other) => off.has(other)) && !off.has(id) ? new Set() : new Set(others));
  };
  const follow = (entry: LegendEntry | undefined) => {
    point(entry?.id);
    hover.set(entry?.runIds.length === 1 ? entry.runIds[0] : undefined);
  };
  return (
    <div className={styles.legend} data-single={entries.length === 1 || undefined}>
      <table>
        <thead className={entries.length === 1 ? "sr-only" : undefined}>
          <tr>
            <th>
              <span className="sr-only">{entries.some(({ tracks }) => tracks.length > 1) ? "Group" : "Run"}</span>
            </th>
            <th>{entries.some(({ tracks }) => tracks.length > 1) ? "mean" : "last"}</th>
            <th>min</th>
            <th>max</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr
              key={entry.id}
              data-testid="chart-summary"
              data-off={off.has(entry.id) || undefined}
              onPointerEnter={() => follow(entry)}
              onPointerLeave={() => follow(undefined)}
            >
              <th scope="row">
                {entries.length === 1 ? (
                  entry.label
                ) : (
                  <button
                    type="button"
                    aria-pressed={!off.has(entry.id)}
                    title={`${entry.label}\nClick to hide, Alt-click to see it alone`}
                    onClick={(event) => toggle(entry.id, event.altKey)}
                  >
                    <Mark {...entry} />
                    <span className="clip">{entry.label}</span>
                    {entry.tracks.length > 1 && <span className="dimmer num">{entry.tracks.length}</span>}
                  </button>
                )}
              </th>
              <Values tracks={entry.tracks} write={write} named={entries.length === 1} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Mark = ({ colour, dash }: Pick<Track, "colour" | "dash">) => (
  <svg width="14" height="8" aria-hidden>
    <line x1="0" x2="14" y1="4" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash?.join(" ")} />
  </svg>
);

/** Of one run its own; of a group the mean of the last values, and the extremes of all. */
function Values({ tracks, ...rest }: { tracks: readonly Track[]; write: (value: number) => string; named: boolean }) {
  const sums = tracks.map(({ points }) => summarise(points)).filter((sum) => sum !== undefined);
  if (sums.length === 0) return null;
  const mean = sums.reduce((total, { last }) => total + last, 0) / sums.length;
  return (
    <>
      <Figure name="last" value={mean} {...rest} />
      <Figure name="min" value={Math.min(...sums.map(({ min }) => min))} {...rest} />
      <Figure name="max" value={Math.max(...sums.map(({ max }) => max))} {...rest} />
    </>
  );
}

interface FigureProps {
  name: string;
  value: number;
  write: (value: number) => string;
  /** Whether its name stands beside it instead of above. */
  named: boolean;
}

const Figure = ({ name, value, write, named }: FigureProps) => (
  <td title={formatNumber(value)}>
    {named && <span className="dimmer">{name} </span>}
    <b className="num" data-testid={`chart-${name}`} data-value={value}>
      {write(value)}
    </b>
  </td>
);
