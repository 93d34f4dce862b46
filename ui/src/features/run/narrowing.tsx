import { type ReactNode, useState } from "react";

import { Button } from "@/shared/ui/Button";
import { Search } from "@/shared/ui/Search";

/** More than these can be searched; more than those are folded away at first. */
const FEW = 12;
const MANY = 100;

interface Narrowed<T> {
  found: readonly T[];
  shown: readonly T[];
  /** Where one writes what to look for; nothing where there is little to look through. */
  search: ReactNode;
  /** Below what is shown: the way to all of it. */
  more: ReactNode;
}

/** A list that is searched as one types, and of which only the beginning is there until all of it is wanted. */
export function useNarrowed<T>(all: readonly T[], noun: string, textOf: (item: T) => string): Narrowed<T> {
  const [text, setText] = useState("");
  const [whole, setWhole] = useState(false);
  const wanted = text.trim().toLowerCase();
  const found = all.filter((item) => textOf(item).toLowerCase().includes(wanted));
  const shown = whole ? found : found.slice(0, MANY);
  return {
    found,
    shown,
    search: all.length > FEW && <Search value={text} onChange={setText} placeholder={`Search ${noun}`} width={200} />,
    more: shown.length < found.length && (
      <Button look="ghost" onClick={() => setWhole(true)}>
        Show all {found.length.toLocaleString("en")}
      </Button>
    ),
  };
}
