import { useQuery } from "@tanstack/react-query";
import { Fragment, useEffect, useMemo, useRef } from "react";

import { type Line, languageOf } from "./painting";
import styles from "./Text.module.css";

/** Longer texts stay plain: painting them would take longer than reading their first screen. */
const MOST_PAINTED = 400_000;
/** Lines that the browser lays out together, or skips together while they are out of sight. */
const BLOCK = 400;
const LINE_HEIGHT = 20;

interface TextViewProps {
  text: string;
  path: string;
  /** Show the last lines first, as one reads logs. */
  fromEnd?: boolean;
  /** Which line of the file the first one is: not known for the end of a long one. */
  unnumbered?: boolean;
}

/** Text with numbered lines, all of them in the page so that the browser's own search finds them; painted where its language is known. */
export function TextView({ text, path, fromEnd, unnumbered }: TextViewProps) {
  const body = useRef<HTMLDivElement>(null);
  const language = text.length <= MOST_PAINTED ? languageOf(path) : undefined;
  const painted = useQuery({
    queryKey: ["painted", language, text],
    queryFn: async () => (await import("./grammars")).paint(text.replace(/\n$/, ""), language ?? ""),
    enabled: language !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
  const plain = useMemo(() => text.replace(/\n$/, "").split("\n").map((line): Line => [{ text: line }]), [text]);
  const lines = painted.data ?? plain;
  const blocks = Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, i) => i * BLOCK);
  useEffect(() => {
    const pane = body.current?.parentElement;
    if (fromEnd && pane) pane.scrollTop = pane.scrollHeight;
  }, [fromEnd, text]);
  return (
    <div ref={body} className={styles.text} style={{ "--digits": `${String(lines.length).length}ch` } as React.CSSProperties}>
      {blocks.map((first) => {
        const shown = lines.slice(first, first + BLOCK);
        return (
          <div key={first} className={styles.block} style={{ containIntrinsicBlockSize: `auto ${shown.length * LINE_HEIGHT}px` }}>
            <pre aria-hidden className={styles.numbers}>
              {unnumbered ? "" : shown.map((_, i) => `${first + i + 1}\n`).join("")}
            </pre>
            <pre className={styles.lines}>
              {shown.map((line, i) => (
                <Fragment key={i}>
                  {line.map((piece, k) =>
                    piece.look ? (
                      <span key={k} data-look={piece.look}>
                        {piece.text}
                      </span>
                    ) : (
                      piece.text
                    ),
                  )}
                  {"\n"}
                </Fragment>
              ))}
            </pre>
          </div>
        );
      })}
    </div>
  );
}
