import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";

import { clamped, movedByKey } from "./split";
import styles from "./SplitPane.module.css";

interface SplitPaneProps {
  /** What the first pane is: the separator is read as its width. */
  label: string;
  first: ReactNode;
  second: ReactNode;
  /** Width of the first pane in pixels, kept by the caller where it shall last. */
  width: number;
  onWidth: (width: number) => void;
  min?: number;
  max?: number;
}

/** Two panes beside each other with a line between them that is dragged, or moved by arrow keys. On a phone they stand below each other. */
export function SplitPane({ label, first, second, width, onWidth, min = 160, max = 720 }: SplitPaneProps) {
  const [held, setHeld] = useState<{ from: number; width: number } | null>(null);
  const within = (next: number) => onWidth(clamped(next, min, max));
  const grab = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setHeld({ from: event.clientX, width });
  };
  const press = (event: KeyboardEvent) => {
    const next = movedByKey(event.key, width, min, max);
    if (next === undefined) return;
    event.preventDefault();
    onWidth(next);
  };
  return (
    <div className={styles.panes} style={{ "--first": `${clamped(width, min, max)}px` } as React.CSSProperties} data-held={held ? true : undefined}>
      <div className={styles.pane}>{first}</div>
      {/* A separator that can be focused is a control: it has a value and keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={Math.round(width)}
        aria-valuemin={min}
        aria-valuemax={max}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={styles.line}
        onPointerDown={grab}
        onPointerMove={(event) => held && within(held.width + event.clientX - held.from)}
        onPointerUp={() => setHeld(null)}
        onPointerCancel={() => setHeld(null)}
        onKeyDown={press}
      />
      <div className={styles.pane}>{second}</div>
    </div>
  );
}
