import { type ReactNode, useEffect, useState } from "react";

import { SplitPane } from "@/shared/ui/SplitPane";

import { useNarrow } from "../table/useNarrow";
import styles from "./Beside.module.css";

const LEAST = 280;
/** Room that charts need in any case. */
const CHARTS = 320;
const SETTLED_MS = 300;

interface BesideProps {
  table: ReactNode;
  charts: ReactNode;
  width: number | undefined;
  onWidth: (width: number) => void;
}

/** The table with its charts beside it, or below it on a phone. */
export function Beside({ table, charts, width, onWidth }: BesideProps) {
  const narrow = useNarrow();
  const [draft, setDraft] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (draft === undefined) return undefined;
    // The address is told where the line was let go, not each place it passed.
    const timer = setTimeout(() => onWidth(Math.round(draft)), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [draft, onWidth]);
  const first = <div className={styles.pane}>{table}</div>;
  const second = <div className={styles.pane}>{charts}</div>;
  if (narrow)
    return (
      <div className={styles.stack}>
        {first}
        {second}
      </div>
    );
  return (
    <div className={styles.beside}>
      <SplitPane
        label="Width of the table"
        first={first}
        second={second}
        width={draft ?? width ?? Math.round(innerWidth * 0.42)}
        onWidth={setDraft}
        min={LEAST}
        max={Math.max(LEAST, innerWidth - 220 - CHARTS)}
      />
    </div>
  );
}
