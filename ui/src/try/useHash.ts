import { useSyncExternalStore } from "react";

const subscribe = (listener: () => void) => {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
};

const read = (): string => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // An address that was cut.
  }
};

/** What stands behind "#", and the way to change it. */
export const useHash = (): [string, (next: string) => void] => [useSyncExternalStore(subscribe, read), (next) => (location.hash = encodeURIComponent(next))];
