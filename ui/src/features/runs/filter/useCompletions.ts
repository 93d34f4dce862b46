import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { columnValuesQuery } from "@/api/runGroups";
import { scopedKeysQuery } from "@/api/runs";

import { columnAt, type Completion, completionsAt, type Place, placeAt } from "./completion";

const NOTHING: Completion[] = [];

/** What can stand where the caret is. Keys and values are asked for while the list is open: runs that go on log new ones. */
export function useCompletions(experimentIds: readonly string[], text: string, caret: number, asked: boolean): { place: Place; completions: readonly Completion[] } {
  const keys = useQuery({ ...scopedKeysQuery({ experimentIds }), enabled: asked });
  const place = useMemo(() => placeAt(text, caret), [text, caret]);
  const column = columnAt(place);
  const values = useQuery({ ...columnValuesQuery(experimentIds, column ?? ""), enabled: asked && column !== undefined });
  const completions = useMemo(() => (asked ? completionsAt(place, keys.data ?? {}, values.data) : NOTHING), [asked, place, keys.data, values.data]);
  return { place, completions };
}
