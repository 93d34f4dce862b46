import { useState, useSyncExternalStore } from "react";

/** A value that changes with the pointer. Who follows it is drawn anew, and not the page around. */
export interface Signal<T> {
  get: () => T;
  set: (value: T) => void;
  subscribe: (listener: () => void) => () => void;
}

function makeSignal<T>(first: T): Signal<T> {
  let current = first;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const tell of listeners) tell();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useMakeSignal = <T>(first: T): Signal<T> => useState(() => makeSignal(first))[0];

export const useSignal = <T>(signal: Signal<T>): T => useSyncExternalStore(signal.subscribe, signal.get);
