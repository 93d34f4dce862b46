import { type Ref, useMemo } from "react";

import styles from "./FilterBox.module.css";
import { piecesOf } from "./tokens";

interface FilterTextProps {
  text: string;
  /** The character that the server could not read. */
  place: number | undefined;
  ref: Ref<HTMLDivElement>;
}

/** The filter in colours, below the field in which it is written. */
export function FilterText({ text, place, ref }: FilterTextProps) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <div ref={ref} className={styles.colours} aria-hidden>
      {pieces.map((piece) => {
        const at = place === undefined ? -1 : place - piece.from;
        return (
          <span key={piece.from} data-kind={piece.kind}>
            {at >= 0 && at < piece.text.length ? (
              <>
                {piece.text.slice(0, at)}
                <mark>{piece.text.slice(at)}</mark>
              </>
            ) : (
              piece.text
            )}
          </span>
        );
      })}
      {place !== undefined && place >= text.length && <mark> </mark>}
    </div>
  );
}
