import { useRef, useState } from "react";

import { NONE_PICKED, type Picked, toggled, withIds } from "../rows/picked";
import type { Row } from "../rows/rows";

/** Which runs are selected: some, or all that match but some. Another search begins with none. */
export function useSelection(rows: readonly Row[], scope: string) {
  const [kept, setKept] = useState({ scope, picked: NONE_PICKED });
  // Single runs stay selected under another filter; "all that match" would mean others.
  const selection = kept.scope !== scope && kept.picked.all ? NONE_PICKED : kept.picked;
  const set = (picked: Picked) => setKept({ scope, picked });
  const last = useRef<string | undefined>(undefined);

  const idAt = (key: string): string | undefined => {
    const row = rows.find((other) => other.key === key);
    return row?.kind === "run" ? row.run.info.run_id : undefined;
  };
  /** Ids of the runs between two rows, both among them. */
  const between = (from: string, to: string): string[] => {
    const ends = [rows.findIndex(({ key }) => key === from), rows.findIndex(({ key }) => key === to)].sort((a, b) => a - b) as [number, number];
    if (ends[0] < 0) return [];
    return rows.slice(ends[0], ends[1] + 1).flatMap((row) => (row.kind === "run" ? row.run.info.run_id : []));
  };
  return {
    selection,
    set,
    clear: () => set(NONE_PICKED),
    select: (key: string, on: boolean, through: boolean) => {
      const ids = through && last.current !== undefined ? between(last.current, key) : [];
      const own = idAt(key);
      if (own !== undefined) set(withIds(selection, [...ids, own], on));
      last.current = key;
    },
    flip: (key: string) => {
      const id = idAt(key);
      if (id !== undefined) set(toggled(selection, id));
      last.current = key;
    },
  };
}
