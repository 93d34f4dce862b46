import { useMemo } from "react";

import { sheetOf } from "./kinds";
import { paint } from "./paint";
import styles from "./Preview.module.css";
import { SheetView } from "./SheetView";

/** More lines than anyone reads in a browser. */
const MOST_LINES = 5_000;

export function TextView({ text, path }: { text: string; path: string }) {
  const lines = useMemo(() => text.split("\n").slice(0, MOST_LINES), [text]);
  return (
    <pre className={styles.text} style={{ "--digits": `${String(lines.length).length}ch` } as React.CSSProperties}>
      {lines.map((line, i) => (
        <div key={i} data-line={i + 1}>
          {paint(line, path).map((piece, k) =>
            piece.look ? (
              <span key={k} data-look={piece.look}>
                {piece.text}
              </span>
            ) : (
              piece.text
            ),
          )}
          {"\n"}
        </div>
      ))}
    </pre>
  );
}

/** JSON as a table where it is one, otherwise indented. */
export function JsonView({ text }: { text: string }) {
  const value = useMemo(() => {
    try {
      return { read: JSON.parse(text) as unknown };
    } catch {
      return undefined; // Not JSON after all: shown as it stands.
    }
  }, [text]);
  if (!value) return <TextView text={text} path="x.txt" />;
  const sheet = sheetOf(value.read);
  return sheet ? <SheetView sheet={sheet} /> : <TextView text={JSON.stringify(value.read, null, 2)} path="x.json" />;
}
