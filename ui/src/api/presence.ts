/** Whether the server answered when it was asked last. */

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let away = false;

export function notePresence(present: boolean): void {
  if (away === !present) return;
  away = !present;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useServerAway = (): boolean => useSyncExternalStore(subscribe, () => away);
