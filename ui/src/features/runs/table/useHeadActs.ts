import { nextSort, readSort, type TableState, writeSort } from "@/shared/urlState/table";
import { useSteady } from "@/shared/useSteady";

import { type Arrangement, moved, pinned, replaced, stepped, without } from "../columns/arrangement";
import { columnOf } from "../columns/columns";

/** What the heads of columns do, written into the address. */
export function useHeadActs(state: TableState, change: (next: Partial<TableState>) => void, arrangement: Arrangement) {
  const arrange = ({ cols, pins }: Arrangement, more: Partial<TableState> = {}) => change({ cols: [...cols], pins: pins.length > 0 ? [...pins] : undefined, ...more });
  const acts = useSteady({
    sort: (key: string, descending?: boolean) => {
      const next = descending === undefined ? nextSort(readSort(state.sort), key, columnOf(key)?.numeric ?? false) : { key, descending };
      change({ sort: writeSort(next) });
    },
    hide: (key: string) => arrange(without(arrangement, key)),
    pin: (key: string, on: boolean) => arrange(pinned(arrangement, key, on)),
    step: (key: string, by: -1 | 1) => arrange(stepped(arrangement, key, by)),
    replace: (key: string, by: string) => {
      const sort = readSort(state.sort);
      arrange(replaced(arrangement, key, by), sort.key === key ? { sort: writeSort({ ...sort, key: by }) } : {});
    },
    resize: (key: string, width: number | undefined) => {
      const others = Object.entries(state.widths ?? {}).filter(([other]) => other !== key);
      const widths = Object.fromEntries(width === undefined ? others : [...others, [key, width]]);
      change({ widths: Object.keys(widths).length > 0 ? widths : undefined });
    },
    group: (key: string, on: boolean) => {
      const others = (state.group ?? []).filter((other) => other !== key);
      const group = on ? [...others, key] : others;
      change({ group: group.length > 0 ? group : undefined });
    },
    move: (key: string, before: string | undefined) => arrange(moved(arrangement, key, before)),
  });
  return acts;
}
