import { useSyncExternalStore } from "react";

import { formatAgo, formatDateTime } from "../format";

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all relative times of the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

export function Ago({ time }: { time: number | undefined }) {
  const present = useNow();
  if (!time) return <span className="dimmer">–</span>;
  return (
    <time dateTime={new Date(time).toISOString()} title={formatDateTime(time)} className="num">
      {formatAgo(time, Math.max(present, now))}
    </time>
  );
}
