import { useEffect, useRef, useState } from "react";

import { Search } from "@/shared/ui/Search";

const PAUSE_MS = 250;

/** Words to be found anywhere in a run. It narrows the table as one types. */
export function QuickSearch({ q, apply }: { q: string; apply: (q: string) => void }) {
  const [text, setText] = useState(q);
  const [applied, setApplied] = useState(q);
  if (applied !== q) {
    // The address changed: by this box, or by other means, such as the back button.
    setApplied(q);
    if (q !== text.trim()) setText(q);
  }
  const latest = useRef(apply);
  useEffect(() => {
    latest.current = apply;
  });
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === applied) return undefined;
    const timer = setTimeout(() => latest.current(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, applied]);
  return <Search value={text} onChange={setText} placeholder="Search runs" width={180} />;
}
