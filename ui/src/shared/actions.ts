import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";

/** Something that can be done on the page that is shown. */
export interface PageAction {
  name: string;
  icon?: ReactNode;
  /** The key that does it too. */
  hint?: string;
  act: () => unknown;
}

/** An action with what it is done to, in a word or a name. */
type Offered = PageAction & { of?: string };

const NONE: readonly Offered[] = [];
const listeners = new Set<() => void>();
const registered = new Map<object, readonly Offered[]>();
let all: readonly Offered[] = NONE;

function tell(): void {
  all = [...registered.values()].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers what can be done here in the palette (⌘K), as long as the component that says so is shown. */
export function usePageActions(actions: readonly PageAction[], of?: string): void {
  const [key] = useState(() => ({}));
  // Actions are made anew with each render: what they do belongs to the last one. They keep their place among the others.
  useEffect(() => {
    registered.set(key, of === undefined ? actions : actions.map((action) => ({ ...action, of })));
    tell();
  }, [key, actions, of]);
  useEffect(
    () => () => {
      registered.delete(key);
      tell();
    },
    [key],
  );
}

export const useAllActions = (): readonly Offered[] => useSyncExternalStore(subscribe, () => all);
