import { useCallback, useState, useSyncExternalStore } from "react";

/** Which run is pointed at. Charts and tables tell and follow it without drawing the page anew. */
export interface Hover {
  get: () => string | undefined;
  set: (runId: string | undefined) => void;
  subscribe: (listener: () => void) => () => void;
}

export function makeHover(): Hover {
  let current: string | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (runId) => {
      if (runId === current) return;
      current = runId;
      for (const tell of listeners) tell();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** One for a page, shared by its table and its board. */
export const useMakeHover = (): Hover => useState(makeHover)[0];

export const useHovered = (hover: Hover): string | undefined => useSyncExternalStore(hover.subscribe, hover.get);

/** Whether just this run is pointed at: a row is drawn anew only when that changes. */
export const useIsHovered = (hover: Hover, runId: string): boolean => useSyncExternalStore(hover.subscribe, useCallback(() => hover.get() === runId, [hover, runId]));
