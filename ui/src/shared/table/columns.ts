import { type ReactNode, useMemo, useState } from "react";

/** A column of a list. */
export interface ListColumn<T> {
  key: string;
  title: string;
  width: number;
  /** Takes what room is left. */
  grows?: boolean;
  numeric?: boolean;
  sortable?: boolean;
  cell: (row: T) => ReactNode;
}

/** Rows that were chosen, by their keys. */
export interface Selection {
  keys: readonly string[];
  has: (key: string) => boolean;
  set: (key: string, on: boolean) => void;
  replace: (keys: readonly string[]) => void;
}

export function useSelection(): Selection {
  const [keys, setKeys] = useState<readonly string[]>([]);
  return useMemo(() => {
    const set = new Set(keys);
    return {
      keys,
      has: (key) => set.has(key),
      set: (key, on) => setKeys((before) => (on ? [...before.filter((each) => each !== key), key] : before.filter((each) => each !== key))),
      replace: setKeys,
    };
  }, [keys]);
}
