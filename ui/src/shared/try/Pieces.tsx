import { readJson } from "./json";
import styles from "./Try.module.css";

/** Parts of an answer as they come: words join to a text, anything else stands line by line. */
export function Pieces({ pieces }: { pieces: readonly string[] }) {
  const values = pieces.map(valueOf);
  const words = values.every((value) => typeof value === "string");
  return (
    <pre className={styles.raw} data-testid="pieces">
      {words ? values.join("") : pieces.join("\n")}
    </pre>
  );
}

function valueOf(piece: string): unknown {
  try {
    return readJson(piece);
  } catch {
    return undefined;
  }
}
