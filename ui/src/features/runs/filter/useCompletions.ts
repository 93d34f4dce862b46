import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";

import { columnValuesQuery } from "@/api/runGroups";
import { scopedKeysQuery } from "@/api/runs";

import { columnAt, type Completion, completionsAt, type Place, placeAt } from "./completion";

const NOTHING: Completion[] = [];

/** What can stand where the caret is. Keys and values are asked for only while the box is used. */
export function useCompletions(experimentIds: readonly string[], text: string, caret: number, asked: boolean): { place: Place; completions: readonly Completion[] } {
  const keys = useQuery({ ...scopedKeysQuery({ experimentIds }), enabled: asked });
  const place = useMemo(() => placeAt(text, caret), [text, caret]);
  const column = columnAt(place);
  const values = useQuery({ ...columnValuesQuery(experimentIds, column ?? ""), enabled: asked && column !== undefined });
  // Among thousands of names: what is typed is shown first, what fits it a moment later.
  const wanted = useDeferredValue(place);
  const completions = useMemo(() => (asked ? completionsAt(wanted, keys.data ?? {}, column === columnAt(wanted) ? values.data : undefined) : NOTHING), [asked, wanted, keys.data, column, values.data]);
  return { place, completions };
}
