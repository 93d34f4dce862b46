import { EyeOff } from "lucide-react";

import { useRowActs } from "./acts";
import styles from "./RunTable.module.css";

/** A run's colour in the charts. A click takes it out of them or puts it back. */
export function DrawnDot({ runId, name, colour, drawn }: { runId: string; name: string; colour: string; drawn: boolean }) {
  const { hide } = useRowActs();
  return (
    <button type="button" className={styles.drawn} aria-pressed={drawn} aria-label={`Draw ${name}`} title={drawn ? "In the charts" : "Not in the charts"} onClick={() => hide(runId)}>
      {drawn ? <i style={{ background: colour }} /> : <EyeOff />}
    </button>
  );
}
