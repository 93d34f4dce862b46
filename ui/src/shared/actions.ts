import { type ReactNode, useEffect, useSyncExternalStore } from "react";

/** Something that can be done on the page that is shown. */
interface PageAction {
  name: string;
  icon?: ReactNode;
  /** The key that does it too. */
  hint?: string;
  act: () => unknown;
}

const NONE: readonly PageAction[] = [];
const listeners = new Set<() => void>();
const registered = new Map<object, readonly PageAction[]>();
let all: readonly PageAction[] = NONE;

function tell(): void {
  all = [...registered.values()].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers what can be done here in the palette (⌘K), as long as the component that says so is shown. */
export function usePageActions(actions: readonly PageAction[]): void {
  useEffect(() => {
    const key = {};
    registered.set(key, actions);
    tell();
    return () => {
      registered.delete(key);
      tell();
    };
    // Actions are made anew with each render; what they do belongs to the last one.
  }, [actions]);
}

export const useAllActions = (): readonly PageAction[] => useSyncExternalStore(subscribe, () => all);
