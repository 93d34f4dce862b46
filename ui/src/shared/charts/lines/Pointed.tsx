import type { Pointing } from "../board/contract";
import { useSignal } from "../board/signal";
import type { Size } from "../plots/core/scene";
import { formatNumber } from "../../format";
import type { XKind } from "./abscissas";
import styles from "./Lines.module.css";
import { type Reading, readingsAt } from "./readings";
import { type LineScene, writeX } from "./stage";

interface PointedProps {
  scene: LineScene;
  size: Size;
  kind: XKind;
  cursor: Pointing["cursor"];
  /** Curve that is pointed at. */
  near: string | undefined;
  /** Whether this is the chart one is in, and how. */
  here: "pointer" | "keys" | undefined;
}

/** Lines in the card; the others are in the picture. */
const MOST = 12;

/** What stands at the cursor: a line through the picture, a dot on each curve, and in the chart one is in the values. */
export function Pointed({ scene, size, kind, cursor, near, here }: PointedProps) {
  const x = useSignal(cursor);
  const { box, x: across, y } = scene;
  if (x === undefined || x < across.domain[0] || x > across.domain[1]) return <p className="sr-only" aria-live="polite" />;
  const readings = readingsAt(scene, x);
  const anchor = readings.find(({ curve }) => curve.id === near) ?? closest(readings, across.place, x);
  const shown = anchor && anchor.x >= across.domain[0] && anchor.x <= across.domain[1] ? anchor.x : x;
  const at = across.place(shown);
  return (
    <>
      <svg className={styles.cursor} width={size.width} height={size.height} aria-hidden>
        <line x1={at} x2={at} y1={box.top} y2={box.bottom} />
        {readings.map(({ curve, x: place, value, odd }) => {
          const [left, top] = [across.place(place), y.place(value)];
          if (odd || !(top >= box.top - 1 && top <= box.bottom + 1)) return null;
          return <circle key={curve.id} cx={left} cy={top} r={curve.id === near ? 4.5 : 3} fill={curve.colour} />;
        })}
      </svg>
      {here && readings.length > 0 && <Card readings={readings} near={near} heading={writeX(shown, kind)} at={at} width={size.width} />}
      <p className="sr-only" aria-live="polite">
        {here === "keys" && readings.length > 0 && `${writeX(shown, kind)}: ${readings.slice(0, 5).map(spoken).join(", ")}${readings.length > 5 ? ` and ${readings.length - 5} more` : ""}`}
      </p>
    </>
  );
}

const written = ({ value, odd }: Reading): string => odd ?? formatNumber(value);
const spoken = (reading: Reading): string => `${reading.curve.label} ${written(reading)}`;

function closest(readings: readonly Reading[], place: (x: number) => number, x: number): Reading | undefined {
  const away = (reading: Reading) => Math.abs(place(reading.x) - place(x));
  return readings.reduce<Reading | undefined>((best, one) => (best && away(best) <= away(one) ? best : one), undefined);
}

interface CardProps {
  readings: readonly Reading[];
  near: string | undefined;
  heading: string;
  at: number;
  width: number;
}

function Card({ readings, near, heading, at, width }: CardProps) {
  const place = readings.findIndex(({ curve }) => curve.id === near);
  const first = Math.max(0, Math.min(place - MOST / 2, readings.length - MOST));
  const rows = readings.slice(first, first + MOST);
  const flip = at > width / 2;
  return (
    <div className={styles.card} style={{ transform: `translate(${flip ? at - 12 : at + 12}px, 6px) ${flip ? "translateX(-100%)" : ""}` }} aria-hidden>
      <div className="dim num">{heading}</div>
      {rows.map((reading) => (
        <div key={reading.curve.id} data-near={reading.curve.id === near || undefined}>
          <i style={{ background: reading.curve.colour }} />
          <span>{reading.curve.label}</span>
          <b className="num">
            {written(reading)}
            <Around reading={reading} />
          </b>
        </div>
      ))}
      {readings.length > rows.length && <div className="dimmer">{readings.length - rows.length} more</div>}
    </div>
  );
}

function Around({ reading: { raw, value, low, high } }: { reading: Reading }) {
  if (raw !== undefined && raw !== value) return <small>{formatNumber(raw)}</small>;
  if (low !== undefined && high !== undefined && low < high) return <small>{`${formatNumber(low)} … ${formatNumber(high)}`}</small>;
  return null;
}
