import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 250;

/** A line of text that an address holds: seen as it is typed, told to the address after a pause. */
export function useTypedLine(told: string, tell: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(told);
  const [known, setKnown] = useState(told);
  if (known !== told) {
    // The address changed: by what was typed, or by other means, such as the back button.
    setKnown(told);
    if (text.trim() !== told) setText(told);
  }
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === known) return undefined;
    const timer = setTimeout(() => latest.current(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, known]);
  return [text, setText];
}
