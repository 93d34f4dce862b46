import { Progress as Radix } from "radix-ui";

import styles from "./Progress.module.css";

interface ProgressProps {
  label: string;
  /** Between 0 and 1; undefined while nobody knows how much there is. */
  value?: number;
  /** Said instead of a percentage: "3 of 12 runs". */
  words?: string;
}

/** How far something has come. */
export function Progress({ label, value, words }: ProgressProps) {
  const percent = value === undefined ? null : Math.round(100 * Math.min(1, Math.max(0, value)));
  return (
    <Radix.Root className={styles.track} value={percent} aria-label={label} getValueLabel={(now) => words ?? `${now} %`}>
      <Radix.Indicator className={styles.done} style={percent === null ? undefined : { width: `${percent}%` }} />
    </Radix.Root>
  );
}

/** A share of a whole beside its number, in a table: the number says it, the bar only shows it. */
export const Share = ({ of, track }: { of: number; track?: boolean }) => (
  <span className={styles.share} data-track={track || undefined} aria-hidden>
    <span style={{ width: `${100 * Math.min(1, Math.max(0, of))}%` }} />
  </span>
);
