import { ArrowLeft, ArrowRight, X } from "lucide-react";
import { useState } from "react";

import { Button } from "@/shared/ui/Button";
import { Segments, Select } from "@/shared/ui/Controls";
import { Popover } from "@/shared/ui/Menu";

import { extentOf, write } from "../core/column";
import { type Brush, rangeOf } from "./brushes";
import type { Upright } from "./parallel";
import styles from "./Parallel.module.css";

interface AxisMenuProps {
  axis: Upright;
  width: number;
  log: boolean;
  brush: Brush | undefined;
  first: boolean;
  last: boolean;
  setLog: (on: boolean) => void;
  setBrush: (brush: Brush | undefined) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
  /** Dragged sideways, by so many pixels. */
  onDrag: (by: number, done: boolean) => void;
}

/** The name of an axis: drag it to another place, press it for its scale and its brush as numbers. */
export function AxisMenu({ axis, width, onDrag, ...rest }: AxisMenuProps) {
  const [from, setFrom] = useState<number>();
  return (
    <div
      className={styles.head}
      style={{ left: axis.x - 16, maxWidth: width }}
      data-dragged={from !== undefined || undefined}
      onPointerDown={(event) => {
        if (event.button === 0) setFrom(event.clientX);
      }}
      onPointerMove={(event) => {
        if (from === undefined || Math.abs(event.clientX - from) < 5) return;
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) event.currentTarget.setPointerCapture(event.pointerId);
        onDrag(event.clientX - from, false);
      }}
      onPointerUp={(event) => {
        if (from !== undefined && event.currentTarget.hasPointerCapture(event.pointerId)) onDrag(event.clientX - from, true);
        setFrom(undefined);
      }}
      onPointerCancel={() => setFrom(undefined)}
    >
      <Popover
        label={`Axis ${axis.label}`}
        align="start"
        trigger={
          <button type="button" className={styles.name} title={axis.label} data-testid={`axis-${axis.column.key}`} data-brushed={rest.brush ? true : undefined}>
            {axis.label}
          </button>
        }
      >
        <AxisForm axis={axis} {...rest} />
      </Popover>
    </div>
  );
}

function AxisForm({ axis, log, brush, first, last, setLog, setBrush, move, remove }: Omit<AxisMenuProps, "onDrag" | "width">) {
  const { column } = axis;
  const range = rangeOf(column, brush);
  const whole = extentOf(column) ?? [0, 1];
  return (
    <div className={styles.form}>
      {column.kind === "number" && (
        <Segments
          label="Scale"
          value={log ? "log" : "linear"}
          options={[
            ["linear", "Linear"],
            ["log", "Log"],
          ]}
          onChange={(next) => setLog(next === "log")}
        />
      )}
      {column.kind === "text" ? (
        <WordEnds axis={axis} brush={brush} setBrush={setBrush} />
      ) : (
        <div className={styles.ends}>
          <End label="From" hint={write(column, whole[0])} value={range?.[0]} set={(from) => setBrush(endsOf(from, range?.[1], whole))} />
          <End label="To" hint={write(column, whole[1])} value={range?.[1]} set={(to) => setBrush(endsOf(range?.[0], to, whole))} />
        </div>
      )}
      <div className={styles.acts}>
        <Button icon={<ArrowLeft />} disabled={first} onClick={() => move(-1)}>
          Left
        </Button>
        <Button icon={<ArrowRight />} disabled={last} onClick={() => move(1)}>
          Right
        </Button>
        <Button icon={<X />} onClick={remove}>
          Remove
        </Button>
      </div>
      {brush && (
        <Button look="ghost" onClick={() => setBrush(undefined)}>
          Clear the brush
        </Button>
      )}
    </div>
  );
}

const endsOf = (from: number | undefined, to: number | undefined, whole: readonly [number, number]): Brush | undefined =>
  from === undefined && to === undefined ? undefined : [from ?? whole[0], to ?? whole[1]];

interface EndProps {
  label: string;
  hint: string;
  value: number | undefined;
  set: (value: number | undefined) => void;
}

function End({ label, hint, value, set }: EndProps) {
  const [text, setText] = useState(value === undefined ? "" : String(Number(value.toPrecision(6))));
  return (
    <label>
      <span>{label}</span>
      <input
        className="input num"
        inputMode="decimal"
        placeholder={hint}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const next = Number(event.target.value.replace("−", "-"));
          if (event.target.value.trim() === "") set(undefined);
          else if (Number.isFinite(next)) set(next);
        }}
      />
    </label>
  );
}

function WordEnds({ axis, brush, setBrush }: { axis: Upright; brush: Brush | undefined; setBrush: (brush: Brush | undefined) => void }) {
  const { levels } = axis.column;
  const range = rangeOf(axis.column, brush) ?? [0, levels.length - 1];
  const options = levels.map((level) => [level, level] as const);
  const word = (at: number) => levels[at] ?? "";
  return (
    <div className={styles.ends}>
      <Select label="From" value={word(range[0])} options={options} onChange={(from) => setBrush([from, word(range[1])])} />
      <Select label="To" value={word(range[1])} options={options} onChange={(to) => setBrush([word(range[0]), to])} />
    </div>
  );
}
